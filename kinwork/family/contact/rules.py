"""Messages: which way one takes, when it may arrive, how often it is tried, what its life is.

Plain values in and out. Addresses and hours are the family's; nothing here reads a clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from kinwork.common.moves import Life, move
from kinwork.family.contact.hours import UNREADABLE, Window

CHANNELS = ("email", "phone", "text", "page", "mail")
BY_ITSELF = ("email", "text")  # sent without a person
BY_HAND = ("phone", "mail")  # a worker reads it aloud, or posts it
STATES = (
    "waiting",
    "sending",
    "sent",
    "delivered",
    "on a desk",
    "told",
    "failed",
    "given up",
    "not safe",
    "stopped",
)
ENDS = frozenset({"delivered", "told", "given up", "not safe", "stopped"})
CLOCK, WORKER = ("clock",), ("worker",)
LIFE = Life(
    states=STATES,
    first="waiting",
    ends=ENDS,
    moves=(
        # Again from "sending": whoever claimed it was killed, and the claim has run out.
        move("claim", ["waiting", "sending"], "sending", CLOCK),
        move("put_off", ["waiting", "sending", "sent"], "waiting", CLOCK, ["when"]),
        move("accept", ["sending", "waiting"], "sent", CLOCK),
        move("arrive", ["sending", "sent", "waiting", "failed"], "delivered", CLOCK),
        move("lay", ["waiting", "sending", "sent"], "on a desk", CLOCK),
        move("drop", ["waiting", "sending", "sent", "on a desk"], "not safe", CLOCK),
        move("keep_quiet", ["waiting", "sending"], "stopped", CLOCK),
        move("fail", ["waiting", "sending", "sent", "on a desk"], "failed", CLOCK, ["why"]),
        move("tell", ["on a desk"], "told", WORKER),
        move("miss", ["on a desk"], "on a desk", WORKER, ["why"]),
        move("go_another_way", ["on a desk"], "waiting", WORKER),
        move("retry", ["failed"], "waiting", WORKER),
        move("give_up", ["failed", "on a desk"], "given up", WORKER, ["why"]),
    ),
)

# Minutes after the first, second ... try that did not get through for a reason that may pass. After
# the last one it is a dead letter, and a person sees it: about a day and a half, over one night.
WAITS = (1, 5, 15, 60, 180, 480, 1440)
JITTER = (
    0.2  # each wait is up to a fifth shorter or longer, so that a thousand do not knock at once
)
LONGEST = timedelta(days=1)  # also when the other side asks for more
CLAIM = timedelta(seconds=90)  # a claim holds so long; every provider is given up sooner
ANSWER_SECONDS = 20  # for which a provider may keep us waiting
# Texts come in the day, where the family is, whatever else was said.
TEXT_FROM, TEXT_UNTIL = 8, 20

# What caused a message, by its key: the verb of the deed. A key that is not here is its own verb.
REASONS = {
    "access.make_claim": "access.make_claim",
    "access.claim_key": "access.claim_key",
    "access.open_way": "access.open_way",
    "access.add_passkey": "access.add_passkey",
    "access.break_glass": "access.break_glass",
    "appointment.offered": "appointments.offer",
    "appointment.soon": "appointments.remind",
    "consent.answer_ask": "consent.answer_ask",
    "consent.ends_soon": "consent.ask_renewal",
    # something for one of them to read, and nothing of what
    "contact.news": "contact.tell_family",
    "followup.ask": "followup.ask",
    "people.find_match": "people.find_match",
    "timelines.remind": "timelines.remind",
    "plans.review": "plans.remind",
    "plans.step": "plans.remind",
    "referral.sent": "referrals.send",
    "referral.accepted": "referrals.accept",
    "referral.waitlisted": "referrals.waitlist",
    "referral.asked": "referrals.ask_information",
    "referral.scheduled": "referrals.schedule",
    "conferences.plan": "conferences.plan",
    "conferences.move_date": "conferences.move_date",
    "conferences.call_off": "conferences.call_off",
    "teams.answer": "teams.answer",
    "teams.lead": "teams.answer_handover",
    "waiting.offer": "waiting.offer_next",
    "waiting.lapsed": "waiting.lapse_offer",
    "waiting.skipped": "waiting.pass_over",
    "referral.missed": "referrals.mark_no_show",
    "referral.appointment_cancelled": "referrals.cancel_appointment",
    "referral.declined": "referrals.decline",
    "referral.not_served": "referrals.end_unserved",
    "referral.expired": "referrals.expire",
    "referral.cancelled": "referrals.cancel",
    "referral.recalled": "referrals.recall",
    "referral.obsolete": "referrals.make_obsolete",
    "referral.rerouted": "referrals.reroute",
    "referral.entered_in_error": "referrals.enter_in_error",
}
# News that a family without e-mail and texts hears from a person, if that is the way it chose: where
# something has to be done, or where it waits for nothing. The rest stands on its page.
WORTH_A_CALL = frozenset(
    {
        "appointment.offered",
        "appointment.soon",
        "consent.ends_soon",
        "followup.ask",
        "referral.accepted",
        "referral.asked",
        "waiting.offer",
        "waiting.skipped",
        "referral.scheduled",
        "referral.missed",
        "referral.appointment_cancelled",
        "referral.declined",
        "referral.not_served",
        "referral.expired",
        "referral.cancelled",
        "referral.entered_in_error",
    }
)

# Where nothing else gets through, these are told by phone, also to who would not choose it.
CALL_INSTEAD = frozenset({"appointment.soon"})

STOP_WORDS = frozenset(
    {"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"}
    | {"alto", "baja", "parar", "pare", "detener", "cancelar", "fin", "salir"}
)
START_WORDS = frozenset({"start", "unstop", "yes", "empezar", "alta", "iniciar", "comenzar", "si"})
HELP_WORDS = frozenset({"help", "info", "ayuda"})
SPANISH = frozenset(
    {"alto", "baja", "parar", "pare", "detener", "cancelar", "fin", "salir", "ayuda"}
    | {"empezar", "alta", "iniciar", "comenzar", "si"}
)


@dataclass(frozen=True)
class Way:
    """One safe way to a family: where, whether it is the one it likes best, when it may be used."""

    channel: str
    value: str
    preferred: bool = False
    hours: Window | str | None = None
    stopped: bool = False


def reason(key: str) -> str:
    """The verb of the deed that causes messages with this key."""
    return REASONS.get(key, key)


def choose(
    ways: Iterable[Way], *, texts: bool, by_hand: bool, call_instead: bool = False
) -> Way | None:
    """The way that a message takes: the one the family likes best, then e-mail, then text.

    texts: is there a gateway? by_hand: is it worth a person's time, if the family chose that?
    call_instead: a call where there is nothing else. A text is not sent at hours that nobody
    understood. None: it waits on the family's page.
    """
    ways = list(ways)
    open_ways = [one for one in ways if _is_open(one, texts=texts, by_hand=by_hand)]
    if not open_ways and call_instead:
        open_ways = [one for one in ways if one.channel == "phone"]
    order = {"email": 0, "text": 1, "phone": 2, "mail": 3}
    return min(open_ways, key=lambda one: (not one.preferred, order[one.channel]), default=None)


def _is_open(way: Way, *, texts: bool, by_hand: bool) -> bool:
    if way.channel in BY_ITSELF and way.stopped:
        return False
    if way.channel == "text":
        return texts and way.hours != UNREADABLE
    if way.channel in BY_HAND:
        return by_hand and way.preferred
    return way.channel == "email"


def wait(tries: int, roll: float, asked: timedelta | None = None) -> timedelta | None:
    """How long after try number `tries` the next one comes; None: there is none.

    roll: 0 to 1, the luck of this one. asked: what the other side told us to wait at least.
    """
    if tries > len(WAITS):
        return None
    own = timedelta(minutes=WAITS[tries - 1]) * (1 - JITTER + 2 * JITTER * roll)
    return min(max(own, asked or own), LONGEST)


def heard(text: str) -> str:
    """What a family answered by text: `stop`, `start`, `help`, or `` for anything else."""
    word = "".join(sign for sign in text.casefold() if sign.isalpha() or sign.isspace()).split()
    first = word[0].replace("í", "i") if word else ""
    if len(word) > 4:
        return ""
    kinds = (("stop", STOP_WORDS), ("help", HELP_WORDS))
    for kind, words in kinds:
        if first in words:
            return kind
    return "start" if first in START_WORDS and len(word) == 1 else ""


def spoken(text: str) -> str:
    """The language of a word that was answered."""
    word = text.casefold().replace("í", "i").split()
    return "es" if word and "".join(filter(str.isalpha, word[0])) in SPANISH else "en"
