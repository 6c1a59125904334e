"""Who may see what, in a sentence each; changing it in two taps."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kinwork.accounts.models import Agency
from kinwork.common import clock
from kinwork.common import text as wording
from kinwork.common.rights import Refused
from kinwork.family.facts.models import Fact
from kinwork.family.intake.promise import end_of, in_months
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.rules import SENT_AND_OPEN
from kinwork.home.ours_receipts import own, own_receipt_url
from kinwork.home.ours_words import service_names
from kinwork.home.sharing.lines import shut_agencies
from kinwork.home.sharing.places import agencies_of
from kinwork.people.models import Household, Person
from kinwork.trust.access.models import Tie
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent import links, queries, texts
from kinwork.trust.consent.family_page import family_page
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.rules import NOTICE_DAYS
from kinwork.trust.consent.words import SEES, listed, sees
from kinwork.web.context import community_of

OWN_WORK = ("intake", "assignment")  # ties that no consent opened


@family_page("ours.who")
def who(request: HttpRequest) -> HttpResponse:
    """A sentence for each partner, and a way to change it."""
    household, zone = request.actor.household, community_of(request).time_zone
    letters = Referral.objects.filter(
        household=household, receiver=None, state__in=SENT_AND_OPEN
    ).select_related("organization")
    lines = _partners(queries.live(household), zone)
    out = shut_agencies(household)
    refused = {line["consent"].agency_id for line in lines if line["refusal"]} | set(out)
    lines = [line for line in lines if line["consent"].agency_id not in out]
    told = {
        "lines": lines,
        "out": sorted(blocks[0].agency.name for blocks in out.values()),
        "letters": letters,
        "typed": [one for one in _told_to(household) if one.pk not in refused],
        "asks": [
            {"ask": one, "url": reverse("consent:link", args=[links.token(one.pk)])}
            for one in queries.waiting_asks(household, timezone.now())
        ],
    }
    return render(request, "home/ours_who.html", told)


def _told_to(household: UUID) -> list[Agency]:
    """Agencies that wrote something down with this family, or work with it by a tie of their own."""
    wrote = Household.objects.filter(pk=household).values("recorded_by")
    sent = Referral.objects.filter(household=household).values("sender")
    said = Fact.objects.filter(Q(household=household) | Q(said_in=household)).values("recorded_by")
    work = Tie.objects.filter(household=household, ends=None, kind__in=OWN_WORK).values("agency")
    found = Agency.objects.filter(
        Q(pk__in=wrote) | Q(pk__in=sent) | Q(pk__in=said) | Q(pk__in=work)
    )
    return list(found.order_by("name"))


def _partners(live: list[Consent], zone: str) -> list[dict[str, Any]]:
    """One line a partner: what it sees by all permits together, less what was refused."""
    told: dict[UUID, dict[str, Any]] = {}
    for one in live:
        new = {"name": one.agency.name, "permits": [], "refusals": []}
        line = told.setdefault(one.agency_id, new)
        line["refusals" if one.deny else "permits"].append(one)
    for line in told.values():
        refused = {name for one in line["refusals"] for name in one.classes}
        open_ = [name for one in line["permits"] for name in one.classes if name not in refused]
        line["classes"] = [name for name in SEES if name in open_]
        line["sees"] = listed(sees(open_))
        line["consent"] = (line["permits"] or line["refusals"])[0]
        line["refusal"] = line["refusals"][0] if line["refusals"] else None
        ends = [one.ends for one in line["permits"]]
        last = max(ends) if ends and all(ends) else None
        line["until"] = last and clock.local_day(last, zone)
        line["soon"] = bool(last) and (last - timezone.now()).days < NOTICE_DAYS
    return sorted(told.values(), key=lambda line: line["name"])


def _line(request: HttpRequest, one: Consent) -> dict[str, Any]:
    live = [each for each in queries.live(one.household_id) if each.agency_id == one.agency_id]
    lines = _partners(live, community_of(request).time_zone)
    return lines[0] if lines else {"name": one.agency.name, "classes": [], "permits": []}


@family_page("ours.change")
@transaction.atomic
def change(request: HttpRequest, consent: UUID) -> HttpResponse:
    """Take marks away: the partner sees only what stays marked. It never gives more."""
    one, now, why = own(request, consent), timezone.now(), ""
    line = _line(request, one)
    if request.method == "POST":
        kept = [name for name in line["classes"] if name in request.POST.getlist("classes")]
        try:
            with transaction.atomic():
                made = _narrow(request, line, kept, now)
            return _done(request, made)
        except Refused as refusal:
            why = refusal.sentence
    marks = [(name, SEES[name]) for name in line["classes"]]
    told = {"one": one, "line": line, "marks": marks, "why": why, "lasts": lasts(request)}
    return render(request, "home/ours_change.html", told)


def _narrow(
    request: HttpRequest, line: dict[str, Any], kept: list[str], now: datetime
) -> list[Consent]:
    """Every permit of this partner loses what lost its mark; one that keeps nothing ends."""
    if kept == line["classes"]:
        raise Refused("consent.narrow", _("Nothing changed. Take a mark away first."))
    made = []
    for permit in line["permits"]:
        left = [name for name in permit.classes if name in kept]
        if not left:
            made.append(consents.end(consent=permit, by=request.actor, at=now))
        elif len(left) < len(permit.classes):
            new = consents.narrow(
                consent=permit,
                classes=left,
                given_by=Person(pk=request.actor.id),
                language=words_language(permit.language),
                by=request.actor,
                at=now,
            )
            made.append(new)
    return made


@family_page("ours.end")
@transaction.atomic
def end(request: HttpRequest, consent: UUID) -> HttpResponse:
    """The second tap: what it closes, then all sharing with that partner is over at once. Of a
    refusal: it is taken back."""
    one = own(request, consent)
    if request.method == "POST":
        line = _line(request, one)
        over = [one] if one.deny else line["permits"]
        for each in over:
            consents.end(consent=each, by=request.actor, at=timezone.now())
        return _done(request, over)
    told = {"one": one, "name": one.agency.name, "closes": closes(request, one.agency)}
    return render(request, "home/ours_end.html", told | {"lasts": lasts(request)})


@family_page("ours.refuse")
@transaction.atomic
def refuse(request: HttpRequest, consent: UUID) -> HttpResponse:
    """A no that counts more than any yes, from now, for all that this partner could see."""
    one = own(request, consent)
    return _refused(request, one.agency, words_language(one.language))


@family_page("ours.no")
@transaction.atomic
def say_no(request: HttpRequest, agency: UUID) -> HttpResponse:
    """The same no to an agency that was told no yes: it typed the story, or knows nothing yet."""
    home = Household.objects.get(pk=request.actor.household)
    known = [*_told_to(home.pk), *agencies_of(home)]
    one = next((each for each in known if each.pk == agency), None)
    if one is None:
        raise Http404
    return _refused(request, one, words_language("en"))


def _refused(request: HttpRequest, agency: Agency, language: str) -> HttpResponse:
    if request.method == "POST":
        made = consents.deny(
            household=Household.objects.get(pk=request.actor.household),
            given_by=Person(pk=request.actor.id),
            agency=agency,
            classes=list(SEES),
            language=language,
            by=request.actor,
            at=timezone.now(),
        )
        return _done(request, [made])
    told = {
        "name": agency.name,
        "agency": agency,
        "closes": closes(request, agency),
        "lasts": lasts(request),
    }
    return render(request, "home/ours_refuse.html", told)


@family_page("ours.renew")
@transaction.atomic
def renew(request: HttpRequest, consent: UUID) -> HttpResponse:
    """One tap: the same again, for as long as a consent lasts here."""
    one, place, now = own(request, consent), community_of(request), timezone.now()
    until = in_months(place, now)
    if request.method == "POST":
        made = []
        if one.ended_at is None and not one.deny:
            new = consents.renew(
                consent=one,
                ends=end_of(until, place.time_zone),
                given_by=Person(pk=request.actor.id),
                by=request.actor,
                at=now,
            )
            made = [new]
        return _done(request, made)
    told = {"one": one, "name": one.agency.name, "until": until, "sees": listed(sees(one.classes))}
    return render(request, "home/ours_renew.html", told)


def _done(request: HttpRequest, made: list[Consent]) -> HttpResponse:
    """Back to who sees what, with the way to the receipt of what was just said."""
    if made:
        where = own_receipt_url(made)
        words = _("It is done, and counts from now.")
        messages.success(
            request, format_html('{} <a href="{}">{}</a>', words, where, _("Your receipt"))
        )
    return HttpResponseRedirect(reverse("ours:who"))


def closes(request: HttpRequest, agency: Agency) -> list[str]:
    found = Referral.objects.filter(
        household=request.actor.household, receiver=agency, state__in=SENT_AND_OPEN
    ).select_related("service")
    called = service_names(found, get_language() or "en")
    return [called.get(each.service_id, each.service.name) for each in found]


def lasts(request: HttpRequest) -> str:
    """What cannot be undone, said plainly."""
    found = wording.current(texts.LASTS, get_language() or "en", community_of(request).pk)
    return found.body if found else ""


def words_language(before: str) -> str:
    """That of the page, where the words exist in it; else that of the consent before."""
    language = get_language() or before
    return language if wording.current(texts.DENY, language) else before
