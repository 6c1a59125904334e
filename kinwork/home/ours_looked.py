"""Who has looked: each opening of something about this family, by agency and day."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kinwork.accounts.models import ROLE_NAMES, Agency
from kinwork.common import clock
from kinwork.common.models import AuditEntry
from kinwork.home.looked_words import what
from kinwork.home.ours_keys import told_of_cards, told_of_emergencies
from kinwork.home.ours_ways import told_of_ways
from kinwork.trust.access.models import Tie
from kinwork.trust.consent.family_page import family_page
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.words import SEES
from kinwork.web.context import community_of

PAGE = 200  # lines of the trail; those of one day and agency are told together
# Told with their own story.
TOLD_BELOW = (
    *("access.make_claim", "access.claim_key", "access.break_glass"),
    *("access.open_way", "access.open_passkey"),
    *("access.close_glass", "access.review_glass", "access.read_glass", "access.glasses.view"),
)


@family_page("ours.looked")
def looked(request: HttpRequest) -> HttpResponse:
    """Who has opened something about this family: agency, day, what kind of thing, and why they could.

    ?after= the last line of the page before.
    """
    home = request.actor.household
    first = not (after := request.GET.get("after", ""))
    rows = list(_trail(home, after)[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    names = dict(Agency.objects.filter(pk__in={row.hat for row in rows}).values_list("pk", "name"))
    zone, grounds = community_of(request).time_zone, Grounds(home, names)
    seen: dict[tuple, dict[str, Any]] = {}
    for row in rows:
        day = clock.local_day(row.at, zone)
        name = names.get(row.hat) or _nobodys(row)
        key = (day, name, what(row.verb), row.role)
        new = {"at": row.at, "title": name, "classes": set(), "tone": "quiet"}
        new["ground"] = grounds.at(row.hat, row.at)
        seen.setdefault(key, new)["classes"].update(row.classes)
    for (_day, _name, deed, role), event in seen.items():
        said = [f"{deed}.", *_told(role, event["classes"]), str(event["ground"])]
        event["text"] = " ".join(filter(None, said))
    events = list(seen.values())
    if first:
        events += [*told_of_cards(home), *told_of_ways(home), *told_of_emergencies(home)]
    events.sort(key=lambda one: one["at"], reverse=True)
    told = {"events": events, "first": first, "next_key": rows[-1].pk if more else None}
    return render(request, "home/ours_looked.html", told)


def _trail(home: UUID, after: str) -> QuerySet[AuditEntry]:
    """What was done by others, the newest first; from the line `after` on. 404 for a strange one."""
    rows = AuditEntry.objects.filter(household_id=home, outcome="done")
    if after:
        try:
            last = rows.filter(pk=UUID(after)).first()
        except ValueError:
            last = None
        if last is None:
            raise Http404
        rows = rows.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk))
    rows = rows.exclude(verb__in=TOLD_BELOW).exclude(actor_kind__in=("family", "draft", "clock"))
    return rows.order_by("-at", "-id")


class Grounds:
    """Why an agency could look at a moment, as far as this caregiver may know."""

    def __init__(self, home: UUID, agencies: Iterable[UUID]):
        self.agreed = list(Consent.objects.filter(household=home, agency__in=agencies, deny=False))
        self.tied = list(Tie.objects.filter(household=home, agency__in=agencies))

    def at(self, agency: UUID | None, moment: datetime) -> str:
        """The line of the rule in words; "" where none is known any more."""
        kinds = {tie.kind for tie in self.tied if tie.agency_id == agency and _runs(tie, moment)}
        if kinds & {"intake", "assignment"}:
            return _("They could because you told it to them, or they work with you.")
        if any(one.agency_id == agency and _runs(one, moment) for one in self.agreed):
            return _("They could because you said yes to that.")
        if "team" in kinds:
            return _("They could because you told it to them, or they work with you.")
        if "referral" in kinds:
            return _("They could because you asked them for help.")
        return ""


def _runs(one: Tie | Consent, moment: datetime) -> bool:
    ends = min(filter(None, (one.ends, getattr(one, "ended_at", None))), default=None)
    return one.starts <= moment and (ends is None or moment <= ends)


def _nobodys(row: AuditEntry) -> str:
    """Whoever works for no agency: a link holder, or who runs this site."""
    if row.role == "operator":
        return _("Who runs this site")
    return _("An organization with your link")


def _told(role: str, classes: set[str]) -> list[str]:
    """In what role somebody did it, and what it was about; sentences."""
    said = []
    if role:
        said.append(_("Their role: %(role)s.") % {"role": ROLE_NAMES.get(role, role)})
    if about := [str(words) for name, words in SEES.items() if name in classes]:
        said.append(_("It was about: %(what)s.") % {"what": "; ".join(about)})
    return said
