"""Which tables' rows carry labels, drawn from the models, so that a new table of families' rows joins
by itself."""

# ruff: noqa: S608 (statements of our own tables)
from django.db import models

from kinwork.trust.access import sealing


def columns(model: type[models.Model]) -> list[str]:
    """The column that a label is written into; none where rows of `model` carry none."""
    return ["labels"] if "labels" in {one.name for one in model._meta.concrete_fields} else []


def labelled() -> list[type[models.Model]]:
    return [model for model in sealing.owned() if columns(model)]


def stamp() -> str:
    """Every row that `agency` recorded or owns gets the labels in `kept`."""
    return "\n".join(
        f"  UPDATE {one._meta.db_table}"
        " SET labels = ARRAY(SELECT DISTINCT unnest(labels || kept) ORDER BY 1)"
        " WHERE agency IN (recorded_by_id, owner_id) AND NOT labels @> kept;\n"
        "  GET DIAGNOSTICS these = ROW_COUNT; total := total + these;"
        for one in labelled()
    )
