-- Somebody no longer works for an agency: what lay on their desk there goes back to the team, and
-- their own ties end, so that coming back later opens no old family. Nothing of theirs is touched
-- where they still work, whoever asks.
CREATE OR REPLACE FUNCTION kw_still_works(member uuid, agency uuid, at timestamptz)
RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT EXISTS (
    SELECT FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id
    WHERE m.user_id = member AND m.agency_id = agency AND u.is_active
      AND (m.ends IS NULL OR m.ends > at))
$$;

CREATE OR REPLACE FUNCTION kw_hand_back(member uuid, at timestamptz) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE lines integer; referrals integer;
BEGIN
  IF coalesce(kw_kind(), '') <> 'staff' THEN RETURN 0; END IF;
  UPDATE access_workitem SET assignee_id = NULL,
      snoozed_until = NULL, snooze_reason = '', snoozed_by_id = NULL
    WHERE assignee_id = member AND closed_at IS NULL AND NOT kw_still_works(member, agency_id, at);
  GET DIAGNOSTICS lines = ROW_COUNT;
  UPDATE referrals_referral SET assigned_to_id = NULL
    WHERE assigned_to_id = member AND ended_at IS NULL
      AND NOT kw_still_works(member, receiver_id, at);
  GET DIAGNOSTICS referrals = ROW_COUNT;
  UPDATE referrals_referral SET followed_by_id = NULL
    WHERE followed_by_id = member AND ended_at IS NULL
      AND NOT kw_still_works(member, sender_id, at);
  UPDATE access_tie SET ends = greatest(at, starts)
    WHERE user_id = member AND (ends IS NULL OR ends > at)
      AND NOT kw_still_works(member, agency_id, at);
  RETURN lines + referrals;
END $$;
