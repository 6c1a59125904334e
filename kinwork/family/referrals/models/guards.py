"""Who of the parties reads and writes what hangs on a referral, as conditions of the database."""

# Whatever its state, a receiver never sees what was not sent to it.
ENVELOPE = (
    "kw_sees_envelope(id, sender_id, receiver_id, household_id, community_id, state, sensitivity,"
    " sent_by_id)"
    " AND (sent_at IS NOT NULL OR receiver_id IS NULL OR receiver_id = sender_id"
    " OR NOT kw_works_for(receiver_id))"
)
# A re-routed referral writes its successor, for the same sender, as itself.
SUCCEEDS = "(kw_kind() = 'clock' AND previous_id = kw_actor())"
PART_OF_ENVELOPE = "EXISTS (SELECT FROM referrals_referral r WHERE r.id = referral_id)"
# Words about a referral are for its parties alone: no coordinator, and no receiver once it ended,
# except for what they wrote themselves.
WORDS = (
    "EXISTS (SELECT FROM referrals_referral r WHERE r.id = referral_id AND ("
    "kw_is_household(r.household_id) OR kw_kind() = 'clock'"
    " OR (kw_kind() = 'link' AND r.ended_at IS NULL)"
    " OR (kw_kind() = 'staff' AND kw_role_allows(kw_role(), sensitivity, true)"
    " AND kw_named_staff(sensitivity, r.id, r.sent_by_id)"
    " AND (recorded_by_id = kw_hat() OR r.sender_id = kw_hat()"
    " OR (r.receiver_id = kw_hat() AND r.ended_at IS NULL AND kw_hears(r.household_id))))))"
)
# When and where the family will be, for the parties' own people who may know how to reach it: no
# coordinator, and nobody whom the family has shut out. A place may be its home.
DATES = (
    "EXISTS (SELECT FROM referrals_referral r WHERE r.id = referral_id AND CASE kw_kind()"
    " WHEN 'family' THEN kw_shares_home(r.household_id)"
    " WHEN 'link' THEN r.ended_at IS NULL"
    " WHEN 'staff' THEN kw_hat() IN (r.sender_id, r.receiver_id)"
    " AND kw_role_allows(kw_role(), 'contact', true) AND NOT kw_shut_from(r.household_id)"
    " ELSE true END)"
)
# What is said about a decline that nobody has let stand yet is not for the family.
UNREVIEWED = (
    "(NOT in_review OR kw_kind() <> 'family' OR (said_by_party = 'receiver' AND EXISTS ("
    "SELECT FROM referrals_referral r WHERE r.id = referral_id AND r.state = 'declined')))"
)
# For both parties' people and the family; whom it has shut out, or something is kept from, reads none.
HANDED = (
    "EXISTS (SELECT FROM referrals_referral r WHERE r.id = referral_id AND CASE kw_kind()"
    " WHEN 'family' THEN kw_shares_home(r.household_id)"
    " WHEN 'staff' THEN kw_role() <> 'coordinator' AND NOT kw_shut_from(r.household_id)"
    " AND kw_hat() IN (r.sender_id, r.receiver_id) ELSE true END)"
)
HANDS = (
    "EXISTS (SELECT FROM referrals_referral r WHERE r.id = referral_id AND kw_kind() = 'staff'"
    " AND r.sender_id = kw_hat() AND NOT kw_shut_from(r.household_id))"
)
SPOKEN = (
    f"{WORDS} AND ((kw_kind() = 'staff' AND recorded_by_id = kw_hat())"
    " OR (kw_kind() <> 'staff' AND recorded_by_id IS NULL)) AND owner_id IS NULL"
)
