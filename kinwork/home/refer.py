"""A referral in a minute: what is needed, which place near the family, the family's yes, sent."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from kinwork.accounts.models import Agency
from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.directory.models import Service
from kinwork.family.doors import near
from kinwork.family.doors.finding import Found, doors
from kinwork.family.intake import promise
from kinwork.family.referrals import actions, words
from kinwork.family.referrals.actions.moving import one_family_at_a_time
from kinwork.family.referrals.codes import class_of_need
from kinwork.family.referrals.loops import been_before
from kinwork.family.referrals.models import Need, Referral
from kinwork.home import alone, ask_first
from kinwork.home.households import CLASSES, home_of
from kinwork.home.ours_receipts import own_receipt_url
from kinwork.home.refer_forms import ReferForm
from kinwork.home.sharing.lines import just_said
from kinwork.home.sharing.papers import receipt_url
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
        "title": title_of(row, request.actor),
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


def _places(row: Household, code: str, request: HttpRequest) -> list[Found]:
    return doors(
        row,
        code,
        community=row.community,
        actor=request.actor,
        language=_language(),
        now=timezone.now(),
    )


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
    said = promised(chosen, code, row, now)
    data = request.POST if request.method == "POST" else None
    asks_all = data is not None and "deed" not in data
    subjects = [str(one.pk) for one in children or caregivers]
    form = ReferForm(
        data if asks_all else None,
        caregivers=caregivers,
        people=[one.person for one in belong],
        today=today(row.community, now),
        initial={"subjects": subjects},
    )
    first = ask_first.form_for(data, said, [one.person for one in belong], subjects)
    own = alone.choices(row, visible(actor, children), code, today(row.community, now), actor)
    private = alone.form_for(data, own, row, said.agency)
    if data is not None and private and private.is_bound:
        if private.is_valid():
            made = alone.send(row, chosen, code, private.cleaned_data, children, actor, now)
            return sent(request, made, words.VERB_WORDS["send"][1])
    elif first and first.is_bound:
        if first.is_valid():
            need = _need(row, code, first.cleaned_data, actor, now)
            made = ask_first.begin(row, chosen, said, need, first.cleaned_data, actor, now)
            return ask_first.go_on(request, made)
    elif form.is_bound and form.is_valid():
        made = _send(row, chosen, code, said, form.cleaned_data, form.how, actor, now)
        return sent(request, made, word_for(made, form.cleaned_data["form_id"], now))
    told = {
        "row": row,
        "title": title_of(row, actor),
        "service": chosen,
        "need": code,
        "need_name": words.need_name(code, _language()),
        "said": said,
        "form": form,
        "young": bool(own),
        "before": been_before(row.pk, chosen.organization_id, code, sender=actor.agency),
        "alone": private,
        "first": first,
    }
    return render(request, "home/refer_send.html", told)


def sent(request: HttpRequest, row: Referral, words: Any) -> HttpResponse:
    """To the referral; where their own rule has answered already, to the places with room."""
    if row.state == "declined":
        return redirect("home:next_door", row.pk)
    messages.success(request, words)
    if row.receiver_id and (made := just_said(row.household_id, row.receiver_id)):
        url = receipt_url(row.household_id, [made])
        url = own_receipt_url([made]) if request.actor.is_family else url
        link = _("Your receipt") if request.actor.is_family else _("The family’s receipt, to print")
        messages.info(request, format_html('<a href="{}">{}</a>', url, link))
    return redirect("referrals:referral", row.pk)


def word_for(row: Referral, form_id: UUID, now: datetime, done: Any = "") -> Any:
    """Sent now (by this form), or under way before: then nothing was asked twice."""
    before = row.sent_at is not None and row.sent_at < now and row.form_id != form_id
    return (
        _("This is on its way already. It was not sent again.")
        if before
        else (done or words.VERB_WORDS["send"][1])
    )


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
    need = _need(row, code, told, actor, now)
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
    if made.sent_at:  # under way already
        return made
    return actions.send(referral=made, by=actor, at=now, form_id=form_id, on_behalf_of=person.pk)


def _need(row: Household, code: str, told: dict[str, Any], by: Actor, at: datetime) -> Need:
    """The household's open need, or a new one; the same form twice makes one."""
    waiting = Need.objects.filter(said_in=row.pk, code=code, state__in=("open", "unmet"))
    known = waiting.filter(household=row.pk).first()  # what one of them needs alone stays theirs
    return known or actions.make_need(
        household=row,
        code=code,
        urgency=told["urgency"],
        need_id=uuid5(told["form_id"], "need"),
        by=by,
        at=at,
    )


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


def promised(
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


def title_of(row: Household, actor: Actor) -> str:
    people = visible(actor, [one.person for one in members(row)])
    return people[0].full_name if people else _("A family")


def _language() -> str:
    return (get_language() or "en")[:2]
