-- Who waits for a service, in order: the declared rules one after the other, then the first clock. The
-- facts behind it are read here alone, and only of a class that the referral itself shares with the
-- receiver. What comes out is ids and numbers, of those referrals alone that one may see anyway; an
-- offer that passes on asks as the clock of one who waits there. Today is the day of the community in
-- which it was asked for.
CREATE OR REPLACE FUNCTION kw_wait_list(wanted uuid) RETURNS TABLE (referral uuid, place bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH told AS (
    SELECT r.id, s.person_id, p.birth_date, day.today,
      (SELECT f.value FROM facts_fact f
       WHERE f.household_id = r.household_id AND f.key = 'homeless' AND f.sealed_at IS NULL
         AND f.sensitivity = ANY (r.classes::text[]) AND f.owner_id IS NULL
         AND (f.good_until IS NULL OR f.good_until >= day.today)
       ORDER BY f.said_at DESC LIMIT 1) = 'true'::jsonb AS homeless,
      (SELECT f.value FROM facts_fact f
       WHERE f.person_id = s.person_id AND f.key = 'foster_care' AND f.sealed_at IS NULL
         AND f.sensitivity = ANY (r.classes::text[]) AND f.owner_id IS NULL
         AND (f.good_until IS NULL OR f.good_until >= day.today)
       ORDER BY f.said_at DESC LIMIT 1) = 'true'::jsonb AS foster
    FROM referrals_referral r
    JOIN common_community c ON c.id = r.community_id
    CROSS JOIN LATERAL (SELECT (kw_now() AT TIME ZONE c.time_zone)::date AS today) day
    LEFT JOIN referrals_referralsubject s ON s.referral_id = r.id
    LEFT JOIN people_person p ON p.id = s.person_id
    WHERE r.service_id = wanted AND r.state = 'waitlisted'),
  met AS (
    SELECT t.id, w.rank, bool_or(CASE w.kind
        WHEN 'homelessness' THEN coalesce(t.homeless, false)
        WHEN 'foster care' THEN coalesce(t.foster, false)
        ELSE coalesce(t.birth_date > t.today - make_interval(months => w.months), false)
      END) AS holds
    FROM told t
    JOIN waiting_priorityrule w ON w.service_id = wanted AND w.ends IS NULL
    GROUP BY t.id, w.rank)
  SELECT q.id, q.place FROM (
    SELECT r.*, row_number() OVER (ORDER BY
        coalesce((SELECT array_agg(NOT m.holds ORDER BY m.rank) FROM met m WHERE m.id = r.id), '{}'),
        coalesce(r.first_clock_at, r.sent_at), r.sent_at, r.id) AS place
    FROM referrals_referral r WHERE r.service_id = wanted AND r.state = 'waitlisted') q
  WHERE (kw_kind() = 'clock' AND EXISTS (
      SELECT FROM referrals_referral mine WHERE mine.id = kw_actor() AND mine.service_id = wanted))
    OR (kw_role() <> 'coordinator'
      AND kw_sees_envelope(q.id, q.sender_id, q.receiver_id, q.household_id, q.community_id, q.state,
                           q.sensitivity, q.sent_by_id))
  ORDER BY q.place
$$;

-- Why an offer would come too late, as a code; for the clock of that very referral.
CREATE OR REPLACE FUNCTION kw_wait_reason(one uuid, most_months integer) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT CASE
    WHEN most_months IS NOT NULL AND EXISTS (
        SELECT FROM referrals_referralsubject s WHERE s.referral_id = r.id)
      AND NOT EXISTS (
        SELECT FROM referrals_referralsubject s JOIN people_person p ON p.id = s.person_id
        WHERE s.referral_id = r.id AND (p.birth_date IS NULL
          OR p.birth_date > (kw_now() AT TIME ZONE c.time_zone)::date - make_interval(months => most_months + 1)))
      THEN 'aged out'
    WHEN EXISTS (
        SELECT FROM referrals_referral o
        WHERE o.household_id = r.household_id AND o.need_code = r.need_code AND o.id <> r.id
          AND o.state IN ('being served', 'served') AND o.state_since > r.made_at
          AND o.sensitivity NOT IN ('sud', 'safety'))
      OR EXISTS (SELECT FROM referrals_need n WHERE n.id = r.need_id AND n.state = 'met')
      THEN 'served elsewhere'
    WHEN c.county <> '' AND (
        SELECT f.value ->> 'state' <> c.state OR f.value ->> 'county' NOT IN (c.county, '')
        FROM facts_fact f
        WHERE f.said_in = r.household_id AND f.key = 'place' AND f.sealed_at IS NULL
          -- only what this referral shares: that a family in hiding left is nobody's to learn
          AND f.sensitivity = ANY (r.classes::text[]) AND f.labels = '{}' AND f.owner_id IS NULL
          AND f.said_at > r.made_at AND coalesce(f.value ->> 'county', '') <> ''
        ORDER BY f.said_at DESC LIMIT 1)
      THEN 'moved away'
    END
  FROM referrals_referral r JOIN common_community c ON c.id = r.community_id
  WHERE r.id = one AND kw_kind() = 'clock' AND kw_actor() = one
$$;
