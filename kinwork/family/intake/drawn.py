"""A question's page as it was drawn: an answer belongs to whom the page named, whoever came since."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kinwork.family.intake.asking import Asked


def about(asked: Asked) -> str:
    """Whom the page is about, in its order: it goes along with the form, and comes back with it."""
    if asked.parts:
        return ",".join(asked.names)
    return ",".join(asked.members)


def as_drawn(asked: Asked, typed: str | None) -> Asked:
    """`asked` about exactly those whom the page named, in that order, also who left since."""
    if typed is None:
        return asked
    then = tuple(id for id in typed.split(",") if id)
    if asked.parts:
        parts = tuple(
            (fact, tuple(who for who in members if who is None or who in then))
            for fact, members in asked.parts
        )
        return replace(asked, parts=tuple((fact, members) for fact, members in parts if members))
    if not asked.members:
        return asked
    return replace(asked, members=then[:99] or asked.members)


def of_who_is_there(asked: Asked, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The answers about people who are still in the home."""
    gone = [id for id in asked.members if id not in asked.names]
    return {
        key: value
        for key, value in changes.items()
        if not any(key.endswith(f":{id}") for id in gone)
    }
