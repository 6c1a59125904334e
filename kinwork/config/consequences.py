"""What follows from what: deed -> dotted actions, each called as action(record, by=, at=)."""

CONSEQUENCES: dict[str, tuple[str, ...]] = {
    "consent.end": ("kinwork.family.referrals.actions.on_consent_ended",),
}
