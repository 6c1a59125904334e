"""The notice that goes with records of substance use treatment, whoever receives them (42 CFR 2.32)."""

from collections.abc import Iterable
from uuid import UUID

from kinwork.common import text as wording
from kinwork.common.models import Text
from kinwork.trust.consent.texts import REDISCLOSURE

PART_2 = "sud"


def notice(classes: Iterable[str], language: str, community: UUID | None = None) -> Text | None:
    """The words in force, with their version; English where nobody has put them into `language`.
    None where nothing of the kind is shown."""
    if PART_2 not in set(classes):
        return None
    found = wording.current(REDISCLOSURE, language, community)
    return found or wording.current(REDISCLOSURE, "en")
