"""Who may see what, how to end it in two taps, and who has looked."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kinwork.accounts.models import ROLE_NAMES, Agency
from kinwork.common import clock
from kinwork.common.models import AuditEntry
from kinwork.family.intake.promise import SEES
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.rules import SENT_AND_OPEN
from kinwork.home.ours_door import family_page
from kinwork.home.ours_keys import told_of_cards, told_of_emergencies
from kinwork.home.ours_words import service_names
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent import queries
from kinwork.trust.consent.models import Consent
from kinwork.web.context import community_of


@family_page("ours.who")
def who(request: HttpRequest) -> HttpResponse:
    """A sentence for each partner, and a way to end it."""
    household = request.actor.household
    zone = community_of(request).time_zone
    lines = [_line(one, zone) for one in queries.live(household) if not one.deny]
    letters = Referral.objects.filter(
        household=household, receiver=None, state__in=SENT_AND_OPEN
    ).select_related("organization")
    typed = Agency.objects.filter(
        pk__in=Referral.objects.filter(household=household).values("sender")
    )
    return render(
        request, "home/ours_who.html", {"lines": lines, "letters": letters, "typed": typed}
    )


def _line(consent: Consent, zone: str) -> dict[str, Any]:
    sees = [str(SEES[name]) for name in consent.classes if name in SEES]
    return {
        "consent": consent,
        "name": consent.agency.name,
        "sees": sees,
        "until": consent.ends and clock.local_day(consent.ends, zone),
    }


@family_page("ours.end")
def end(request: HttpRequest, consent: UUID) -> HttpResponse:
    """The second tap: what it closes, then it is closed at once."""
    one = (
        Consent.objects.filter(pk=consent, household=request.actor.household)
        .select_related("agency")
        .first()
    )
    if one is None:
        raise Http404
    if request.method == "POST":
        consents.end(consent=one, by=request.actor, at=timezone.now())
        return HttpResponseRedirect(reverse("ours:who"))
    zone = community_of(request).time_zone
    found = Referral.objects.filter(
        household=request.actor.household, receiver=one.agency, state__in=SENT_AND_OPEN
    ).select_related("service")
    called = service_names(found, get_language() or "en")
    closes = [called.get(each.service_id, each.service.name) for each in found]
    return render(request, "home/ours_end.html", {"one": _line(one, zone), "closes": closes})


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
        .order_by("-at")[:200]
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
    return {
        "referrals": _("Worked on your request"),
        "facts": _("Wrote down what you said"),
        "people": _("Wrote down who is in your home"),
        "eligibility": _("Checked what you may get"),
        "consent": _("Wrote down what you agreed to"),
        "contact": _("Wrote down how to reach you"),
    }.get(module, _("Worked on your case"))
