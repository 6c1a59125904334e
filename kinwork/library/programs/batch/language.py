"""Twins: for each kind of criterion the function that answers it for columns.

A twin is a function (criterion, view, program) -> int8 array of answers: for every home where the
criterion is of the home, else for every member.
"""

from collections.abc import Callable

import numpy as np

from kinwork.library.programs.batch.view import BatchView
from kinwork.library.programs.model import Criterion, Program

Twin = Callable[[Criterion, BatchView, Program], np.ndarray]
TWINS: dict[str, Twin] = {}


def twin(name: str):
    """Register the twin of a kind."""

    def register(function: Twin) -> Twin:
        TWINS[name] = function
        return function

    return register
