"""The list of those who give a service; and one's own place on it, with the offer to answer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kinwork.directory.actions.units import is_full
from kinwork.directory.models import Service
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.queries import envelopes
from kinwork.family.referrals.rights import parties
from kinwork.family.referrals.views import found as referral_of
from kinwork.family.waiting import actions, queries, words
from kinwork.family.waiting.forms import AnswerForm, OfferingForm, PriorityForm
from kinwork.family.waiting.models import Offer, PriorityRule
from kinwork.people.models import HouseholdMember, Person
from kinwork.trust.access.queries import opened, visible
from kinwork.web.once import form_id
from kinwork.web.pages import page, right

CLASSES = ("identity", "household")
SEES = right("waiting.see_list")
MOST = 50


@page(action="waiting.see_list", classes=CLASSES, who=SEES)
def lists(request: HttpRequest) -> HttpResponse:
    """Each of our services with how many wait."""
    services = list(queries.services_of(request.actor.agency)[:30])
    told = [(one, len(queries.order(one.pk))) for one in services]
    return render(request, "waiting/lists.html", {"services": told})


@page(action="waiting.see_list", classes=CLASSES, who=SEES)
def one_list(request: HttpRequest, service: UUID) -> HttpResponse:
    """Who waits, in order, and what became of the last offer; POST declares a priority."""
    ours, now = _ours(request, service), timezone.now()
    form = PriorityForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        actions.declare_priority(service=ours, **said, by=request.actor, at=now)
        messages.success(request, _("Saved. Everybody who waits can read it."))
        return redirect("waiting:list", service)
    rules = [(one, words.rule_words(one)) for one in queries.priorities(service)]
    now_chosen = {"by_itself": "yes" if queries.offers_by_itself(service) else "no"}
    told = {"service": ours, "form": form, "rules": rules, "lines": _lines(request, service)}
    told["offering"] = OfferingForm(initial=now_chosen)
    return render(request, "waiting/list.html", told)


@page(action="waiting.choose_offering", who=right("waiting.choose_offering"))
def choose_offering(request: HttpRequest, service: UUID) -> HttpResponse:
    """By a worker's tap, or by itself."""
    ours = _ours(request, service)
    form = OfferingForm(request.POST)
    if request.method != "POST":
        raise Http404
    if form.is_valid():
        wants = form.cleaned_data["by_itself"] == "yes"
        actions.choose_offering(service=ours, by_itself=wants, by=request.actor, at=timezone.now())
        by_itself = _("Saved. What is free is offered to the next family by itself.")
        messages.success(request, by_itself if wants else _("Saved. You offer what is free."))
    else:
        messages.error(request, _("Please choose one."))
    return redirect("waiting:list", service)


@page(action="waiting.offer_next", classes=CLASSES, who=right("waiting.offer_next"))
def offer_next(request: HttpRequest, service: UUID) -> HttpResponse:
    """A place is free: the next in order is asked."""
    ours = _ours(request, service)
    if request.method != "POST":
        raise Http404
    now = timezone.now()
    made = actions.offer_next(service=ours.pk, form_id=form_id(request), by=request.actor, at=now)
    if made:
        messages.success(request, _("Offered. The family is told, and has its days to answer."))
    elif is_full(ours.pk, now):
        messages.info(
            request, _("You said that nothing is free. Say first how many openings you have now.")
        )
    else:
        messages.info(request, _("Nobody is left to ask: all have an offer, or were asked lately."))
    return redirect("waiting:list", service)


@page(action="waiting.end_priority", who=right("waiting.end_priority"))
def end_priority(request: HttpRequest, rule: UUID) -> HttpResponse:
    """It counts no more from today."""
    row = get_object_or_404(PriorityRule, pk=rule)
    _ours(request, row.service_id)
    if request.method != "POST":
        raise Http404
    actions.end_priority(rule=row, by=request.actor, at=timezone.now())
    messages.success(request, _("Saved. It counts no more."))
    return redirect("waiting:list", row.service_id)


@page(action="waiting.answer_offer", classes=CLASSES, who=right("referrals.see"))
def my_place(request: HttpRequest, referral: UUID) -> HttpResponse:
    """One's own place, what comes first here and why, and the offer to answer."""
    row, actor, now = referral_of(request, referral), request.actor, timezone.now()
    if not {"family", "sender", "receiver"} & set(parties(actor, row)) or actor.kind == "link":
        raise Http404
    opened(by=actor, household=row.household_id, classes=("household",), page="waiting", at=now)
    last = Offer.objects.filter(referral=row).order_by("-made_at").first()
    offer = last if last and last.state == "open" and row.state == "waitlisted" else None
    caregivers = None if actor.is_family else _caregivers(row, actor)
    form = AnswerForm(request.POST if request.method == "POST" else None, caregivers=caregivers)
    if offer and form.is_bound and form.is_valid():
        wants, whom = form.cleaned_data["wants"] == "yes", form.cleaned_data.get("on_behalf_of")
        actions.answer_offer(offer=offer, wants=wants, on_behalf_of=whom, by=actor, at=now)
        yes = _("They are told that you want it. They call you next.")
        messages.success(request, yes if wants else _("Saved. You keep your place on the list."))
        return redirect("waiting:place", row.pk)
    told = {
        "row": row,
        "base": "web/family.html" if actor.is_family else "web/desk.html",
        "place": queries.place(row.service_id, row.pk),
        "rules": [(one, words.rule_words(one)) for one in queries.priorities(row.service_id)],
        "offer": offer,
        "last": last,
        "gone": bool(last and last.state == "over" and row.state == "waitlisted"),
        "wants": bool(last and last.state == "taken" and row.state == "waitlisted"),
        "skipped": words.SKIP_FAMILY.get(last.reason, "") if last else "",
        "form": form,
        "back_url": reverse("referrals:referral", args=[row.pk]),
    }
    return render(request, "waiting/place.html", told)


def _ours(request: HttpRequest, service: UUID) -> Service:
    return get_object_or_404(queries.services_of(request.actor.agency), pk=service)


def _lines(request: HttpRequest, service: UUID) -> list[dict[str, Any]]:
    """The first of the list with their names, where the actor may read them: five questions in all."""
    order = queries.order(service)[:MOST]
    rows = {one.pk: one for one in envelopes().filter(pk__in=order)}
    homes = {one.household_id for one in rows.values()}
    adults = HouseholdMember.objects.filter(household__in=homes, relation="caregiver", ends=None)
    whom = {one.person_id: one.household_id for one in adults}
    seen = visible(request.actor, Person.objects.filter(pk__in=whom))
    names = {whom[one.pk]: one.full_name for one in seen}
    last: dict[UUID, Offer] = {}
    for offer in Offer.objects.filter(referral__in=order).order_by("made_at"):
        last[offer.referral_id] = offer
    return [
        {
            "row": rows[id],
            "place": number,
            "name": names.get(rows[id].household_id) or _("A family"),
            "since": rows[id].first_clock_at or rows[id].sent_at,
            "offer": _said(last.get(id)),
        }
        for number, id in enumerate(order, 1)
        if id in rows
    ]


def _said(offer: Offer | None) -> tuple[str, Any, Any] | None:
    if offer is None:
        return None
    tone, said = words.STATE_WORDS[offer.state]
    return tone, said, words.SKIP_WORDS.get(offer.reason, "")


def _caregivers(row: Referral, actor: Any) -> list[Person]:
    adults = HouseholdMember.objects.filter(
        household=row.household_id, relation__in=("caregiver", "other adult"), ends=None
    )
    return visible(actor, Person.objects.filter(pk__in=adults.values("person")))
