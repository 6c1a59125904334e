"""A community that its backbone lead sets up, for the tests of its pages."""

from html import unescape
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from kinwork.accounts import actions
from kinwork.common.acting import acting_as
from kinwork.common.models import Text
from kinwork.trust.consent.texts import REFERRAL

YEAR = timezone.localdate(timezone=ZoneInfo("America/Phoenix")).year  # where the community is
EN = {"key": REFERRAL, "language": "en"}
OWN = "I let {agency} see {classes}. It ends on {until}. I can stop it on our page."
HARD = (
    "Notwithstanding the aforementioned stipulations, the undersigned irrevocably authorizes "
    "{agency} to disseminate {classes} until {until}."
)


def url(name, *args, **query) -> str:
    return reverse(f"community:{name}", args=args)


def body_of(page) -> str:
    return unescape(page.content.decode())


def settings_of(client, **changed) -> dict:
    form = client.get(url("settings")).context["form"]
    return {**{name: form[name].value() for name in form.fields}, **changed}


def draft(place, by, body=OWN, **which) -> Text:
    with acting_as(by):
        return actions.draft_text(
            community=place, body=body, by=by, at=timezone.now(), **{**EN, **which}
        )
