"""Mutants that live because nobody can tell them from the rule, each with the reason.

By function and change, without the line, so that the rule may move.
"""

SHORTCUT = "a shortcut that saves questions: the rule itself says the same a step later"
FAST = "only the fast path is missed; the slow one finds the same rows"
NAMED = "no member's branch is without a name, so the next condition says the same"
REASONS = {
    ("sql kw_grounds", "dropped: purpose <> 'care'"): SHORTCUT,
    ("sql kw_grounds", "dropped: sealed"): SHORTCUT,
    ("sql kw_grounds", "dropped: NOT active"): SHORTCUT,
    ("sql kw_grounds", "dropped: own_branch"): SHORTCUT,
    ("sql kw_grounds", "dropped: withheld"): SHORTCUT,
    ("sql kw_grounds", "dropped: blocked"): SHORTCUT,
    ("sql kw_grounds", "dropped: consent"): SHORTCUT,
    ("sql kw_grounds", "dropped: part_2_record"): SHORTCUT,
    ("sql kw_grounds", "dropped: NOT family_owned"): SHORTCUT,
    ("sql kw_grounds", "dropped: family_owned"): SHORTCUT,
    ("sql kw_kept_from", "dropped: w.branch <> ''"): NAMED,
    ("sql kw_withheld", "dropped: w.branch <> ''"): NAMED,
    ("sql kw_same", "negated: l.one_id = person"): FAST,
    ("sql kw_same", "negated: l.other_id = person"): FAST,
}


def why(name: str) -> str:
    """The reason why this mutant may live, or nothing."""
    function, _, change = name.partition(": ")
    return REASONS.get((function, change.partition(", ")[2]), "")
