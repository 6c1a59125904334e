"""Referral outcomes in a real browser, at a desk and on a phone, in both languages."""

import pytest

from kinwork.system.loop.tests.scenes import many, opened_today, six
from tests.cast import make_cast
from tests.guards.crawling import Crawler

pytestmark = pytest.mark.browser
SIZES = [("desk", "en"), ("phone", "es"), ("phone", "en"), ("desk", "es")]


def enter(opened, actor, language):
    session, told = Crawler(actor).client.cookies["sessionid"].value, {"url": opened.address}
    opened.context.add_cookies(
        [
            {"name": "sessionid", "value": session, **told},
            {"name": "django_language", "value": language, **told},
        ]
    )


@pytest.mark.parametrize(("size", "language"), SIZES)
def test_a_supervisor_reads_our_numbers_and_answers_them(own_site, window, size, language, shots):
    from django.utils import timezone

    cast = make_cast(timezone.now())
    six(cast)
    many(cast, clinic=22, bloom=2)
    release = opened_today(cast)
    opened = window(size, site=own_site)
    enter(opened, cast.bea, language)
    opened.go("/outcomes/")
    opened.sees({"en": "Referral outcomes", "es": "Resultados de las referencias"}[language])
    opened.check()
    shots(opened, f"own-{size}-{language}")
    opened.go(f"/outcomes/ours/{release.pk}/")
    opened.sees({"en": "What stood behind them", "es": "Qué había detrás"}[language])
    opened.check()
    shots(opened, f"fair-{size}-{language}")


@pytest.mark.parametrize(("size", "language"), SIZES)
def test_a_lead_reads_all_partners_together(own_site, window, size, language, shots):
    from django.utils import timezone

    cast = make_cast(timezone.now())
    many(cast, clinic=26, bloom=14)
    release = opened_today(cast)
    opened = window(size, site=own_site)
    enter(opened, cast.dana, language)
    opened.go("/outcomes/together/")
    opened.check()
    shots(opened, f"releases-{size}-{language}")
    opened.go(f"/outcomes/together/{release.pk}/?by=partner")
    opened.sees({"en": "Read the numbers beside", "es": "Lea las cifras junto"}[language])
    opened.check()
    shots(opened, f"release-{size}-{language}")
