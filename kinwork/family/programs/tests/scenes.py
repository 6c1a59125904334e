"""An own program as somebody would write it: diapers from the county."""

from copy import deepcopy
from datetime import date

from kinwork.common.acting import acting_as
from kinwork.family.programs import actions
from kinwork.family.programs.models import OwnProgram

WRITTEN = {
    "name": {"en": "County diaper fund", "es": "Fondo de pañales del condado"},
    "explain": {"en": "Free diapers for your baby.", "es": "Pañales gratis para su bebé."},
    "gives": {"en": "A box of diapers each month.", "es": "Una caja de pañales al mes."},
    "how_to_apply": {"en": "Call us and ask.", "es": "Llame y pida."},
    "documents": [{"en": "Proof of your child's age", "es": "Algo que muestre la edad"}],
    "minutes": 10,
    "days": 3,
    "asks_immigration": False,
    "term": "diapers",
    "source": "County resolution 12 (made up)",
    "who": "child",
    "needs": {
        "age_under": {"how": "must", "value": 36},
        "county": {"how": "must", "value": None},
        "income": {"how": "way", "value": 200},
        "receives": {"how": "way", "value": ["snap", "wic"]},
    },
}
CASE = {
    "title": "A baby and little money",
    "adults": 1,
    "ages": ["0.5"],
    "child_facts": {"foster_care": False, "disability": False, "concern": False},
    "pregnant": False,
    "income": "1000",
    "savings": None,
    "county": "here",
    "homeless": False,
    "work": None,
    "receives": [],
    "expect": "yes",
}
CASES = [
    CASE,
    CASE | {"title": "Too old", "ages": ["3"], "expect": "no"},
    CASE | {"title": "Nothing known of money", "income": None, "expect": "maybe"},
]


def draft(cast, writer: str = "dana", **changes) -> OwnProgram:
    """A draft whose cases agree, written by somebody of the cast."""
    actor = cast.actors[writer]
    with acting_as(actor, now=cast.at):
        row = actions.write(
            community=cast.community, written=deepcopy(WRITTEN) | changes, by=actor, at=cast.at
        )
        actions.set_cases(own=row, cases=CASES, by=actor, at=cast.at)
        row.refresh_from_db()
    return row


def published(cast, since: date, writer: str = "dana", **changes) -> OwnProgram:
    """The same, in force from a day."""
    row, actor = draft(cast, writer, **changes), cast.actors[writer]
    with acting_as(actor, now=cast.at):
        return actions.publish(own=row, since=since, by=actor, at=cast.at)
