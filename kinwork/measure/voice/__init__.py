"""What families say of the help they got, as shares with their n and a confidence interval.

Free of the framework: plain values in and out. Definitions: docs/explanation/family-word.md.
"""

from kinwork.measure.voice.interval import Z, wilson
from kinwork.measure.voice.shares import MEASURES, Share, Word, days_to_word, facts, of, safe, share

__all__ = [
    "MEASURES",
    "Share",
    "Word",
    "Z",
    "days_to_word",
    "facts",
    "of",
    "safe",
    "share",
    "wilson",
]
