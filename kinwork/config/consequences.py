"""What follows from what: deed -> dotted actions, each called as action(record, by=, at=)."""

CONSEQUENCES: dict[str, tuple[str, ...]] = {
    "access.make_claim": ("kinwork.family.contact.actions.tell_of_card_made",),
    "access.claim_key": ("kinwork.family.contact.actions.tell_of_card_used",),
    "consent.end": ("kinwork.family.referrals.actions.on_consent_ended",),
}
