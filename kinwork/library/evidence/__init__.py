"""What the records show of working together: which acts count for which level, and what they add up to.

    pair_rules(), system_rules()          -> the rules, in the order of the levels and questions
    shown(acts)                           -> Shown: the highest level with all required evidence
    answered(acts)                        -> question -> Answer
    compare(claimed, shown)               -> "agrees", "over-claims", "under-claims", "not enough data"

Data and citations: pairs.toml, system.toml. What is not recorded yet is neither met nor held against
anybody: it keeps a level from being shown, and then a claim is answered by "not enough data".
"""

from kinwork.library.evidence.judging import (
    AGREES,
    COMPARED,
    NO_DATA,
    OVER,
    STATES,
    UNDER,
    Act,
    Answer,
    Shown,
    Verdict,
    answered,
    compare,
    judged,
    shown,
)
from kinwork.library.evidence.rules import (
    DIMENSIONS,
    LEVELS,
    QUESTIONS,
    UNITS,
    Rule,
    fits,
    pair_rules,
    rule,
    system_rules,
)

__all__ = [
    "AGREES",
    "COMPARED",
    "DIMENSIONS",
    "LEVELS",
    "NO_DATA",
    "OVER",
    "QUESTIONS",
    "STATES",
    "UNDER",
    "UNITS",
    "Act",
    "Answer",
    "Rule",
    "Shown",
    "Verdict",
    "answered",
    "compare",
    "fits",
    "judged",
    "pair_rules",
    "rule",
    "shown",
    "system_rules",
]
