-- What became of referrals, for counting: coded groups, times and ends; no name, no number of a family
-- or of a referral, no words. An agency's own staff for their agency; the report that a release is
-- made from for one community. Purpose: statistics alone. Safety is never counted, substance use
-- treatment only by Part 2 staff for their own agency; families who left, or said no to statistics,
-- are left out, and what a sovereign nation answers for and keeps back (left_out).
CREATE OR REPLACE FUNCTION kw_may_count(place uuid, agency uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(kw_purpose() = 'statistics' AND place = kw_community() AND CASE kw_kind()
    WHEN 'report' THEN kw_hat() IS NOT DISTINCT FROM agency
    WHEN 'staff' THEN agency = kw_hat() AND kw_active() AND kw_role() IN (
      'intake worker', 'navigator', 'caseworker', 'provider staff', 'supervisor')
    ELSE false END, false)
$$;

-- Where this family lives, as a ZIP code; nothing where its address is kept secret.
CREATE OR REPLACE FUNCTION kw_zip_of(home uuid) RETURNS text LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT CASE WHEN kw_purpose() = 'statistics' AND NOT 'address confidentiality' = ANY (f.labels)
         THEN f.value->>'zip' END
  FROM facts_fact f
  WHERE f.household_id = home AND f.key = 'place' AND f.sealed_at IS NULL
  ORDER BY f.said_at DESC, f.id DESC LIMIT 1
$$;

CREATE OR REPLACE FUNCTION kw_kept_from_counts(home uuid, left_out uuid[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_purpose() <> 'statistics' OR kw_is_closed(home) OR EXISTS (
      SELECT FROM people_household h
      WHERE h.id = home AND (h.sealed_at IS NOT NULL OR h.steward_id = ANY (left_out)
        OR h.recorded_by_id = ANY (left_out)))
    OR EXISTS (
      SELECT FROM consent_consent c
      WHERE c.household_id = home AND c.deny AND 'statistics' = ANY (c.purposes)
        AND kw_live(c.starts, c.ends) AND (c.ended_at IS NULL OR c.ended_at > kw_now()))
$$;

CREATE OR REPLACE FUNCTION kw_loop(
  place uuid, from_at timestamptz, until_at timestamptz, agency uuid, left_out uuid[])
RETURNS TABLE (
  program text, service uuid, receiver uuid, organization uuid, sender uuid, zip text,
  language text, state text, reason text, need_met text, word text, asked boolean,
  disputed boolean, sent_at timestamptz, answered_at timestamptz, accepted_at timestamptz,
  contacted_at timestamptz, served_at timestamptz, ended_at timestamptz,
  listed_at timestamptz, unlisted_at timestamptz,
  no_shows bigint, dates bigint, tries bigint, questions bigint, introduced boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  IF NOT kw_may_count(place, agency) THEN RETURN; END IF;
  RETURN QUERY
  SELECT r.need_code::text, r.service_id, r.receiver_id, r.organization_id, r.sender_id,
    -- where they live: for a receiver only where the referral shared it, and not once it is shut out
    CASE WHEN agency IS NULL OR NOT kw_shut_from(r.household_id)
      AND (r.sender_id = agency OR 'household' = ANY (r.classes::text[]))
      THEN kw_zip_of(r.household_id) END,
    h.language::text, r.state::text,
    coalesce(e.reason, ''), coalesce(e.need_met, ''), coalesce(w.helped, '')::text,
    EXISTS (SELECT FROM followup_asked q WHERE q.referral_id = r.id), coalesce(w.disputes, false),
    r.sent_at, r.answered_at, e.accepted_at, e.contacted_at, e.served_at, r.ended_at,
    e.listed_at,
    (SELECT min(coalesce(x.occurred_at, x.at)) FROM referrals_referralevent x
     WHERE x.referral_id = r.id AND x.number > e.listed AND x.to_state <> 'waitlisted'),
    e.no_shows, e.dates, e.tries, e.questions,
    EXISTS (SELECT FROM referrals_handoff i WHERE i.referral_id = r.id)
  FROM referrals_referral r
  JOIN people_household h ON h.id = r.household_id
  CROSS JOIN LATERAL (
    SELECT
      min(coalesce(x.occurred_at, x.at)) FILTER (WHERE x.party = 'receiver' AND x.to_state IN (
        'accepted', 'contact being tried', 'scheduled', 'being served', 'served')) AS accepted_at,
      min(coalesce(x.occurred_at, x.at)) FILTER (WHERE x.verb IN (
        'try_contact', 'schedule', 'start_service', 'serve')) AS contacted_at,
      min(coalesce(x.occurred_at, x.at)) FILTER (WHERE x.verb IN ('start_service', 'serve')) AS served_at,
      min(coalesce(x.occurred_at, x.at)) FILTER (WHERE x.verb = 'waitlist') AS listed_at,
      min(x.number) FILTER (WHERE x.verb = 'waitlist') AS listed,
      (array_agg(x.reason::text ORDER BY x.number DESC)
        FILTER (WHERE x.verb IN ('decline', 'uphold_decline', 'answer_full', 'end_unserved')))[1]
        AS reason,
      (array_agg(x.reason::text ORDER BY x.number DESC)
        FILTER (WHERE x.verb = 'serve'))[1] AS need_met,
      count(*) FILTER (WHERE x.verb = 'mark_no_show') AS no_shows,
      count(*) FILTER (WHERE x.verb = 'schedule') AS dates,
      count(*) FILTER (WHERE x.verb = 'try_contact') AS tries,
      count(*) FILTER (WHERE x.verb = 'ask_information') AS questions
    FROM referrals_referralevent x WHERE x.referral_id = r.id) e
  LEFT JOIN LATERAL (
    SELECT f.helped, f.disputes FROM followup_familyword f
    WHERE f.referral_id = r.id AND f.sealed_at IS NULL
      AND (agency IS NULL OR NOT kw_shut_from(r.household_id))
    ORDER BY f.said_at DESC LIMIT 1) w ON true
  WHERE r.community_id = place AND r.sent_at >= from_at AND r.sent_at < until_at
    AND r.state NOT IN ('recalled', 'entered in error')
    AND (agency IS NULL OR r.sender_id = agency OR r.receiver_id = agency)
    AND r.sensitivity <> 'safety'
    AND (r.sensitivity <> 'sud' OR (agency IS NOT NULL AND kw_part_2_staff()))
    AND NOT kw_kept_from_counts(r.household_id, left_out)
    AND (agency IS NOT NULL OR NOT (
      coalesce(r.sender_id = ANY (left_out), false)
      OR coalesce(r.receiver_id = ANY (left_out), false)));
END $$;

-- Needs, and how far the best of their referrals came (0 none sent, 1 sent, 2 answered, 3 accepted,
-- 4 contacted, 5 service began, 6 met as the provider says); word: the family's own, the newest.
CREATE OR REPLACE FUNCTION kw_loop_needs(
  place uuid, from_at timestamptz, until_at timestamptz, agency uuid, left_out uuid[])
RETURNS TABLE (program text, zip text, language text, reached integer, word text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  IF NOT kw_may_count(place, agency) THEN RETURN; END IF;
  RETURN QUERY
  SELECT n.code::text, kw_zip_of(n.said_in), h.language::text, coalesce((
      SELECT max(CASE
        WHEN r.sent_at IS NULL THEN 0
        WHEN e.verbs && ARRAY['start_service', 'serve'] THEN
          CASE WHEN e.met && ARRAY['fully', 'partly'] THEN 6 ELSE 5 END
        WHEN e.verbs && ARRAY['try_contact', 'schedule'] THEN 4
        WHEN e.verbs && ARRAY['accept'] THEN 3
        WHEN r.answered_at IS NOT NULL THEN 2 ELSE 1 END)
      FROM referrals_referral r
      CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(x.verb::text), '{}') AS verbs,
               coalesce(array_agg(x.reason::text) FILTER (WHERE x.verb = 'serve'), '{}') AS met
        FROM referrals_referralevent x WHERE x.referral_id = r.id) e
      WHERE r.need_id = n.id AND r.state NOT IN ('recalled', 'entered in error')
        AND r.sensitivity <> 'safety'
        AND (r.sensitivity <> 'sud' OR (agency IS NOT NULL AND kw_part_2_staff()))), 0),
    coalesce((SELECT f.helped::text FROM followup_familyword f
      JOIN referrals_referral r ON r.id = f.referral_id
      WHERE r.need_id = n.id AND f.sealed_at IS NULL AND r.sensitivity <> 'safety'
        AND (r.sensitivity <> 'sud' OR (agency IS NOT NULL AND kw_part_2_staff()))
      ORDER BY f.said_at DESC LIMIT 1), '')
  FROM referrals_need n
  JOIN people_household h ON h.id = n.said_in
  WHERE n.community_id = place AND n.since >= from_at AND n.since < until_at AND n.sealed_at IS NULL
    AND (agency IS NULL OR n.recorded_by_id = agency)
    AND n.sensitivity <> 'safety'
    AND (n.sensitivity <> 'sud' OR (agency IS NOT NULL AND kw_part_2_staff()))
    AND NOT kw_kept_from_counts(n.said_in, left_out)
    AND (agency IS NOT NULL OR NOT coalesce(n.steward_id = ANY (left_out), false));
END $$;
