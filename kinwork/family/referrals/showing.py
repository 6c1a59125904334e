"""One referral as its parties read it: what matters first, what was shared, what happened, what next."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from kinwork.common.actor import Actor
from kinwork.common.rights import may
from kinwork.family.contact.queries import only_reachable, points
from kinwork.family.facts.models import Fact
from kinwork.family.referrals import rights, words
from kinwork.family.referrals.models import Appointment, Outcome, Referral, ReferralMessage
from kinwork.family.referrals.rules import ENDS, LIFE
from kinwork.library.questions import bank
from kinwork.library.questions.bank import as_money
from kinwork.people.models import Household, HouseholdMember, Person
from kinwork.trust.access.queries import visible
from kinwork.trust.consent.queries import conflict

# The next step of each state, for each party: one primary action a page.
NEXT_STEP = {
    "draft": ("send",),
    "awaiting consent": ("send",),
    "sent": ("accept",),
    "information needed": ("accept", "give_information"),
    "waitlisted": ("accept",),
    "accepted": ("schedule",),
    "contact being tried": ("schedule",),
    "scheduled": ("serve",),
    "no-show": ("schedule",),
    "appointment cancelled": ("schedule",),
    "being served": ("serve",),
    "decline under review": ("uphold_decline",),
    "cancellation asked": ("cancel",),
}
# Buttons that a page draws; the rest is done by clocks, siblings and consequences.
DRAWN = (
    "send",
    "ask_consent",
    "accept",
    "waitlist",
    "ask_information",
    "give_information",
    "schedule",
    "try_contact",
    "mark_no_show",
    "cancel_appointment",
    "start_service",
    "serve",
    "uphold_decline",
    "return_decline",
    "decline",
    "end_unserved",
    "reroute",
    "recall",
    "ask_cancellation",
    "cancel",
    "withdraw",
    "end_search",
    "enter_in_error",
)


@dataclass
class Shown:
    """Everything that the page draws; whatever the actor may not see is simply not here."""

    row: Referral
    parties: tuple[str, ...]
    tone: str
    state: Any
    urgency: tuple[str, Any]
    need: str
    household: Household | None = None
    caregivers: list[Person] = field(default_factory=list)
    subjects: list[Person] = field(default_factory=list)
    reach: list[Any] = field(default_factory=list)
    facts: list[tuple[Any, list[tuple[str, str]]]] = field(default_factory=list)
    messages: list[ReferralMessage] = field(default_factory=list)
    outcome: Outcome | None = None
    appointment: Appointment | None = None
    events: list[dict[str, Any]] = field(default_factory=list)
    word: Any = None
    word_lines: list[Any] = field(default_factory=list)
    may_say: bool = False
    may_break: bool = False
    disputed: bool = False
    primary: str = ""
    others: list[str] = field(default_factory=list)

    @property
    def packet(self) -> bool:
        """The minimum packet alone: first name, safe ways, the child's age, the need."""
        return self.row.receiver_id is None and "receiver" in self.parties

    @property
    def is_open(self) -> bool:
        return self.row.state not in ENDS


def gather(row: Referral, actor: Actor, language: str, now: datetime) -> Shown:
    """Read what `actor` may see of this referral."""
    held = rights.parties(actor, row)
    tone, state = words.STATE_WORDS[row.state]
    shown = Shown(
        row=row,
        parties=held,
        tone=tone,
        state=state,
        urgency=words.URGENCY_WORDS[row.urgency],
        need=words.need_name(row.need_code, language),
    )
    _buttons(shown, actor)
    _family(shown, actor, language)
    shown.messages = list(
        ReferralMessage.objects.filter(referral=row)
        .select_related("said_by_user", "recorded_by")
        .order_by("said_at")
    )
    shown.outcome = Outcome.objects.filter(referral=row).first()
    shown.appointment = (
        Appointment.objects.filter(referral=row, state="planned").order_by("starts_at").first()
    )
    # Names and facts are closed to them: an emergency may open them for an hour.
    shown.may_break = not (shown.subjects or shown.caregivers) and may(actor, "access.break_glass")
    if actor.is_staff and shown.is_open and row.receiver_id:
        # Two who hold authority disagree about what it shares: that they do, not who and not why.
        shown.disputed = conflict(row.household_id, row.receiver_id, row.classes)
    shown.events = timeline(row)
    # The family's word stands on a higher floor; it hangs on the referral all the same.
    shown.word = row.words.order_by("-said_at").first()
    ended = row.state in ENDS and row.sent_at is not None
    shown.may_say = ended and may(actor, "followup.say", row)
    if shown.word:
        shown.events.append(_word_event(shown.word))
        shown.word_lines = words.of_word(shown.word)
    return shown


def _word_event(word: Any) -> dict[str, Any]:
    tone, said = words.HELPED_WORDS[word.helped]
    more = _("This is not what the provider recorded.") if word.disputes else ""
    return {
        "at": word.said_at,
        "title": said,
        "text": more,
        "tone": "late" if word.disputes else tone,
        "by": str(words.PARTY_WORDS["family"]),
    }


def verbs(row: Referral, actor: Actor) -> list[str]:
    """What `actor` may do now, in the order in which the page draws it."""
    possible = {
        verb for party in rights.parties(actor, row) for verb in LIFE.verbs(row.state, party)
    }
    return [verb for verb in DRAWN if verb in possible and may(actor, f"referrals.{verb}", row)]


def _buttons(shown: Shown, actor: Actor) -> None:
    found = verbs(shown.row, actor)
    wanted = NEXT_STEP.get(shown.row.state, ())
    shown.primary = next((verb for verb in wanted if verb in found), "")
    shown.others = [verb for verb in found if verb != shown.primary]


def _family(shown: Shown, actor: Actor, language: str) -> None:
    """Names, ages, ways to reach, answers: both walls, the database's and the application's."""
    home = shown.row.household_id
    named = set(shown.row.subjects.values_list("person_id", flat=True))
    people = visible(actor, _people(home, actor, named))
    people.sort(key=lambda one: (one.birth_date or one.due_date or date.max, one.full_name))
    shown.subjects = [one for one in people if one.pk in named]
    shown.caregivers = [one for one in people if one.pk not in named] or shown.subjects
    shown.household = Household.objects.filter(pk=home).first()
    shown.reach = _reach(shown, actor)
    everybody = {one.pk: one for one in people}
    facts = visible(actor, Fact.objects.filter(said_in=home).order_by("-said_at"))
    shown.facts = answers_by_class(facts, everybody, language)


def _reach(shown: Shown, actor: Actor) -> list[Any]:
    """Whoever receives reads only where a message may go: of two caregivers something is kept from
    one, and nothing on the page would say whose phone that is."""
    home = shown.row.household_id
    found = visible(actor, points(home))
    return only_reachable(home, found) if "receiver" in shown.parties else found


def _people(home: Any, actor: Actor, named: set[Any]) -> Any:
    """The people that the referral is for, and the caregivers. A link sees no memberships: the
    database shows it the people of this one household and nobody else."""
    if actor.kind == "link":
        return Person.objects.all()[:20]
    members = HouseholdMember.objects.filter(household=home, relation="caregiver", ends=None)
    return Person.objects.filter(Q(pk__in=named) | Q(pk__in=members.values("person")))


def answers_by_class(facts, people, language) -> list[tuple[Any, list[tuple[str, str]]]]:
    """The newest answer to each question, gathered under the name of its class."""
    newest: dict[Any, Fact] = {}
    for fact in facts:
        newest.setdefault((fact.person_id, fact.key), fact)
    found: dict[str, list[tuple[str, str]]] = {}
    for fact in newest.values():
        who = people[fact.person_id].given_name if fact.person_id in people else ""
        question = bank().get(fact.key)
        label = question.said(language, who) if question else fact.key
        found.setdefault(fact.sensitivity, []).append((label, _value(fact, question, language)))
    return [(words.CLASS_WORDS[name], found[name]) for name in sorted(found)]


def _value(fact: Fact, question: Any, language: str) -> str:
    value = fact.value
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dict):
        return str(value.get("text") or value.get("zip") or _("Told"))
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return "; ".join(f"{one.get('amount', '')} / {one.get('period', '')}" for one in value)
    if (amount := as_money(question, value)) is not None:
        return amount
    named = (
        {o.value: o.words.get(language) or o.words["en"] for o in question.options}
        if question
        else {}
    )
    many = value if isinstance(value, list) else [value]
    return ", ".join(str(named.get(str(one), one)) for one in many) or _("None")


def timeline(row: Referral) -> list[dict[str, Any]]:
    """From the first contact on: moves with who made them, when and why."""
    events = row.events.select_related("user", "agency").order_by("number")
    return [
        {
            "at": one.occurred_at or one.at,
            "title": words.VERB_WORDS[one.verb][1],
            "text": words.REASON_WORDS.get(one.reason, "") if one.reason else "",
            "tone": words.STATE_WORDS[one.to_state][0],
            "by": _who(one, row),
        }
        for one in events
    ]


def _who(event: Any, row: Referral) -> str:
    if event.user:
        return f"{event.user.name}, {event.agency.name}" if event.agency else event.user.name
    if event.party == "receiver":
        return row.organization.name
    return str(words.PARTY_WORDS.get(event.party, ""))
