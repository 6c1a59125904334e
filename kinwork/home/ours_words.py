"""A referral in the family's words: where it stands, what happens next, and who will do it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinwork.directory import translations
from kinwork.family.referrals import coming
from kinwork.family.referrals.coming import AGREED
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.next_door import STOPPED
from kinwork.family.referrals.queries import state_for_family
from kinwork.family.referrals.rules import OPEN
from kinwork.family.referrals.why import WHY, reason_of
from kinwork.library.codes import vocabulary

# state -> (tone, where it stands, what happens next; %(name)s is who has to act)
STANDS = {
    "draft": ("waiting", gettext_lazy("Not sent yet"), gettext_lazy("It waits for you.")),
    "awaiting consent": (
        "waiting",
        gettext_lazy("Waits for your yes"),
        gettext_lazy("You say yes or no to sharing it with %(name)s."),
    ),
    AGREED: ("going", gettext_lazy("You said yes"), gettext_lazy("We send it to %(name)s.")),
    "sent": ("new", gettext_lazy("Sent"), gettext_lazy("%(name)s reads it and answers you.")),
    "accepted": ("going", gettext_lazy("They said yes"), gettext_lazy("%(name)s contacts you.")),
    "contact being tried": (
        "going",
        gettext_lazy("They try to reach you"),
        gettext_lazy("%(name)s tries again. You can call them too."),
    ),
    "information needed": (
        "waiting",
        gettext_lazy("They have a question"),
        gettext_lazy("%(name)s needs an answer from you."),
    ),
    "waitlisted": (
        "waiting",
        gettext_lazy("You are on a waiting list"),
        gettext_lazy("%(name)s tells you when there is room."),
    ),
    "scheduled": ("going", gettext_lazy("You have a date"), gettext_lazy("You go to %(name)s.")),
    "no-show": (
        "waiting",
        gettext_lazy("You were not there"),
        gettext_lazy("%(name)s offers a new date."),
    ),
    "appointment cancelled": (
        "waiting",
        gettext_lazy("The date is off"),
        gettext_lazy("%(name)s offers a new date."),
    ),
    "being served": (
        "going",
        gettext_lazy("You get help now"),
        gettext_lazy("%(name)s helps you."),
    ),
    "cancellation asked": (
        "stopped",
        gettext_lazy("It is being stopped"),
        gettext_lazy("%(name)s confirms that it stops."),
    ),
    "served": (
        "good",
        gettext_lazy("They say they helped"),
        gettext_lazy("You tell us if it helped."),
    ),
    "not served": (
        "stopped",
        gettext_lazy("It did not work out"),
        gettext_lazy("It did not work out with %(name)s. You can ask another place."),
    ),
    "declined": (
        "stopped",
        gettext_lazy("They cannot help"),
        gettext_lazy("%(name)s cannot help. You can ask another place."),
    ),
    "withdrawn": ("stopped", gettext_lazy("You took it back"), ""),
    "consent ended": ("stopped", gettext_lazy("You ended the sharing"), ""),
    "cancelled": (
        "stopped",
        gettext_lazy("Stopped"),
        gettext_lazy(
            "Your request to %(name)s was stopped. We look for another place. You can ask one, too."
        ),
    ),
    "recalled": ("stopped", gettext_lazy("Taken back"), ""),
    "expired": (
        "stopped",
        gettext_lazy("Nobody answered"),
        gettext_lazy("%(name)s did not answer. You can ask another place."),
    ),
    "obsolete": ("quiet", gettext_lazy("Not needed any more"), ""),
    "re-routed": ("quiet", gettext_lazy("Sent to another place"), ""),
    "entered in error": (
        "stopped",
        gettext_lazy("Was a mistake"),
        gettext_lazy(
            "The request to %(name)s was a mistake. We look for the right place. You can ask one, too."
        ),
    ),
}
# Stopped, and nobody looks for another place.
OVER = gettext_lazy("It has stopped. You do not have to do anything. You can ask for help again.")
# Between the offices: the family hears of a decline when it stands.
NOT_TOLD = ("propose_decline", "return_decline")
NEXT_DOOR = ("declined", "not served", "expired")
FIRST = {
    state: number
    for number, state in enumerate(
        ("information needed", "awaiting consent", *NEXT_DOOR, "scheduled", "served", "sent")
    )
}


@dataclass(frozen=True)
class Shown:
    """One referral as the family reads it."""

    referral: Referral
    name: str
    service: str
    need: str
    tone: str
    stands: Any
    next: str
    by_when: datetime | None
    is_open: bool
    asks_word: bool
    next_door: bool
    over: str = ""

    @property
    def waits(self) -> bool:
        """Somebody has something to do: a place, or the family."""
        return self.is_open or self.asks_word or self.next_door

    @property
    def url(self) -> str:
        return reverse("referrals:referral", args=[self.referral.pk])

    @property
    def word_url(self) -> str:
        return reverse("followup:word", args=[self.referral.pk])


def service_names(found: Iterable[Referral], language: str) -> dict[UUID, str]:
    """What the services are called in this language, where the directory says so; by service."""
    ids = {one.service_id for one in found}
    return translations.of_field("service", ids, "name", language) if ids else {}


def shown(
    referral: Referral,
    language: str,
    has_word: bool = False,
    went_on: bool = False,
    names: dict[UUID, str] | None = None,
) -> Shown:
    """`names`: service_names of the page. `has_word`: the family has already said whether it helped. `went_on`: after a no, another
    place was asked, or it is not needed any more."""
    state = AGREED if coming.is_agreed(referral) else state_for_family(referral)
    tone, stands, after = STANDS[state]
    name = referral.organization.name
    term = vocabulary.terms().get(referral.need_code)
    asks = referral.state == "served" and not has_word
    next_door = (referral.state in NEXT_DOOR or unmet(referral)) and not went_on
    done = (referral.state == "served" and has_word) or (referral.state in NEXT_DOOR and went_on)
    over = referral.state in STOPPED and referral.sent_at is not None and not next_door
    return Shown(
        referral=referral,
        name=name,
        service=(names or {}).get(referral.service_id, referral.service.name),
        need=term.name(language) if term else "",
        tone=tone,
        stands=stands,
        next=""
        if done or (referral.state in STOPPED and not next_door)
        else str(after) % {"name": name},
        by_when=referral.due_at if state in ("sent", "accepted") else None,
        is_open=referral.state in OPEN,
        asks_word=asks,
        next_door=next_door,
        over=str(OVER) if over else "",
    )


def unmet(referral: Referral) -> bool:
    """Served or stopped, and the need is there as before: somebody looks for another place."""
    return referral.state in ("served", *STOPPED) and referral.next_door_due is not None


def reason_words(referral: Referral) -> str:
    """Why it ended without help, said to the family; what a sender gave as its own reason to stop is
    no word of the place's."""
    if referral.state in STOPPED:
        return ""
    return str(WHY.get(reason_of(referral), ""))


def order(one: Shown) -> tuple[int, float]:
    """What waits for the family first, then dates, then what others do."""
    waits = not coming.is_agreed(one.referral)
    return FIRST.get(one.referral.state, 9) if waits else 9, -one.referral.made_at.timestamp()


def event_words(verb: str, name: str) -> str:
    """A move in the timeline, said to the family."""
    words = {
        "make_referral": _("You and we prepared a request to %(name)s"),
        "ask_consent": _("You were asked if %(name)s may see it"),
        "send": _("Sent to %(name)s"),
        "accept": _("%(name)s said yes"),
        "waitlist": _("%(name)s put you on the waiting list"),
        "ask_information": _("%(name)s asked a question"),
        "give_information": _("The question of %(name)s was answered"),
        "decline": _("%(name)s cannot help"),
        "answer_full": _("%(name)s is full now"),
        "uphold_decline": _("%(name)s cannot help"),
        "try_contact": _("%(name)s tried to reach you"),
        "schedule": _("%(name)s gave you a date"),
        "mark_no_show": _("%(name)s did not see you at the date"),
        "cancel_appointment": _("The date with %(name)s is off"),
        "start_service": _("%(name)s began to help"),
        "serve": _("%(name)s says they helped"),
        "end_unserved": _("%(name)s could not help in the end"),
        "withdraw": _("You took back the request to %(name)s"),
        "end_consent": _("You ended the sharing with %(name)s"),
        "ask_cancellation": _("%(name)s was asked to stop"),
        "cancel": _("The request to %(name)s was stopped"),
        "recall": _("The request to %(name)s was taken back"),
        "expire": _("%(name)s did not answer"),
        "make_obsolete": _("Another place helps you, so %(name)s stopped"),
        "reroute": _("We look for another place than %(name)s"),
        "propose_next": _("We found another place after %(name)s. It waits for your yes"),
        "end_search": _("Nobody looks for another place than %(name)s any more"),
        "enter_in_error": _("The request to %(name)s was a mistake"),
    }.get(verb, _("Something changed at %(name)s"))
    return words % {"name": name}


# News of the whole home: the key of a notice -> (what it says, the page that says more).
OF_THE_HOME = {
    "access.make_claim": (gettext_lazy("A card that opens your page was made"), "ours:looked"),
    "access.claim_key": (gettext_lazy("A card that opens your page was used"), "ours:looked"),
    "access.open_way": (gettext_lazy("A link or code opened your page"), "ours:looked"),
    "access.add_passkey": (gettext_lazy("A phone opens your page with its lock now"), "ours:lock"),
    "access.break_glass": (
        gettext_lazy("Your record was opened in an emergency"),
        "ours:looked",
    ),
    "consent.answer_ask": (gettext_lazy("A question about sharing was answered"), "ours:who"),
    "consent.ends_soon": (gettext_lazy("Something that you share ends soon"), "ours:who"),
    "contact.news": (gettext_lazy("There is an answer for you"), "complaints:mine"),
    "people.find_match": (gettext_lazy("We asked you one question"), ""),
    "timelines.remind": (
        gettext_lazy("Something comes soon for your child"),
        "timelines_ours:children",
    ),
    "conferences.plan": (gettext_lazy("You are invited to a meeting"), "our_meetings:meetings"),
    "conferences.move_date": (
        gettext_lazy("A meeting with you has another time"),
        "our_meetings:meetings",
    ),
    "conferences.call_off": (
        gettext_lazy("A meeting with you was called off"),
        "our_meetings:meetings",
    ),
    "teams.answer": (gettext_lazy("Your team wrote to you"), "our_team:team"),
    "teams.lead": (gettext_lazy("Somebody else leads your team now"), "our_team:team"),
    "plans.review": (gettext_lazy("It is time to look at your plan again"), "plans:our_plan"),
    "plans.step": (gettext_lazy("Today is the day of a step in your plan"), "plans:our_plan"),
}
# News of one request beside its moves, which event_words tells; %(name)s is the place.
OF_A_REQUEST = {
    "appointment.offered": gettext_lazy("%(name)s offered you times"),
    "appointment.soon": gettext_lazy("We reminded you of your date with %(name)s"),
    "followup.ask": gettext_lazy("We asked you if %(name)s helped"),
    "waiting.offer": gettext_lazy("%(name)s offered you a place"),
    "waiting.lapsed": gettext_lazy("Another family is next at %(name)s, and you stay on the list"),
    "waiting.skipped": gettext_lazy("%(name)s went on to the next family. Read why here"),
}


def news_words(key: str, deed: str, name: str) -> str:
    """A notice about one request, said to the family. deed: the verb that caused it."""
    if key in OF_A_REQUEST:
        return str(OF_A_REQUEST[key]) % {"name": name}
    return event_words(deed.rpartition(".")[2], name)
