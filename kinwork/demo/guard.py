"""One-click sign-in exists in demo mode only, and only over a database that its owner marked so.

Only the owner can write the mark (`kinwork database migrate --mark demo`); tests have one too.
"""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.urls import NoReverseMatch, reverse

from kinwork.common.models import DatabaseMark

MARKS = ("demo", "test")
NOT_MARKED = (
    "KINWORK_DEMO is on, but this database is not marked as a demo's: unset KINWORK_DEMO, "
    "or make a demo with `make demo`."
)
IN_PUBLIC = (
    "KINWORK_DEMO is on together with KINWORK_HTTPS: a demo lets everybody in with one click. "
    "Unset KINWORK_DEMO."
)
ANY_HOST = "KINWORK_DEMO is on and KINWORK_HOSTS is open to every name. Name the hosts of the demo."
NO_DEMO = "Pages of one-click sign-in are installed, but KINWORK_DEMO is off."


def is_open() -> bool:
    """May one-click sign-in happen right now? Asked again by every one of its pages."""
    return settings.DEMO and not settings.HTTPS and is_marked()


def is_marked() -> bool:
    return DatabaseMark.objects.filter(kind__in=MARKS).exists()


@register(Tags.security)
def check_settings(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Refuses a demo that looks like a real site, and one-click pages outside a demo."""
    if not settings.DEMO:
        return [Error(NO_DEMO, id="demo.E001")] if has_pages() else []
    found = []
    if settings.HTTPS:
        found.append(Error(IN_PUBLIC, id="demo.E002"))
    if "*" in settings.ALLOWED_HOSTS:
        found.append(Error(ANY_HOST, id="demo.E003"))
    return found


@register(Tags.database)
def check_mark(app_configs: Any, databases: list[str] | None = None, **kwargs: Any) -> list[Error]:
    """Refuses a demo over a database that nobody marked as one."""
    if not settings.DEMO or not databases:
        return []
    from kinwork.common.acting import acting_as
    from kinwork.common.actor import VISITOR

    with acting_as(VISITOR):
        return [] if is_marked() else [Error(NOT_MARKED, id="demo.E004")]


def has_pages() -> bool:
    try:
        reverse("demo:sign_in")
    except NoReverseMatch:
        return False
    return True
