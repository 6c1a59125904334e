-- What the receiver of a referral has opened while it was theirs: which kinds of things, when, by whom.
-- For the agency that sent it and for the family; from the trail, of this family and this receiver alone.
CREATE OR REPLACE FUNCTION kw_seen(one uuid)
RETURNS TABLE (at timestamptz, verb text, who uuid, role text, classes text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT e.at, e.verb::text, CASE WHEN kw_kind() = 'staff' THEN e.actor_id END, e.role::text, c.told
  FROM referrals_referral r
  JOIN common_auditentry e ON e.household_id = r.household_id
  -- a sender reads no more than what it sent: that other rows are there is not for it
  CROSS JOIN LATERAL (
    SELECT CASE WHEN kw_kind() = 'family' THEN e.classes::text[] ELSE ARRAY(
      SELECT one FROM unnest(e.classes::text[]) AS one
      WHERE one = ANY (r.classes::text[]) AND kw_named_staff(one, r.id, r.sent_by_id)) END AS told) c
  WHERE r.id = one AND r.sent_at IS NOT NULL AND e.outcome = 'done' AND e.at >= r.sent_at
    AND (r.ended_at IS NULL OR e.at <= r.ended_at) AND cardinality(c.told) > 0
    AND (e.verb LIKE '%.view' OR e.verb LIKE '%.open_paper')
    AND ((e.actor_kind = 'staff' AND e.hat = r.receiver_id)
      OR (e.actor_kind = 'link' AND e.actor_id = r.id))
    AND ((kw_kind() = 'family' AND kw_shares_home(r.household_id))
      OR (kw_kind() = 'staff' AND r.sender_id = kw_hat() AND NOT kw_shut_from(r.household_id)))
    AND kw_sees_envelope(r.id, r.sender_id, r.receiver_id, r.household_id, r.community_id, r.state,
                         r.sensitivity, r.sent_by_id)
    AND NOT kw_private_deed(e.target_id, e.household_id)
  ORDER BY e.at DESC LIMIT 200
$$;

-- The open referral that this one goes on as: for the referral itself alone.
CREATE OR REPLACE FUNCTION kw_goes_on(one uuid) RETURNS uuid LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT r.id FROM referrals_referral r
  WHERE r.previous_id = one AND r.ended_at IS NULL AND kw_kind() = 'clock' AND one = kw_actor()
  ORDER BY r.made_at LIMIT 1
$$;
