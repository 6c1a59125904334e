"""The programs of a community: the product's, and what it wrote for itself."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from kinwork.library import programs


def known(community: UUID | None, on: date) -> Mapping[str, programs.Program]:
    """Every program by code, as it stands in this community on a day."""
    return programs.registry()
