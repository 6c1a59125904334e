"""What every deed of waves does before and after."""

from typing import Any

from kinwork.common.moves import WrongState
from kinwork.system.continuum import rights, words  # noqa: F401  (declares the table)
from kinwork.system.continuum.models import Wave
from kinwork.system.continuum.rules import WAVE
from kinwork.system.partnerships.deeds import Deeds

_deeds = Deeds("continuum")
begun, again, made_before, kept = _deeds.begun, _deeds.again, _deeds.made_before, _deeds.kept
refused, said = _deeds.refused, _deeds.said


def lands(verb: str, step: str, wave: Wave) -> str:
    """The state after this step. Raises Refused where it cannot be taken now."""
    try:
        return WAVE.find(step, wave.state).lands(wave.state)
    except WrongState as why:
        raise refused(verb, words.WRONG_STATE) from why


def changed(row: Any, **told: Any) -> Any:
    """Write these fields and no other."""
    for name, value in told.items():
        setattr(row, name, value)
    row.save(update_fields=sorted(told))
    return row
