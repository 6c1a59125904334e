"""What an organization without an account reads by its link: one question, big answers.

Before its yes it reads what is needed, and for how old a child; then the first name and safe ways to
reach. After the end, only what it answered itself.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy

from kinwork.common import clock
from kinwork.family.referrals import showing, words
from kinwork.family.referrals.fullness import fullness
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.rules import ENDS, LIFE
from kinwork.web import times

OFFER = "offer"  # a page of kinwork.family.appointments
# state -> (the one question, [(verb, the words of its button)]); the first answer is the big one.
SCREENS: dict[str, tuple[Any, list[tuple[str, Any]]]] = {
    "sent": (
        gettext_lazy("Can you help?"),
        [
            ("accept", gettext_lazy("Yes, we can help")),
            ("decline", gettext_lazy("No, we cannot")),
            ("ask_information", gettext_lazy("We have a question")),
            ("waitlist", gettext_lazy("Yes, but there is a waiting list")),
        ],
    ),
    "information needed": (
        gettext_lazy("You asked a question. Can you help?"),
        [
            ("accept", gettext_lazy("Yes, we can help")),
            ("decline", gettext_lazy("No, we cannot")),
        ],
    ),
    "waitlisted": (
        gettext_lazy("They wait for you. Is there room now?"),
        [
            ("accept", gettext_lazy("Yes, there is room")),
            ("waitlist", gettext_lazy("Not yet, they still wait")),
            ("decline", gettext_lazy("No, we cannot")),
        ],
    ),
    "accepted": (
        gettext_lazy("Call them now. How did it go?"),
        [
            ("schedule", gettext_lazy("We have a date")),
            ("try_contact", gettext_lazy("We did not reach them")),
            (OFFER, gettext_lazy("Offer them times to choose from")),
            ("serve", gettext_lazy("They have received it")),
            ("end_unserved", gettext_lazy("It did not work out")),
        ],
    ),
    "scheduled": (
        gettext_lazy("How did the date go?"),
        [
            ("serve", gettext_lazy("They have received it")),
            ("mark_no_show", gettext_lazy("They did not come")),
            ("schedule", gettext_lazy("We need another date")),
            ("cancel_appointment", gettext_lazy("The date is off")),
            ("start_service", gettext_lazy("They came, and it goes on")),
        ],
    ),
    "being served": (
        gettext_lazy("Is it done?"),
        [
            ("serve", gettext_lazy("They have received it")),
            ("schedule", gettext_lazy("We have another date")),
            ("end_unserved", gettext_lazy("It did not work out")),
        ],
    ),
    "decline under review": (gettext_lazy("You said no. Somebody looks at it once more."), []),
    "cancellation asked": (
        gettext_lazy("They ask you to stop. Is that right?"),
        [("cancel", gettext_lazy("Yes, we stop"))],
    ),
}
SCREENS["contact being tried"] = SCREENS["accepted"]
SCREENS["no-show"] = (
    gettext_lazy("They did not come. How does it go on?"),
    [
        ("schedule", gettext_lazy("We have a new date")),
        (OFFER, gettext_lazy("Offer them times to choose from")),
        ("try_contact", gettext_lazy("We did not reach them")),
        ("end_unserved", gettext_lazy("It did not work out")),
    ],
)
SCREENS["appointment cancelled"] = (
    gettext_lazy("The date is off. How does it go on?"),
    [
        ("schedule", gettext_lazy("We have a new date")),
        (OFFER, gettext_lazy("Offer them times to choose from")),
        ("end_unserved", gettext_lazy("It did not work out")),
    ],
)
AT_ONCE = ("accept", "mark_no_show", "start_service", "cancel")  # nothing more has to be said
NOT_YET = (
    *("sent", "information needed", "waitlisted"),
    *("decline under review", "cancellation asked"),
)


@dataclass(frozen=True)
class Answer:
    """One button: `at_once` sends it from here, else its own page asks for one thing more."""

    verb: str
    words: Any
    url: str
    at_once: bool


def is_over(row: Referral) -> bool:
    return row.state in ENDS


def knows_them(row: Referral) -> bool:
    """Has it said yes? Before, nobody's name or number is shown."""
    return not is_over(row) and row.state not in NOT_YET


def screen(request: HttpRequest, row: Referral) -> dict[str, Any]:
    """What the page of this state is drawn from."""
    now, language = timezone.now(), (get_language() or "en")[:2]
    room = {"fullness": fullness(row, now)}
    if is_over(row):
        return {"row": row, "said": _said(row), "state": words.STATE_WORDS[row.state][1], **room}
    shown = showing.gather(row, request.actor, language, now)
    question, answers = SCREENS[row.state]
    knows = knows_them(row)
    date = shown.appointment if knows else None
    today = clock.local_day(now, row.community.time_zone)
    ages = [one.birth_date or one.due_date for one in shown.subjects]
    return {
        **room,
        "row": row,
        "need": shown.need,
        "urgency": shown.urgency,
        "ages": [times.age(one, today) for one in ages if one],
        "names": [one.given_name for one in shown.caregivers] if knows else [],
        "reach": shown.reach if knows else [],
        "date": date,
        "asked": row.change_asks.filter(settled_at=None).first() if date else None,
        "date_words": times.exact(date.starts_at, date.zone or row.community.time_zone)
        if date
        else "",
        "messages_said": shown.messages,
        "question": question,
        "answers": [_answer(row, verb, said) for verb, said in answers if _may(row, verb)],
    }


def _may(row: Referral, verb: str) -> bool:
    return LIFE.may("schedule" if verb == OFFER else verb, row.state, "receiver")


def _answer(row: Referral, verb: str, said: Any) -> Answer:
    if verb == OFFER:
        return Answer(verb, said, reverse("appointments:offer", args=[row.pk]), False)
    where = reverse("referrals:move", args=[row.pk, verb])
    return Answer(verb, said, where, verb in AT_ONCE)


def _said(row: Referral) -> list[tuple[Any, Any]]:
    """The receipt: what was answered by this link, and when."""
    answered = row.events.filter(party="receiver").order_by("number")
    return [(one.at, words.VERB_WORDS[one.verb][1]) for one in answered]
