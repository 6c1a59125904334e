"""After a no: why, in plain words, and the next places, with nothing to tell again.

For the family on its page and for the worker who sent it. The new referral is linked to the one
before it, and its first clock keeps running.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.common.rights import may
from kinwork.family.doors import near
from kinwork.family.doors.finding import SHOWN, Found, doors
from kinwork.family.intake import promise
from kinwork.family.referrals import actions, rights, words
from kinwork.family.referrals.actions.moving import one_family_at_a_time
from kinwork.family.referrals.loops import been_before
from kinwork.family.referrals.models import Referral, ReferralEvent
from kinwork.family.referrals.views import deed_url
from kinwork.family.referrals.views import found as referral_of
from kinwork.home import alone
from kinwork.home.ours_words import NEXT_DOOR, reason_of, reason_words
from kinwork.home.refer import record_consent, sent, word_for
from kinwork.home.refer_forms import AgreeForm, YesForm
from kinwork.people.models import Household, Person
from kinwork.people.queries import members
from kinwork.web.pages import page, right

CLASSES = ("identity", "contact", "household")
SEES = right("referrals.see")
NEVER_ASKED = ("recalled", "entered in error")  # they were never to answer it
AT_ONCE = 3  # doors with room that follow an answer of a rule; the others stand folded below


@page(action="referrals.next_door", classes=CLASSES, who=SEES)
def choose(request: HttpRequest, referral: UUID) -> HttpResponse:
    """Why they said no, and who else near gives this; places with room come first."""
    row = _ended(request, referral)
    family, home = request.actor.is_family, Household.objects.filter(pk=row.household_id).first()
    by_rule, asked = _by_rule(row), asked_before(row)
    places = _places(row, request.actor, home, asked)
    # Full, says a rule: the nearest that have room may be further away than those that never say.
    first = _places(row, request.actor, home, asked, AT_ONCE) if by_rule else places
    told = {
        **_about(row, request.actor),
        "places": first or places,
        "more": _others(places, first) if first else [],
        "again": asked.again,
        "by_rule": by_rule,
        "home": home,
        "reason": reason_words(row) if family else words.REASON_WORDS.get(reason_of(row), ""),
        "stop": _stop(row, request.actor),
    }
    return render(request, "home/next_door.html", told)


@page(action="referrals.send", classes=CLASSES, who=SEES)
def ask(request: HttpRequest, referral: UUID, service: UUID) -> HttpResponse:
    """What this place would see; with the family's yes it is sent."""
    row, actor, now = _ended(request, referral), request.actor, timezone.now()
    chosen = next(iter(near.chosen([str(service)])), None)
    home = Household.objects.filter(pk=row.household_id).first()
    if chosen is None or home is None:
        raise Http404
    language = _language() if actor.is_family else home.language
    day = today(row.community, now)
    with override(language):  # the family's words, whatever the worker's screen speaks
        said = promise.made(chosen, [row.need_code], row.community, language, day)
    adults = [one.person for one in members(home) if one.relation in ("caregiver", "other adult")]
    data = request.POST if request.method == "POST" else None
    form = YesForm(data) if actor.is_family else AgreeForm(data, caregivers=adults, today=day)
    if said.text and form.is_bound and form.is_valid():
        told = form.cleaned_data
        who = told.get("given_by", str(actor.id))
        person = next((one for one in adults if str(one.pk) == who), adults[0])
        new = _send(row, home, said, person, {} if actor.is_family else form.how, told, actor, now)
        done = _("Sent. You told nothing twice.")
        return sent(request, new, word_for(new, told["form_id"], now, done))
    return render(
        request,
        "home/next_door_ask.html",
        {
            **_about(row, actor),
            "said": said,
            "form": form,
            "before": been_before(
                row.household_id,
                chosen.organization_id,
                row.need_code,
                sender=row.sender_id,
                subjects=row.subjects.values_list("person_id", flat=True),
            ),
            "back_url": reverse("home:next_door", args=[row.pk]),
        },
    )


@transaction.atomic
def _send(
    row: Referral,
    home: Household,
    said: promise.Promise,
    person: Person,
    how: dict[str, Any],
    told: dict[str, Any],
    by: Actor,
    at: Any,
) -> Referral:
    """Consent, a linked referral, sent: all of it or nothing; the same form twice is once."""
    form_id = told["form_id"]
    one_family_at_a_time(home.pk)  # pressed twice at once: the second finds what the first made
    if known := Referral.objects.filter(household=home.pk, form_id=form_id).first():
        return known
    subjects, kept = list(row.subjects.values_list("person_id", flat=True)), alone.is_kept(row)
    if kept:
        alone.on_a_yes_that_stands(home.pk, said.agency and said.agency.pk, subjects)
    else:
        record_consent(home, person, said, said.classes, how, by, at)
    made = actions.make_referral(
        need=row.need,
        service=said.service,
        subjects=subjects,
        classes=alone.SHARED if kept else said.classes,
        urgency=row.urgency,
        form_id=form_id,
        previous=row,
        by=by,
        at=at,
    )
    if made.sent_at:  # under way already
        return made
    on_behalf_of = person.pk if by.is_staff else None
    return actions.send(referral=made, by=by, at=at, form_id=form_id, on_behalf_of=on_behalf_of)


def _ended(request: HttpRequest, referral: UUID) -> Referral:
    """The referral that ended without help, for those who began it; else 404."""
    row = referral_of(request, referral)
    began = {"family", "sender"} & set(rights.parties(request.actor, row))
    over = row.state in NEXT_DOOR or row.next_door_due is not None
    if not over or not began:
        raise Http404
    return row


@dataclass(frozen=True)
class AskedBefore:
    """Services that this need went to: not to be asked now, full by their own rule when asked, and
    those that can be asked once more."""

    closed: frozenset[str]
    by_rule: frozenset[str]
    again: frozenset[str]


def asked_before(row: Referral) -> AskedBefore:
    """What became of this need where it was asked, as far as whoever looks may know it."""
    found = Referral.objects.filter(need=row.need_id).annotate(
        by_rule=Exists(ReferralEvent.objects.filter(referral=OuterRef("pk"), verb="answer_full"))
    )
    closed, full, again = set(), set(), set()
    for one in found:
        place = str(one.service_id)
        if one.ended_at is None or (one.state in NEXT_DOOR and not one.by_rule):
            closed.add(place)
        elif one.by_rule:
            full.add(place)
        if one.ended_at and one.sent_at and one.state not in NEVER_ASKED:
            again.add(place)
    return AskedBefore(frozenset(closed), frozenset(full), frozenset(again))


def _places(
    row: Referral,
    actor: Actor,
    home: Household | None,
    asked: AskedBefore,
    with_room: int | None = None,
) -> list[Found]:
    """Others that give the same and can be asked, best first; those known to be full left out, and
    those that a rule of theirs answered for until they have room again. `with_room`: only so many,
    and only those that say that they have."""
    found = doors(
        home,
        row.need_code,
        community=row.community,
        actor=actor,
        language=_language(),
        now=timezone.now(),
        leave_out={UUID(one) for one in asked.closed},
        only_askable=True,
        with_room=with_room is not None,
        size=with_room or SHOWN,
    )
    return [
        one
        for one in found
        if one.room != "full" and (one.room == "room" or one.near.id not in asked.by_rule)
    ]


def _others(places: list[Found], first: list[Found]) -> list[Found]:
    shown = {one.near.id for one in first}
    return [one for one in places if one.near.id not in shown]


def _stop(row: Referral, actor: Actor) -> tuple[Any, str] | None:
    """The way to say that no other place follows: its words and its page."""
    if not may(actor, "referrals.end_search", row):
        return None
    said = words.FAMILY_VERBS if actor.is_family else words.VERB_WORDS
    return said["end_search"][0], deed_url(row, "end_search")


def _by_rule(row: Referral) -> datetime | None:
    """When the receiver's own rule answered that it is full, and no person; None for a human's no."""
    event = row.events.filter(verb="answer_full").first()
    return event.at if event else None


def _about(row: Referral, actor: Actor) -> dict[str, Any]:
    return {
        "row": row,
        "need": words.need_name(row.need_code, _language()),
        "base": "web/family.html" if actor.is_family else "web/desk.html",
    }


def _language() -> str:
    return (get_language() or "en")[:2]
