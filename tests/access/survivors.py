"""Mutants that live because nobody can tell them from the rule, each with the reason.

By function and change, without the line, so that the rule may move.
"""

SHORTCUT = "a shortcut that saves questions: the rule itself says the same a step later"
FAST = "only the fast path is missed; the slow one finds the same rows"
NAMED = "no member's branch is without a name, so the next condition says the same"
EMPTY = "every list holds the empty one: without keys the next condition says the same"
MEMBER = "whoever is of a household has a branch there, and oneself is of one's own"
ACTIVE = "kw_active(), asked beside it, is for staff alone"
LOCKS = "which rows are locked changes no answer: the races of tests/revocation hold it"
MOMENT = "the moment lies a little later than any instant that can be told beforehand"
SAME_INSTANT = "what ends at this very instant would be set to this very instant"
WRITTEN = "a consent for Part 2 always names its class: a constraint of the table"
ITSELF = "nobody's row was written down by another office than itself"
UNUSED = "an unused card holds no page: SQL answers the rest with nothing, and goes on"
NOBODY = "nobody is not somebody else: SQL answers the second half with nothing, and goes on"
NOTHING = "what is not there lives nowhere and belongs to nobody: the next condition says the same"
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
    ("sql kw_hands_claims", "dropped: kw_kind() = 'staff'"): ACTIVE,
    ("sql kw_may_break", "dropped: kw_kind() = 'staff'"): ACTIVE,
    ("sql kw_break_glass", "dropped: kw_kind() = 'staff'"): ACTIVE,
    ("sql kw_reviews_glass", "dropped: kw_kind() = 'staff'"): ACTIVE,
    ("sql kw_may_link", "dropped: kw_kind() = 'staff'"): ACTIVE,
    ("sql kw_lock_grounds", "dropped: a.id = p.agreement_id"): LOCKS,
    ("sql kw_lock_grounds", "negated: a.id = p.agreement_id"): LOCKS,
    ("sql kw_lock_grounds", "dropped: p.agency_id IN (towards, owner)"): LOCKS,
    ("sql kw_lock_grounds", "negated: p.agency_id IN (towards, owner)"): LOCKS,
    ("sql kw_lock_grounds", "dropped: c.household_id = ANY (homes)"): LOCKS,
    ("sql kw_lock_grounds", "negated: c.household_id = ANY (homes)"): LOCKS,
    ("sql kw_lock_grounds", "dropped: c.agency_id = towards"): LOCKS,
    ("sql kw_lock_grounds", "negated: c.agency_id = towards"): LOCKS,
    ("sql kw_lock_grounds", "dropped: b.household_id = ANY (homes)"): LOCKS,
    ("sql kw_lock_grounds", "negated: b.household_id = ANY (homes)"): LOCKS,
    ("sql kw_lock_grounds", "dropped: b.agency_id = towards"): LOCKS,
    ("sql kw_lock_grounds", "negated: b.agency_id = towards"): LOCKS,
    ("sql kw_lock_grounds", "widened: AND c.agency_id = towards ORDER BY c.id FOR"): LOCKS,
    ("sql kw_lock_grounds", "widened: AND b.agency_id = towards ORDER BY b.id FOR"): LOCKS,
    ("sql kw_lock_grounds", "a hair: <= moment AND (b.ends IS NULL OR b.ends >"): MOMENT,
    ("sql kw_lock_grounds", "a hair: > moment));"): MOMENT,
    ("sql kw_close_glass", "a hair: > kw_now();"): SAME_INSTANT,
    ("sql kw_unlinkable", "dropped: c.part_2"): WRITTEN,
    ("sql kw_note_match", "dropped: known.id <> fresh.id"): ITSELF,
    ("sql kw_private_deed", "dropped: target IS NOT NULL"): SHORTCUT,
    ("sql kw_open_way", "dropped: NOT FOUND"): NOTHING,
    ("sql kw_use_passkey", "dropped: NOT FOUND"): NOTHING,
    ("sql kw_claim_key", "dropped: card.used_at IS NOT NULL"): UNUSED,
}


def why(name: str) -> str:
    """The reason why this mutant may live, or nothing."""
    function, _, change = name.partition(": ")
    return REASONS.get((function, change.partition(", ")[2]), "")
