"""What became of referrals, as numbers: times, steps, and which numbers may be shown to others.

Free of the framework: plain values in and out. Definitions: docs/explanation/referral-outcomes.md.
"""

from kinwork.measure.loop.hiding import LEAST, alone, chain, protect
from kinwork.measure.loop.passages import (
    SINCE,
    STEPS,
    Passage,
    counts,
    reached,
    spans,
    split,
    tally,
)
from kinwork.measure.loop.timing import Span, Timing, timing

__all__ = [
    "LEAST",
    "SINCE",
    "STEPS",
    "Passage",
    "Span",
    "Timing",
    "alone",
    "chain",
    "counts",
    "protect",
    "reached",
    "spans",
    "split",
    "tally",
    "timing",
]
