"""Mutants that live because nobody can tell them from the rule, each with the reason.

By function and change, without the line, so that the rule may move.
"""

SHORTCUT = "a shortcut that saves questions: the rule itself says the same a step later"
FAST = "only the fast path is missed; the slow one finds the same rows"
NAMED = "no member's branch is without a name, so the next condition says the same"
EMPTY = "every list holds the empty one: without keys the next condition says the same"
MEMBER = "whoever is of a household has a branch there, and oneself is of one's own"
NOBODY = "nobody is not somebody else: SQL answers the second half with nothing, and goes on"
REASONS = {
    ("sql kw_find_people", "dropped: cardinality(keys) = 0"): EMPTY,
    ("sql kw_own_branch", "dropped: theirs.person_id = kw_actor()"): MEMBER,
    ("sql kw_own_branch", "dropped: mine.id IS NOT NULL"): MEMBER,
    ("sql kw_grounds", "dropped: one.named_user_id IS NOT NULL"): NOBODY,
    ("sql kw_grounds", "dropped: kind = 'staff'"): SHORTCUT,
    ("sql kw_grounds", "dropped: recorded"): SHORTCUT,
    ("sql kw_grounds", "dropped: row_class = 'identity'"): SHORTCUT,
    ("sql kw_grounds", "dropped: row_class = 'notes'"): SHORTCUT,
    ("sql kw_grounds", "dropped: mou AND kw_licensed(row_owner, row_class, k"): SHORTCUT,
    ("sql kw_grounds", "widened: AND row_class = 'identity') THEN"): SHORTCUT,
    ("sql kw_grounds", "widened: AND family_owned THEN party := kw_party(kw_"): SHORTCUT,
    ("sql kw_grounds", "widened: AND NOT family_owned THEN"): SHORTCUT,
    ("sql kw_grounds", "dropped: glass THEN emergency := kw_party(kw_hat(), 'e"): SHORTCUT,
    ("sql kw_grounds", "dropped: cardinality(same) > 1"): FAST,
    ("sql kw_grounds", "a hair: > 1 THEN kw_own_homes(row_person, row_hou"): FAST,
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
