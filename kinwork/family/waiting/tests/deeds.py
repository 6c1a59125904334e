"""What people and clocks do with a list, and what is stored then."""

from kinwork.common.acting import acting_as
from kinwork.family.contact.models import Message
from kinwork.family.waiting import actions, queries
from kinwork.family.waiting.models import Offer
from tests.seeing import everything

LATER = {"days": 2}


def visits(cast):
    return cast.services["visits"]


def declare(cast, kind, name="bea", **said):
    actor = cast.actors[name]
    with acting_as(actor, now=cast.at):
        said = {"why": "Our board, May 2026", **said}
        return actions.declare_priority(
            service=visits(cast), kind=kind, by=actor, at=cast.at, **said
        )


def order(cast, name="ben"):
    with acting_as(cast.actors[name], now=cast.later(**LATER)):
        return queries.order(visits(cast).pk)


def place(cast, actor, one):
    with acting_as(actor, now=cast.later(**LATER)):
        return queries.place(visits(cast).pk, one.pk)


def offer(cast, name="ben", form_id=None, **later):
    actor, at = cast.actors[name], cast.later(**(later or LATER))
    with acting_as(actor, now=at):
        return actions.offer_next(service=visits(cast).pk, form_id=form_id, by=actor, at=at)


def answer(cast, actor, made, wants, whom=None, **later):
    at = cast.later(**(later or {"days": 2, "hours": 1}))
    with acting_as(actor, now=at):
        return actions.answer_offer(offer=made, wants=wants, on_behalf_of=whom, by=actor, at=at)


def told(one):
    with everything():
        keys = Message.objects.filter(about=one.pk, key__startswith="waiting.")
        return list(keys.order_by("made_at").values_list("key", flat=True))


def states(one):
    with everything():
        return [(row.state, row.reason) for row in Offer.objects.filter(referral=one.pk)]
