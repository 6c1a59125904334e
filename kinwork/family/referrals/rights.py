"""Who may do what with a referral. A docstring is the sentence that is shown on refusal."""

from typing import Any

from kinwork.common.actor import Actor
from kinwork.common.rights import declare, right
from kinwork.family.referrals.models import Referral

SENDING = ("intake worker", "navigator", "caseworker", "provider staff", "supervisor")
ANSWERING = ("provider staff", "intake worker", "navigator", "caseworker", "supervisor")


def parties(who: Actor, referral: Referral) -> tuple[str, ...]:
    """What `who` is to this referral: sender, receiver, family, coordinator, clock; maybe several."""
    if who.kind == "family":
        return ("family",) if who.household == referral.household_id else ()
    if who.kind == "link":
        return ("receiver",) if who.id == referral.pk and referral.receiver_id is None else ()
    if who.kind == "clock":
        return ("clock", "system")
    if who.kind != "staff" or who.hat is None:
        return ()
    found = [
        name
        for name, agency in (("sender", referral.sender_id), ("receiver", referral.receiver_id))
        if agency == who.hat
    ]
    if who.role == "coordinator" and who.community == referral.community_id:
        found.append("coordinator")
    return tuple(found)


def has_no_sender(referral: Referral) -> bool:
    """The family sent it itself, or whoever sent it works here no more."""
    return referral.sender is None or not referral.sender.active


def sends_it(actor: Actor, referral: Referral | None) -> bool:
    """Only the family, or the organization that began this referral, can do this."""
    return referral is None or bool({"sender", "family"} & set(parties(actor, referral)))


def asks_for_it(actor: Actor, referral: Referral | None) -> bool:
    """Only the organization that began this referral can ask for the family's yes; a referral that
    goes on from another asks for it by itself."""
    return referral is None or bool({"sender", "system"} & set(parties(actor, referral)))


def receives_it(actor: Actor, referral: Referral | None) -> bool:
    """Only the organization that received this referral can answer it."""
    return referral is None or "receiver" in parties(actor, referral)


def receives_or_is_family(actor: Actor, referral: Referral | None) -> bool:
    """Only the family, or the organization that received this referral, can do this."""
    return referral is None or bool({"receiver", "family"} & set(parties(actor, referral)))


def receives_or_chose(actor: Actor, referral: Referral | None) -> bool:
    """Only the organization that received this referral can set a date, and the family within the
    times that it was offered."""
    return referral is None or bool({"receiver", "clock"} & set(parties(actor, referral)))


def receives_or_waited(actor: Actor, referral: Referral | None) -> bool:
    """Only the organization that received this referral can confirm that it is cancelled."""
    return referral is None or bool({"receiver", "clock"} & set(parties(actor, referral)))


def coordinates_it(actor: Actor, referral: Referral | None) -> bool:
    """Only the coordinator of the community looks at declines before they stand."""
    return referral is None or bool({"coordinator", "clock"} & set(parties(actor, referral)))


def sends_or_coordinates(actor: Actor, referral: Referral | None) -> bool:
    """Only the organization that sent this referral, or the coordinator of the community, can
    send it another way."""
    return referral is None or bool({"sender", "coordinator"} & set(parties(actor, referral)))


def coordinates_a_familys_own(actor: Actor, referral: Referral | None) -> bool:
    """Only the coordinator of the community proposes the next place, for what a family sent itself, or
    nobody here follows any more, and while one is looked for."""
    if referral is None:
        return True
    looked_for = has_no_sender(referral) and referral.next_door_due is not None
    return looked_for and "coordinator" in parties(actor, referral)


def is_on_ones_desk(actor: Actor, referral: Referral | None) -> bool:
    """Only the organization that received this referral, or the one that sent it, can say who of
    its people looks after it."""
    return referral is None or bool({"receiver", "sender"} & set(parties(actor, referral)))


def gives_own_work(actor: Actor, giver: Any) -> bool:
    """You can hand over your own work; a supervisor can hand over anybody's of the agency."""
    return giver is None or actor.role == "supervisor" or giver.pk == actor.id


def looks_for_a_door(actor: Actor, referral: Referral | None) -> bool:
    """Only the family, whoever sent it and the coordinator can say why no other place follows, and
    only while one is looked for."""
    if referral is None:
        return True
    held = set(parties(actor, referral))
    if referral.next_door_due is None:
        return False
    alone = has_no_sender(referral) and referral.sensitivity in ("sud", "safety")
    return bool({"sender", "family", "coordinator"} & held) or (alone and "receiver" in held)


def is_a_party(actor: Actor, referral: Referral | None) -> bool:
    """Only the family and the organizations of this referral can see and do this."""
    return referral is None or bool(parties(actor, referral))


_BY_SENDER = right(kinds=("family",), roles=SENDING, when=(sends_it,))
_BY_SENDING_STAFF = right(roles=SENDING, when=(sends_it,))
_BY_RECEIVER = right(kinds=("link",), roles=ANSWERING, when=(receives_it,))
_BY_CLOCK = right(kinds=("clock",))

declare(
    "referrals",
    {
        "inbox": right(roles=ANSWERING),
        "worklist": right(roles=("coordinator",)),
        "see": right(kinds=("family", "link"), roles=(*SENDING, "coordinator"), when=(is_a_party,)),
        "make_need": right(kinds=("family",), roles=SENDING),
        "make_referral": right(kinds=("family",), roles=SENDING, when=(sends_it,)),
        "ask_consent": right(kinds=("clock",), roles=SENDING, when=(asks_for_it,)),
        "send": _BY_SENDER,
        "accept": _BY_RECEIVER,
        "waitlist": _BY_RECEIVER,
        "ask_information": _BY_RECEIVER,
        "give_information": _BY_SENDER,
        "decline": _BY_RECEIVER,
        "answer_full": _BY_CLOCK,
        "propose_decline": _BY_RECEIVER,
        "uphold_decline": right(kinds=("clock",), roles=("coordinator",), when=(coordinates_it,)),
        "return_decline": right(roles=("coordinator",), when=(coordinates_it,)),
        "try_contact": _BY_RECEIVER,
        "schedule": right(kinds=("link", "clock"), roles=ANSWERING, when=(receives_or_chose,)),
        "mark_no_show": _BY_RECEIVER,
        "cancel_appointment": right(
            kinds=("family", "link"), roles=ANSWERING, when=(receives_or_is_family,)
        ),
        "start_service": _BY_RECEIVER,
        "serve": _BY_RECEIVER,
        "end_unserved": _BY_RECEIVER,
        "withdraw": _BY_SENDER,
        "end_consent": right(kinds=("family", "clock"), roles=SENDING),
        "ask_cancellation": _BY_SENDING_STAFF,
        "cancel": right(kinds=("clock", "link"), roles=ANSWERING, when=(receives_or_waited,)),
        "recall": _BY_SENDER,
        "expire": _BY_CLOCK,
        "make_obsolete": _BY_CLOCK,
        "reroute": right(roles=(*SENDING, "coordinator"), when=(sends_or_coordinates,)),
        "enter_in_error": _BY_SENDING_STAFF,
        "end_search": right(
            kinds=("family",), roles=(*SENDING, "coordinator"), when=(looks_for_a_door,)
        ),
        "propose_next": right(roles=("coordinator",), when=(coordinates_a_familys_own,)),
        "undo_obsolete": _BY_SENDER,
        "record_handoff": _BY_SENDING_STAFF,
        "assign": right(roles=ANSWERING, when=(is_on_ones_desk,)),
        "hand_over": right(roles=ANSWERING, when=(gives_own_work,)),
        "open": right(kinds=("link",), roles=ANSWERING, when=(receives_it,)),
        "say_full": right(kinds=("link",), when=(receives_it,)),
        "say_room": right(kinds=("link",), when=(receives_it,)),
        "renew_link": right(kinds=("link", "visitor", "family", "draft"), roles=SENDING),
    },
)
