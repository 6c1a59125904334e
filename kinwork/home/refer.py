"""A referral in a minute: what is needed, which place near the family, the family's yes, sent."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from kinwork.accounts.models import Agency
from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.directory.models import Service
from kinwork.family.facts.models import Fact
from kinwork.family.intake import near, promise
from kinwork.family.referrals import actions, showing, words
from kinwork.family.referrals.actions import AlreadyMoved
from kinwork.family.referrals.actions.moving import one_family_at_a_time
from kinwork.family.referrals.codes import class_of_need
from kinwork.family.referrals.models import Need, Referral
from kinwork.family.referrals.views import found as referral_of
from kinwork.family.referrals.views import too_late
from kinwork.home import alone
from kinwork.home.households import CLASSES, home_of
from kinwork.home.refer_forms import AgreeForm, PlaceForm, ReferForm, YesForm
from kinwork.library.codes import vocabulary
from kinwork.people.models import Household, Person
from kinwork.people.queries import members
from kinwork.trust.access.queries import visible
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent.queries import covers
from kinwork.web.pages import page, right


@page(action="referrals.make_referral", classes=CLASSES, who=right("referrals.make_need"))
def choose(request: HttpRequest, household: UUID) -> HttpResponse:
    """What is needed, and who near the family gives it."""
    row, language = _desk_home(request, household), _language()
    code = request.GET.get("need", "")
    known = {term.code: term.name(language) for term in vocabulary.terms().values()}
    needs = visible(request.actor, Need.objects.filter(said_in=row.pk, state__in=("open", "unmet")))
    told = {
        "row": row,
        "title": _title(row, request.actor),
        "need": code if code in known else "",
        "need_name": known.get(code, ""),
        "hidden": code in known and _phone_alone(code),
        "needs": [(one.code, known.get(one.code, one.code)) for one in needs],
        "codes": sorted(known.items(), key=lambda pair: pair[1].casefold()),
        "places": _places(row, code, request) if code in known else [],
    }
    return render(request, "home/refer.html", told)


def _phone_alone(code: str) -> bool:
    """Nothing is written down about this need: the family gets a phone number."""
    return class_of_need(code) in ("safety", "sud")


def _places(row: Household, code: str, request: HttpRequest) -> list[near.Near]:
    fact = Fact.objects.filter(said_in=row.pk, key="place").order_by("-said_at").first()
    answers = {"needs": [code], "place": fact.value if fact else None}
    found = near.offers(
        answers, [], community=row.community, language=row.language, now=timezone.now()
    )
    return list(found[0].services) if found else []


@page(action="referrals.send", classes=CLASSES, who=right("referrals.make_need"))
def send_new(request: HttpRequest, household: UUID, service: UUID) -> HttpResponse:
    """What the family agrees to, who said yes and how; then it is sent."""
    row, now, actor = _desk_home(request, household), timezone.now(), request.actor
    code = request.GET.get("need") or request.POST.get("need", "")
    (chosen,) = near.chosen([str(service)]) or (None,)
    if chosen is None or code not in vocabulary.terms() or _phone_alone(code):
        raise Http404
    belong = members(row)
    caregivers = [one.person for one in belong if one.relation in ("caregiver", "other adult")]
    children = [one.person for one in belong if "child" in one.relation]
    said = _promise(chosen, code, row, now)
    data = request.POST if request.method == "POST" else None
    asks_all = data is not None and data.get("deed") != "alone"
    subjects = [str(one.pk) for one in children or caregivers]
    form = ReferForm(
        data if asks_all else None,
        caregivers=caregivers,
        people=[one.person for one in belong],
        initial={"subjects": subjects},
    )
    own = alone.choices(row, visible(actor, children), code, today(row.community, now), actor)
    private = alone.form_for(data, own, row, said.agency)
    if data is not None and private and private.is_bound:
        if private.is_valid():
            made = alone.send(row, chosen, code, private.cleaned_data, children, actor, now)
            messages.success(request, words.VERB_WORDS["send"][1])
            return redirect("referrals:referral", made.pk)
    elif form.is_bound and form.is_valid():
        made = _send(row, chosen, code, said, form.cleaned_data, form.how, actor, now)
        messages.success(request, words.VERB_WORDS["send"][1])
        return redirect("referrals:referral", made.pk)
    told = {
        "row": row,
        "title": _title(row, actor),
        "service": chosen,
        "need": code,
        "need_name": words.need_name(code, _language()),
        "said": said,
        "form": form,
        "young": bool(own),
        "alone": private,
    }
    return render(request, "home/refer_send.html", told)


@transaction.atomic
def _send(
    row: Household,
    service: Service,
    code: str,
    said: promise.Promise,
    told: dict[str, Any],
    how: dict[str, Any],
    actor: Actor,
    now: datetime,
) -> Referral:
    """Need, consent, referral, sent: all of it or nothing; the same form twice is once."""
    form_id = told["form_id"]
    one_family_at_a_time(row.pk)  # pressed twice at once: the second finds what the first made
    if known := Referral.objects.filter(household=row.pk, form_id=form_id).first():
        return known
    waiting = Need.objects.filter(said_in=row.pk, code=code, state__in=("open", "unmet"))
    need = waiting.filter(household=row.pk).first()  # what one of them needs alone stays theirs
    need = need or actions.make_need(
        household=row,
        code=code,
        urgency=told["urgency"],
        need_id=uuid5(form_id, "need"),
        by=actor,
        at=now,
    )
    person = Person.objects.get(pk=told["given_by"])
    record_consent(row, person, said, said.classes, how, actor, now)
    made = actions.make_referral(
        need=need,
        service=service,
        subjects=[UUID(one) for one in told["subjects"]],
        classes=said.classes,
        urgency=told["urgency"],
        form_id=form_id,
        by=actor,
        at=now,
    )
    return actions.send(referral=made, by=actor, at=now, form_id=form_id, on_behalf_of=person.pk)


def record_consent(row, person, said, classes, how, actor: Actor, now: datetime) -> None:
    """Written down unless it stands already, or nobody has signed there (then it is a request)."""
    if said.agency is None or said.agency.pk == actor.agency or said.text is None:
        return
    if covers(row.pk, said.agency.pk, classes, now):
        return
    consents.give(
        household=row,
        given_by=person,
        agency=said.agency,
        classes=classes,
        text=said.text,
        language=said.text.language,
        **how,
        ends=promise.end_of(said.until, row.time_zone),
        recorded_by=Agency.objects.get(pk=actor.agency) if actor.agency else None,
        by=actor,
        at=now,
    )


@page(action="referrals.send", classes=CLASSES, who=right("referrals.send"))
def send_draft(request: HttpRequest, referral: UUID) -> HttpResponse:
    """A draft that waits for the family's yes: said by itself, or recorded here by a worker."""
    row, now, actor = referral_of(request, referral), timezone.now(), request.actor
    if "send" not in showing.verbs(row, actor):
        return redirect("referrals:referral", row.pk)
    home = Household.objects.filter(pk=row.household_id).first()
    if home is None:
        raise Http404
    language = _language() if actor.is_family else home.language
    said = _promise(row.service, row.need_code, home, now, language)
    people = [one.person for one in members(home) if one.relation in ("caregiver", "other adult")]
    data = request.POST if request.method == "POST" else None
    form = YesForm(data) if actor.is_family else AgreeForm(data, caregivers=people)
    if said.text and form.is_bound and form.is_valid():
        who = form.cleaned_data.get("given_by", str(actor.id))
        how = {"way": "on screen"} if actor.is_family else form.how
        person = next((one for one in people if str(one.pk) == who), people[0])
        if alone.is_kept(row):
            whom = row.subjects.values_list("person_id", flat=True)
            alone.on_a_yes_that_stands(home.pk, row.receiver_id, whom)
        else:
            record_consent(home, person, said, row.classes, how, actor, now)
        try:
            actions.send(
                referral=row,
                by=actor,
                at=now,
                form_id=form.cleaned_data["form_id"],
                on_behalf_of=person.pk,
            )
        except AlreadyMoved as late:
            form.referral = row
            return too_late(request, late, form)
        messages.success(request, _("Done.") if actor.is_family else words.VERB_WORDS["send"][1])
        return redirect("referrals:referral", row.pk)
    if actor.is_family:
        return render(request, "home/next_door_ask.html", _asked(row, said, form))
    told = {
        "row": home,
        "title": _title(home, actor),
        "service": row.service,
        "need_name": words.need_name(row.need_code, _language()),
        "said": said,
        "form": form,
    }
    return render(request, "home/refer_send.html", told)


@page(action="referrals.reroute", classes=("identity",), who=right("referrals.reroute"))
def reroute(request: HttpRequest, referral: UUID) -> HttpResponse:
    """Another place for the same need; nothing reaches it before the family agrees."""
    row, now, actor = referral_of(request, referral), timezone.now(), request.actor
    if request.method == "GET" and "reroute" not in showing.verbs(row, actor):
        return redirect("referrals:referral", row.pk)
    answers = {"needs": [row.need_code]}
    found = near.offers(answers, [], community=row.community, language="en", now=now)
    places = [one for one in (found[0].services if found else ()) if one.id != str(row.service_id)]
    form = PlaceForm(request.POST if request.method == "POST" else None, referral=row)
    if form.is_bound and form.is_valid():
        told = form.said()
        (service,) = near.chosen([str(told.pop("service"))]) or (None,)
        if service is None:
            raise Http404
        try:
            new = actions.reroute(referral=row, service=service, by=actor, at=now, **told)
        except AlreadyMoved as late:
            return too_late(request, late, form)
        messages.success(request, words.VERB_WORDS["reroute"][1])
        seen = Referral.objects.filter(pk=new.pk).exists()
        return redirect("referrals:referral", new.pk if seen else row.pk)
    told = {
        "row": row,
        "places": [one for one in places if one.can_ask],
        "form": form,
        "need_name": words.need_name(row.need_code, _language()),
    }
    return render(request, "home/reroute.html", told)


def _asked(row: Referral, said: promise.Promise, form: YesForm) -> dict[str, Any]:
    """The family's own page: what this place would see, and its yes."""
    return {
        "base": "web/family.html",
        "row": row,
        "need": words.need_name(row.need_code, _language()),
        "said": said,
        "form": form,
        "back_url": reverse("referrals:referral", args=[row.pk]),
    }


def _promise(
    service: Service, code: str, row: Household, now: datetime, language: str = ""
) -> promise.Promise:
    """In the family's language, whatever the worker's is."""
    language = language or row.language
    with override(language):
        day = today(row.community, now)
        return promise.made(service, [code], row.community, language, day)


def _desk_home(request: HttpRequest, household: UUID) -> Household:
    if not request.actor.is_staff:
        raise Http404
    return home_of(request.actor, household)


def _title(row: Household, actor: Actor) -> str:
    people = visible(actor, [one.person for one in members(row)])
    return people[0].full_name if people else _("A family")


def _language() -> str:
    return (get_language() or "en")[:2]
