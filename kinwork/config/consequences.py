"""What follows from what: deed -> dotted actions, each called as action(record, by=, at=)."""

CONSEQUENCES: dict[str, tuple[str, ...]] = {
    "access.break_glass": ("kinwork.family.contact.actions.tell_of_glass",),
    "access.make_claim": ("kinwork.family.contact.actions.tell_of_card_made",),
    "access.claim_key": ("kinwork.family.contact.actions.tell_of_card_used",),
    "accounts.disable_account": ("kinwork.trust.access.actions.hand_back",),
    "accounts.end_membership": ("kinwork.trust.access.actions.hand_back",),
    "access.block": ("kinwork.family.referrals.actions.on_blocked",),
    "agreements.end": ("kinwork.family.referrals.actions.on_agreement_over",),
    "agreements.join": ("kinwork.family.referrals.actions.on_agreement_again",),
    "agreements.leave": ("kinwork.family.referrals.actions.on_agreement_over",),
    "agreements.put_in_force": ("kinwork.family.referrals.actions.on_agreement_again",),
    "agreements.resume": ("kinwork.family.referrals.actions.on_agreement_again",),
    "agreements.suspend": ("kinwork.family.referrals.actions.on_agreement_over",),
    "consent.answer_ask": ("kinwork.family.contact.asks.tell_of_answer",),
    "consent.ask": ("kinwork.family.contact.actions.send_ask",),
    "consent.leave": ("kinwork.family.referrals.actions.on_family_leaves",),
    "consent.ask_renewal": ("kinwork.family.referrals.actions.on_consent_ending",),
    "consent.deny": ("kinwork.family.referrals.actions.on_consent_narrowed",),
    "consent.end": ("kinwork.family.referrals.actions.on_consent_ended",),
    "consent.narrow": ("kinwork.family.referrals.actions.on_consent_narrowed",),
    "people.find_match": ("kinwork.family.contact.matches.tell_of_match",),
}
