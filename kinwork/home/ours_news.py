"""News on our page: what the mails and texts only hint at, said in words; and "I have read this".

A line stands here only for who may see what it is about. Whatever is kept from somebody leaves no
line, not even a neutral one: that there is something would be news as well.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinwork.family.contact import actions
from kinwork.family.contact.models import Message
from kinwork.family.contact.queries import messages
from kinwork.family.referrals.models import Referral
from kinwork.home.ours_words import OF_THE_HOME, news_words
from kinwork.trust.access.models import Glass
from kinwork.trust.consent.family_page import family_page

FIRST, MOST = 5, 20
TOLD_FOR = timedelta(days=90)


@dataclass(frozen=True)
class Line:
    """One notice as the family reads it."""

    id: UUID
    words: str
    url: str
    at: datetime
    is_new: bool


def news(household: UUID, now: datetime) -> dict[str, Any]:
    """The newest first: `lines` at the top, `older` behind one tap; `all`, and the `unread` of them."""
    found = list(messages(household).filter(made_at__gt=now - TOLD_FOR)[:MOST])
    lines = _lines(found, household)
    return {
        "lines": lines[:FIRST],
        "older": lines[FIRST:],
        "all": lines,
        "unread": [one.id for one in lines if one.is_new],
    }


def _lines(found: list[Message], household: UUID) -> list[Line]:
    """Those whose cause the actor may see: the home itself, a referral, an opening in an emergency."""
    causes = {one.about for one in found} - {household}
    known = _referrals(causes)
    glasses = _glasses(causes - set(known))
    lines = []
    for one in found:
        if one.about in known:
            row = known[one.about]
            words, url = news_words(one.key, one.deed, row.organization.name), _page_of(row)
        elif one.about == household or one.about in glasses:
            words, page = OF_THE_HOME.get(one.key, ("", ""))
            url = reverse(page) if page else ""
        else:
            continue
        if words:
            lines.append(Line(one.pk, str(words), url, one.made_at, one.read_at is None))
    return lines


def _referrals(ids: set[UUID]) -> dict[UUID, Referral]:
    if not ids:
        return {}
    rows = Referral.objects.filter(pk__in=ids).select_related("organization")
    return {row.pk: row for row in rows}


def _glasses(ids: set[UUID]) -> set[UUID]:
    return set(Glass.objects.filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()


def _page_of(row: Referral) -> str:
    return reverse("referrals:referral", args=[row.pk])


@family_page("contact.read_messages")
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """What stood on the page is read; what came since stays new. Pressing twice changes nothing."""
    actions.mark_read(
        household=request.actor.household,
        only=_ids(request.POST.getlist("read")),
        by=request.actor,
        at=timezone.now(),
    )
    return HttpResponseRedirect(reverse("ours:page"))


def _ids(told: Iterable[str]) -> list[UUID]:
    """The ids among what a form said; nonsense is left out."""
    found = []
    for one in list(told)[:MOST]:
        try:
            found.append(UUID(one))
        except ValueError:
            continue
    return found
