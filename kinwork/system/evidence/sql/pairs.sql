-- The end of business (17:00) on the days-th business day after `at`, as kinwork.common.clock counts them
-- (one day at least); closed: holidays.
CREATE OR REPLACE FUNCTION kw_answer_due(at timestamptz, days integer, zone text, closed date[])
RETURNS timestamptz LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT (day::date + time '17:00') AT TIME ZONE zone
  FROM generate_series(
    (at AT TIME ZONE zone)::date + 1, (at AT TIME ZONE zone)::date + 60, interval '1 day') AS day
  WHERE extract(isodow FROM day) < 6 AND NOT day::date = ANY (closed)
  ORDER BY day OFFSET days - 1 LIMIT 1
$$;

-- What one agency sent another, for counting: how many of what; no family, no referral, no words. For the
-- report of one community and purpose statistics alone (kw_may_count): no agency's staff, whatever their
-- role, and no family. Left out as in kw_loop: safety, substance use treatment, families who left or said
-- no to statistics, and what a sovereign nation answers for and keeps back (left_out).
-- owed: an answer was due by now, and nothing but the receiver's silence stood in its way. In time: within
-- so many business days; closed: the community's holidays.
CREATE OR REPLACE FUNCTION kw_pairs(
  place uuid, from_at timestamptz, until_at timestamptz, left_out uuid[], days integer, closed date[])
RETURNS TABLE (
  sender uuid, receiver uuid, referrals bigint, owed bigint, answered bigint, in_time bigint,
  accepted bigint, served bigint, declined bigint, duplicates bigint, messages bigint,
  handoffs bigint, reused bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  IF NOT kw_may_count(place, NULL) THEN RETURN; END IF;
  RETURN QUERY
  WITH told AS (
    SELECT r.sender_id, r.receiver_id, r.id, r.answered_at, r.ended_at, r.state, r.classes,
      kw_answer_due(r.sent_at, days, c.time_zone, closed) AS due, e.*
    FROM referrals_referral r
    JOIN common_community c ON c.id = r.community_id
    CROSS JOIN LATERAL (
      SELECT
        coalesce(bool_or(x.party = 'receiver' AND x.to_state IN (
          'accepted', 'contact being tried', 'scheduled', 'being served', 'served')), false) AS was_accepted,
        coalesce(bool_or(x.verb IN ('start_service', 'serve')), false) AS was_served,
        coalesce(bool_or(x.verb = 'answer_full'), false) AS by_a_rule,
        coalesce(bool_or(x.verb IN ('decline', 'uphold_decline')), false) AS was_declined,
        coalesce(bool_or(x.verb IN ('decline', 'propose_decline', 'uphold_decline', 'end_unserved')
          AND x.reason = 'already served elsewhere'), false) AS was_double,
        count(*) FILTER (WHERE x.verb IN ('ask_information', 'give_information')) AS said
      FROM referrals_referralevent x WHERE x.referral_id = r.id) e
    WHERE r.community_id = place AND r.sent_at >= from_at AND r.sent_at < until_at
      AND r.sender_id IS NOT NULL AND r.receiver_id IS NOT NULL AND r.sender_id <> r.receiver_id
      AND r.state NOT IN ('recalled', 'entered in error')
      AND r.sensitivity NOT IN ('safety', 'sud')
      AND NOT kw_kept_from_counts(r.household_id, left_out)
      AND NOT r.sender_id = ANY (left_out) AND NOT r.receiver_id = ANY (left_out))
  SELECT t.sender_id, t.receiver_id, count(*),
    count(*) FILTER (WHERE t.answered_at IS NOT NULL OR (
      NOT t.by_a_rule AND t.due <= kw_now() AND (t.ended_at IS NULL OR t.ended_at > t.due))),
    count(*) FILTER (WHERE t.answered_at IS NOT NULL),
    count(*) FILTER (WHERE t.answered_at <= t.due),
    count(*) FILTER (WHERE t.was_accepted),
    count(*) FILTER (WHERE t.was_served),
    count(*) FILTER (WHERE t.was_declined AND t.state = 'declined'),
    count(*) FILTER (WHERE t.was_double),
    coalesce(sum(t.said), 0)::bigint,
    count(*) FILTER (WHERE EXISTS (SELECT FROM referrals_handoff h WHERE h.referral_id = t.id)),
    count(*) FILTER (WHERE NOT t.classes::text[] <@ ARRAY['identity', 'contact'])
  FROM told t GROUP BY 1, 2;
END $$;

-- How many homes two agencies served in these days, by referrals of any sender. Exact, so for the report
-- alone: what it writes down is a band.
CREATE OR REPLACE FUNCTION kw_pairs_shared(
  place uuid, from_at timestamptz, until_at timestamptz, left_out uuid[])
RETURNS TABLE (one uuid, other uuid, homes bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  IF NOT kw_may_count(place, NULL) THEN RETURN; END IF;
  RETURN QUERY
  WITH served AS (
    SELECT DISTINCT r.receiver_id AS agency, r.household_id AS home
    FROM referrals_referral r
    WHERE r.community_id = place AND r.receiver_id IS NOT NULL
      AND r.state NOT IN ('recalled', 'entered in error')
      AND r.sensitivity NOT IN ('safety', 'sud')
      AND NOT r.receiver_id = ANY (left_out)
      AND NOT coalesce(r.sender_id = ANY (left_out), false)
      AND (r.ended_at IS NULL OR r.ended_at >= from_at)
      AND EXISTS (
        SELECT FROM referrals_referralevent x
        WHERE x.referral_id = r.id AND x.verb IN ('start_service', 'serve')
          AND coalesce(x.occurred_at, x.at) < until_at)
      AND NOT kw_kept_from_counts(r.household_id, left_out))
  SELECT a.agency, b.agency, count(*)
  FROM served a JOIN served b ON b.home = a.home AND b.agency > a.agency
  GROUP BY 1, 2;
END $$;

-- How often two agencies came to one case conference in these days: how many, of no family, no words.
-- Left out as above.
CREATE OR REPLACE FUNCTION kw_pairs_conferences(
  place uuid, from_at timestamptz, until_at timestamptz, left_out uuid[])
RETURNS TABLE (one uuid, other uuid, conferences bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  IF NOT kw_may_count(place, NULL) THEN RETURN; END IF;
  RETURN QUERY
  SELECT i.agency_id, j.agency_id, count(*)
  FROM conferences_conference c
  JOIN conferences_invitation i ON i.conference_id = c.id AND i.came
  JOIN conferences_invitation j ON j.conference_id = c.id AND j.came AND j.agency_id > i.agency_id
  WHERE c.community_id = kw_pairs_conferences.place AND c.state = 'held'
    AND c.starts_at >= from_at AND c.starts_at < until_at
    AND c.sensitivity NOT IN ('safety', 'sud')
    AND NOT i.agency_id = ANY (left_out) AND NOT j.agency_id = ANY (left_out)
    AND NOT kw_kept_from_counts(c.household_id, left_out)
  GROUP BY 1, 2;
END $$;

-- How many homes have one plan on which two agencies work: each is to do a step of it, or wrote in it, in
-- these days; and of how many of the homes that both served in these days that is true. What is about
-- safety or treatment tells of nobody. Exact, so for the report alone: what it writes down is a band.
CREATE OR REPLACE FUNCTION kw_pairs_plans(
  place uuid, from_at timestamptz, until_at timestamptz, left_out uuid[])
RETURNS TABLE (one uuid, other uuid, homes bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  IF NOT kw_may_count(place, NULL) THEN RETURN; END IF;
  RETURN QUERY
  WITH on_it AS (
    SELECT s.doer_agency_id AS agency, p.household_id AS home
    FROM plans_step s JOIN plans_plan p ON p.id = s.plan_id
    WHERE p.community_id = place AND s.doer_agency_id IS NOT NULL
      AND s.sensitivity NOT IN ('safety', 'sud') AND s.sealed_at IS NULL AND s.state <> 'dropped'
      AND EXISTS (
        SELECT FROM plans_planevent e
        WHERE e.step_id = s.id AND e.verb = 'add_step' AND e.at < until_at)
      AND (p.ended_at IS NULL OR p.ended_at >= from_at)
      AND p.apart_for IS NULL AND p.sealed_at IS NULL
    UNION
    SELECT e.agency_id, p.household_id
    FROM plans_planevent e JOIN plans_plan p ON p.id = e.plan_id
    WHERE p.community_id = place AND e.agency_id IS NOT NULL AND e.at >= from_at AND e.at < until_at
      AND e.sensitivity NOT IN ('safety', 'sud') AND e.sealed_at IS NULL
      AND p.apart_for IS NULL AND p.sealed_at IS NULL),
  counted AS (
    SELECT o.agency, o.home FROM on_it o
    WHERE NOT o.agency = ANY (left_out) AND NOT kw_kept_from_counts(o.home, left_out))
  SELECT a.agency, b.agency, count(*)
  FROM counted a JOIN counted b ON b.home = a.home AND b.agency > a.agency
  GROUP BY 1, 2;
END $$;

-- Of how many homes that several of these agencies served in these days it is true that one plan is worked
-- on by several of them: served and plans as above. Exact, so for the report alone: what it writes down is
-- a band and tenths of it.
CREATE OR REPLACE FUNCTION kw_plans_common(
  place uuid, from_at timestamptz, until_at timestamptz, left_out uuid[], agencies uuid[])
RETURNS TABLE (homes bigint, planned bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  IF NOT kw_may_count(place, NULL) THEN RETURN; END IF;
  RETURN QUERY
  WITH several AS (
    SELECT r.household_id AS home
    FROM referrals_referral r
    WHERE r.community_id = place AND r.receiver_id = ANY (agencies)
      AND r.state NOT IN ('recalled', 'entered in error')
      AND r.sensitivity NOT IN ('safety', 'sud')
      AND NOT r.receiver_id = ANY (left_out)
      AND NOT coalesce(r.sender_id = ANY (left_out), false)
      AND (r.ended_at IS NULL OR r.ended_at >= from_at)
      AND EXISTS (
        SELECT FROM referrals_referralevent x
        WHERE x.referral_id = r.id AND x.verb IN ('start_service', 'serve')
          AND coalesce(x.occurred_at, x.at) < until_at)
      AND NOT kw_kept_from_counts(r.household_id, left_out)
    GROUP BY r.household_id HAVING count(DISTINCT r.receiver_id) > 1),
  on_it AS (
    SELECT p.id AS plan, p.household_id AS home, s.doer_agency_id AS agency
    FROM plans_step s JOIN plans_plan p ON p.id = s.plan_id
    WHERE p.community_id = place AND s.doer_agency_id = ANY (agencies)
      AND s.sensitivity NOT IN ('safety', 'sud') AND s.sealed_at IS NULL AND s.state <> 'dropped'
      AND EXISTS (
        SELECT FROM plans_planevent e
        WHERE e.step_id = s.id AND e.verb = 'add_step' AND e.at < until_at)
      AND (p.ended_at IS NULL OR p.ended_at >= from_at)
      AND p.apart_for IS NULL AND p.sealed_at IS NULL
    UNION
    SELECT p.id, p.household_id, e.agency_id
    FROM plans_planevent e JOIN plans_plan p ON p.id = e.plan_id
    WHERE p.community_id = place AND e.agency_id = ANY (agencies)
      AND e.at >= from_at AND e.at < until_at
      AND e.sensitivity NOT IN ('safety', 'sud') AND e.sealed_at IS NULL
      AND p.apart_for IS NULL AND p.sealed_at IS NULL),
  common AS (
    SELECT o.home FROM on_it o WHERE NOT o.agency = ANY (left_out)
    GROUP BY o.plan, o.home HAVING count(DISTINCT o.agency) > 1)
  SELECT count(*), count(*) FILTER (WHERE EXISTS (SELECT FROM common c WHERE c.home = s.home))
  FROM several s;
END $$;
