"""How a group decides: when enough seats are there, and how voices become a decision.

Free of the framework: plain values in and out. In words: docs/explanation/decision-rules.md.
"""

from kinwork.measure.deciding.choosing import Choice, by_dots, by_rank
from kinwork.measure.deciding.quorum import WAYS, Quorum, QuorumRule, quorum
from kinwork.measure.deciding.voices import (
    BASES,
    RULES,
    VOICES,
    Decision,
    DecisionRule,
    decide,
)

__all__ = [
    "BASES",
    "RULES",
    "VOICES",
    "WAYS",
    "Choice",
    "Decision",
    "DecisionRule",
    "Quorum",
    "QuorumRule",
    "by_dots",
    "by_rank",
    "decide",
    "quorum",
]
