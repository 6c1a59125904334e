"""Words of barriers: kinds, authorities, states, steps and the counted evidence."""

from typing import Any

from django.utils import formats
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kinwork.family.referrals.words import REASON_WORDS
from kinwork.library.relief import lanes

KIND_WORDS = {
    "bureaucracy": _("Bureaucracy or turf"),
    "philosophy": _("Different philosophy or mission"),
    "performance measures": _("Performance measures"),
    "information systems": _("Information systems"),
    "eligibility": _("Rules on who is eligible"),
    "funding requirements": _("Requirements of funding"),
    "politics": _("Politics"),
    "economy": _("The economy"),
    "leadership": _("Leadership"),
}
LEVEL_WORDS = {
    "program": _("A program"),
    "agency": _("An agency"),
    "local": _("City or local body"),
    "county": _("County"),
    "state agency": _("State agency"),
    "legislature": _("State legislature"),
    "tribal": _("Tribal nation"),
    "federal regulation": _("Federal regulation"),
    "federal statute": _("Federal statute"),
}
STATE_WORDS = {
    "noted": (_("Noted"), "new"),
    "put": (_("Waiting for an answer"), "waiting"),
    "relieved": (_("Relieved"), "good"),
    "relieved for a time": (_("Relieved for a time"), "good"),
    "refused": (_("Refused"), "stopped"),
    "not theirs": (_("Another authority's"), "waiting"),
    "closed": (_("Closed"), "quiet"),
    "withdrawn": (_("Withdrawn"), "quiet"),
}
ANSWER_WORDS = {
    "relieved": _("Relieved: it no longer stands in the way"),
    "relieved for a time": _("Relieved for a time, until a day"),
    "refused": _("Refused"),
    "not theirs": _("Not theirs: another authority could change it"),
}
STEP_WORDS = {
    "note": _("Noted"),
    "put": _("Put to %(office)s"),
    "relieve": _("Answered: relieved"),
    "relieve_for_a_time": _("Answered: relieved until %(until)s"),
    "refuse": _("Answered: refused"),
    "point_elsewhere": _("Answered: not theirs, but of %(office)s"),
    "close": _("Closed"),
    "withdraw": _("Withdrawn"),
    "add_evidence": _("How we know, added"),
}
DEED_WORDS = {
    "put": _("Put it to the authority"),
    "again": _("Put it again"),
    "answer": _("Write down the answer"),
    "close": _("Close it"),
    "withdraw": _("Withdraw it"),
    "add_evidence": _("Add how we know"),
}
WRONG_STATE = _("This cannot be done now: meanwhile somebody took another step. Look at it again.")
FEW = _("fewer than 11, or kept back so that nobody can work out a small number")


def day(one: Any) -> str:
    return formats.date_format(one, "DATE_FORMAT")


def counted(reason: str, starts: Any, ends: Any, n: int | None) -> str:
    """One line of the released numbers, as people read it."""
    number = gettext("%(n)s referrals") % {"n": n} if n is not None else str(FEW)
    said = {"reason": REASON_WORDS.get(reason, reason), "number": number}
    return gettext(
        "“%(reason)s”: %(number)s, sent %(starts)s to %(ends)s, all partners together"
    ) % {
        **said,
        "starts": day(starts),
        "ends": day(ends),
    }


def choice(reason: str, n: int | None) -> str:
    """The same in a list to choose from."""
    name = str(REASON_WORDS.get(reason, reason))
    return f"{name}: {n}" if n is not None else f"{name}: {gettext('too few to tell')}"


def lane(key: str) -> str:
    """A known way with its text; "" where none was named."""
    one = lanes().get(key)
    if one is None:
        return ""
    language = (get_language() or "en")[:2]
    return f"{one.words.get(language, one.words['en'])} ({one.cites})"


def step(event: Any) -> str:
    """The title of one step of its history."""
    until = day(event.until) if event.until else ""
    return str(STEP_WORDS[event.verb]) % {"office": event.office, "until": until}
