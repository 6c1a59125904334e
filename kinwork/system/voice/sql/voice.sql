-- What families said of help that a provider says was given: coded answers and times of referrals that were
-- sent in these days; no words, no name, no number of a family or a referral. Who may count, and who is
-- left out: as in kw_loop.
-- reused: answers that stood there, good, in a class that the referral opened, when it was sent; again:
-- those of them that the receiver asked once more and wrote down anew.
CREATE OR REPLACE FUNCTION kw_voice(
  place uuid, from_at timestamptz, until_at timestamptz, agency uuid, left_out uuid[])
RETURNS TABLE (
  program text, receiver uuid, organization uuid, sender uuid, asked_at timestamptz,
  said_at timestamptz, got_it boolean, helped text, difference text, times_told text,
  disputes boolean, reused bigint, again bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  IF NOT kw_may_count(place, agency) THEN RETURN; END IF;
  RETURN QUERY
  SELECT r.need_code::text, r.receiver_id, r.organization_id, r.sender_id, q.at, w.said_at, w.got_it,
    coalesce(w.helped, '')::text, coalesce(w.difference, '')::text,
    coalesce(w.times_told, '')::text, coalesce(w.disputes, false), k.reused, k.again
  FROM referrals_referral r
  LEFT JOIN followup_asked q ON q.referral_id = r.id AND q.sealed_at IS NULL
  LEFT JOIN LATERAL (
    SELECT f.said_at, f.got_it, f.helped, f.difference, f.times_told, f.disputes
    FROM followup_familyword f
    WHERE f.referral_id = r.id AND f.sealed_at IS NULL
      AND (agency IS NULL OR NOT kw_shut_from(r.household_id))
    ORDER BY f.said_at DESC LIMIT 1) w ON true
  CROSS JOIN LATERAL (
    SELECT count(*) AS reused, count(*) FILTER (WHERE EXISTS (
        SELECT FROM facts_fact n WHERE n.key = a.key AND n.person_id IS NOT DISTINCT FROM a.person_id
          AND n.household_id IS NOT DISTINCT FROM a.household_id AND n.sealed_at IS NULL
          AND n.recorded_by_id = r.receiver_id AND n.said_at >= r.sent_at AND n.how = 'told')) AS again
    FROM (
      SELECT DISTINCT f.key, f.person_id, f.household_id FROM facts_fact f
      WHERE f.said_in = r.household_id AND f.sealed_at IS NULL AND f.said_at < r.sent_at
        AND f.recorded_by_id IS DISTINCT FROM r.receiver_id
        AND (f.good_until IS NULL OR f.good_until >= r.sent_at::date)
        AND f.sensitivity = ANY (r.classes::text[])) a) k
  WHERE r.community_id = place AND r.sent_at >= from_at AND r.sent_at < until_at
    AND r.state = 'served'
    AND (agency IS NULL OR r.sender_id = agency OR r.receiver_id = agency)
    AND r.sensitivity <> 'safety'
    AND (r.sensitivity <> 'sud' OR (agency IS NOT NULL AND kw_part_2_staff()))
    AND NOT kw_kept_from_counts(r.household_id, left_out)
    AND (agency IS NOT NULL OR NOT (
      coalesce(r.sender_id = ANY (left_out), false)
      OR coalesce(r.receiver_id = ANY (left_out), false)));
END $$;

-- What was complained of in these days, by its subject: for the report of the community alone. No agency
-- counts complaints, whoever works there, and none about safety or substance use treatment is counted.
CREATE OR REPLACE FUNCTION kw_voice_complaints(
  place uuid, from_at timestamptz, until_at timestamptz, left_out uuid[])
RETURNS TABLE (subject text, n bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  IF NOT kw_may_count(place, NULL) OR kw_kind() <> 'report' THEN RETURN; END IF;
  RETURN QUERY
  SELECT c.subject::text, count(*)
  FROM complaints_complaint c
  JOIN complaints_complainant f ON f.complaint_id = c.id
  WHERE c.community_id = place AND c.made_at >= from_at AND c.made_at < until_at
    AND c.sensitivity = 'notes' AND c.state <> 'withdrawn'
    AND (f.household_id IS NULL OR NOT kw_kept_from_counts(f.household_id, left_out))
  GROUP BY c.subject;
END $$;
