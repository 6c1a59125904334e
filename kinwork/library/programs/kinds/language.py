"""The closed language of criteria: what each kind asks of a member or of the household.

A kind is a function (criterion, view, member) -> Reason. The view holds the household, the day and
what was already worked out. A kind that cannot know says maybe and names the missing fact.
"""

from collections.abc import Callable

from kinwork.common.answers import Reason
from kinwork.library.programs.household import Member
from kinwork.library.programs.model import Criterion
from kinwork.library.programs.view import View

Kind = Callable[[Criterion, View, Member | None], Reason]
KINDS: dict[str, Kind] = {}
OPTIONS: dict[str, tuple[set[str], set[str]]] = {}  # kind -> (required, allowed) options
HOUSEHOLD_KINDS: set[str] = set()  # kinds whose answer is the same for every member
HOME_FACTS = {"homeless"}
MEMBER_FACTS = {"foster_care", "concern", "disability", "insured", "working_or_training"}
MORE_FACTS = {"student", "former_foster_care"}  # told by files; the bank may ask for them
LIMIT = "percent percent_table amount amount_table of per strict rounding year_starts without_row"
COUNTED = "only exclude whose earned_off earned_percent_off"


def kind(required: str = "", allowed: str = "", household: bool = False):
    """Register a kind with the options it must and may have."""

    def register(function: Kind) -> Kind:
        name = function.__name__
        KINDS[name] = function
        OPTIONS[name] = set(required.split()), set(required.split()) | set(allowed.split())
        if household:
            HOUSEHOLD_KINDS.add(name)
        return function

    return register
