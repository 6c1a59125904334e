"""Who has looked: each opening of something about this family, by agency and day."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kinwork.accounts.models import ROLE_NAMES, Agency
from kinwork.common import clock
from kinwork.common.models import AuditEntry
from kinwork.home.ours_door import family_page
from kinwork.home.ours_keys import told_of_cards, told_of_emergencies
from kinwork.trust.consent.words import SEES
from kinwork.web.context import community_of

LOOKS = ("view", "opened", "open")
# Told with their own story.
TOLD_BELOW = (
    *("access.make_claim", "access.claim_key", "access.break_glass"),
    *("access.close_glass", "access.review_glass", "access.read_glass", "access.glasses.view"),
)


@family_page("ours.looked")
def looked(request: HttpRequest) -> HttpResponse:
    """Who has opened something about this family: agency, day, what kind of thing."""
    rows = (
        AuditEntry.objects.filter(household_id=request.actor.household, outcome="done")
        .exclude(verb__in=TOLD_BELOW)
        .exclude(actor_kind__in=("family", "draft", "clock"))
        .order_by("-at", "-id")[:200]
    )
    names = dict(Agency.objects.filter(pk__in={row.hat for row in rows}).values_list("pk", "name"))
    zone = community_of(request).time_zone
    seen: dict[tuple, dict[str, Any]] = {}
    for row in rows:
        day = clock.local_day(row.at, zone)
        name = names.get(row.hat) or _nobodys(row)
        key = (day, name, _what(row.verb), row.role)
        new = {"at": row.at, "title": name, "classes": set(), "tone": "quiet"}
        seen.setdefault(key, new)["classes"].update(row.classes)
    for (_day, _name, what, role), event in seen.items():
        event["text"] = " ".join([f"{what}.", *_why(role, event["classes"])])
    home = request.actor.household
    events = [*seen.values(), *told_of_cards(home), *told_of_emergencies(home)]
    events.sort(key=lambda one: one["at"], reverse=True)
    return render(request, "home/ours_looked.html", {"events": events})


def _nobodys(row: AuditEntry) -> str:
    """Whoever works for no agency: a link holder, or who runs this site."""
    if row.role == "operator":
        return _("Who runs this site")
    return _("An organization with your link")


def _why(role: str, classes: set[str]) -> list[str]:
    """In what role somebody did it, and what it was about; sentences."""
    said = []
    if role:
        said.append(_("Their role: %(role)s.") % {"role": ROLE_NAMES.get(role, role)})
    if about := [str(words) for name, words in SEES.items() if name in classes]:
        said.append(_("It was about: %(what)s.") % {"what": "; ".join(about)})
    return said


def _what(verb: str) -> str:
    module, _dot, deed = verb.partition(".")
    if module == "disclosures":
        return _("Checked who has looked at you")
    if deed in LOOKS or deed.endswith("view"):
        return _("Looked at your page with them")
    if verb == "facts.open_paper":
        return _("Opened one of your papers")
    return {
        "referrals": _("Worked on your request"),
        "facts": _("Wrote down what you said"),
        "people": _("Wrote down who is in your home"),
        "eligibility": _("Checked what you may get"),
        "consent": _("Wrote down what you agreed to"),
        "contact": _("Wrote down how to reach you"),
    }.get(module, _("Worked on your case"))
