-- Views of families' records that somebody should look at. These functions say yes or no about
-- names and ties; they never give out what they compare.

-- Did the agency have a tie or a referral with this family at that time, or within a week before?
-- (The page after the last step of a referral is opened when it has just ended.)
CREATE OR REPLACE FUNCTION kw_was_tied(agency uuid, home uuid, moment timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM access_tie t
    WHERE t.agency_id = agency AND t.starts <= moment
      AND (t.ends IS NULL OR t.ends > moment - interval '7 days')
      AND (t.household_id = home OR t.person_id IN (
        SELECT m.person_id FROM people_householdmember m WHERE m.household_id = home)))
  OR EXISTS (
    SELECT FROM referrals_referral r
    WHERE r.household_id = home AND (r.sender_id = agency OR (r.receiver_id = agency AND r.sent_at <= moment))
      AND (r.ended_at IS NULL OR r.ended_at > moment - interval '7 days'))
$$;

-- The parts of a name that may be a family's: unaccented, small, without particles.
CREATE OR REPLACE FUNCTION kw_name_parts(name text) RETURNS text[]
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(array_agg(part), '{}') FROM regexp_split_to_table(
    regexp_replace(lower(unaccent(normalize(name, NFC))), '[''’ʼ]', '', 'g'), '[^[:alnum:]]+') AS part
  WHERE length(part) > 1 AND part NOT IN
    ('de', 'del', 'la', 'las', 'los', 'da', 'dos', 'van', 'von', 'al', 'el', 'bin')
$$;

-- Does somebody in this household have a surname of this worker's? All but a worker's first name
-- may be one; a worker with one name only has none.
CREATE OR REPLACE FUNCTION kw_same_name(worker uuid, home uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_kind() = 'clock' AND EXISTS (
    SELECT FROM accounts_user u, people_householdmember m JOIN people_person p ON p.id = m.person_id
    WHERE u.id = worker AND m.household_id = home
      AND (kw_name_parts(u.name))[2:] && kw_name_parts(p.family_name))
$$;

-- The list of one week (its Monday, in the community's own days): one line a worker, family and
-- day. Running it again adds nothing. Only the clock asks for it.
CREATE OR REPLACE FUNCTION kw_list_odd_views(monday date) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE listed bigint;
BEGIN
  IF coalesce(kw_kind(), '') <> 'clock' THEN RETURN 0; END IF;
  WITH views AS (
    SELECT e.id, e.at, e.actor_id, e.hat, e.household_id, e.community_id,
           e.at AT TIME ZONE c.time_zone AS there
    FROM common_auditentry e
    JOIN common_community c ON c.id = e.community_id
    JOIN accounts_user u ON u.id = e.actor_id
    JOIN accounts_agency a ON a.id = e.hat
    WHERE e.at >= monday - 57 AND e.at < monday + 9 AND e.actor_kind = 'staff'
      AND e.outcome = 'done' AND e.household_id IS NOT NULL AND e.verb LIKE '%.view'
  ), usual AS (  -- how many families this worker opens on a busy day, from the eight weeks before
    SELECT d.actor_id, d.hat, percentile_disc(0.95) WITHIN GROUP (ORDER BY d.homes) AS homes
    FROM (SELECT v.actor_id, v.hat, v.there::date, count(DISTINCT v.household_id) AS homes
          FROM views v WHERE v.there::date < monday GROUP BY 1, 2, 3) d
    GROUP BY 1, 2
  ), looks AS (
    SELECT v.actor_id, v.hat, v.community_id, v.household_id, v.there::date AS day,
           (array_agg(v.id ORDER BY v.at, v.id))[1] AS entry, min(v.at) AS at, count(*) AS times,
           bool_or(extract(hour FROM v.there) >= 22 OR extract(hour FROM v.there) < 6) AS night,
           bool_or(NOT kw_was_tied(v.hat, v.household_id, v.at)) AS untied
    FROM views v WHERE v.there::date >= monday AND v.there::date < monday + 7
    GROUP BY 1, 2, 3, 4, 5
  ), ranked AS (
    SELECT l.*, row_number() OVER (
        PARTITION BY l.actor_id, l.hat, l.day ORDER BY l.at, l.entry) AS place,
      greatest(15, ceil(1.5 * coalesce(u.homes, 0))) AS most
    FROM looks l LEFT JOIN usual u ON u.actor_id = l.actor_id AND u.hat = l.hat
  ), judged AS (
    SELECT r.*, array_remove(ARRAY[
        CASE WHEN r.untied THEN 'no tie' END,
        CASE WHEN kw_same_name(r.actor_id, r.household_id) THEN 'same name' END,
        CASE WHEN r.night THEN 'night' END,
        CASE WHEN r.place = r.most + 1 THEN 'many' END], NULL) AS why
    FROM ranked r
  )
  INSERT INTO disclosures_oddview
    (id, entry_id, agency_id, community_id, user_id, household_id, at, times, week, reasons,
     found_at, verdict, words)
  SELECT gen_random_uuid(), j.entry, j.hat, j.community_id, j.actor_id, j.household_id, j.at,
         j.times, monday, j.why, clock_timestamp(), '', ''
  FROM judged j WHERE cardinality(j.why) > 0
  ON CONFLICT (entry_id) DO NOTHING;
  GET DIAGNOSTICS listed = ROW_COUNT;
  RETURN listed;
END $$;
