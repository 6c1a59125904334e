"""What kw_judge, who owns the definer functions, may read, lock, write and add to: nothing else."""

# What kw_judge reads to decide; it has no other rights, and no BYPASSRLS.
GROUNDS = (
    "accounts_user",
    "accounts_membership",
    "accounts_agency",
    "access_tie",
    "access_authority",
    "access_block",
    "access_rowshare",
    "access_withholding",
    "agreements_agreement",
    "agreements_party",
    "agreements_nationoffice",
    "consent_consent",
    "people_household",
    "people_householdmember",
    "people_person",
    "people_identitylink",
    "common_databasemark",
    "referrals_referral",
    "referrals_referralsubject",
    "referrals_referralevent",
    "referrals_handoff",
    "accounts_agencycommunity",
    "common_auditentry",
    "common_community",
    "disclosures_seal",
    "disclosures_sealedrow",
    "disclosures_oddview",
    "retention_hold",
    "waiting_priorityrule",
    "contact_stop",
)
# What a disclosing deed locks (FOR SHARE): that takes a right to update, which is never used; the
# policy lets no changed row through.
LOCKED = (
    "agreements_agreement",
    "agreements_party",
    "consent_consent",
    "access_block",
)
# What its definer functions write: a family's keys and cards, lines on another agency's desk.
WRITTEN_BY_JUDGE = (
    "people_match",
    "access_familykey",
    "access_familyclaim",
    "access_familydoor",
    "access_familypasskey",
    "access_familyway",
    "access_workitem",
    "access_glass",
    "access_glassreport",
    "consent_consentask",
    "consent_closing",
    "intake_seat",
    "retention_term",
)

# What they only add to: nothing in the database changes or takes away a seal.
APPENDED_BY_JUDGE = (
    "disclosures_seal",
    "disclosures_sealedrow",
    "disclosures_oddview",
    "access_tie",  # a broken glass
)

# The only columns it changes elsewhere: what a leaver had goes back to the team; a broken glass is
# closed before its time.
HANDED_BACK = {"referrals_referral": "assigned_to_id, followed_by_id", "access_tie": "ends"}
