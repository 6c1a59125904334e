-- How long a family's record is kept, and its end: days are worked out here, from the lines of
-- library/keeping, and by the clock alone. What stands in braces is drawn by keeping.py.

-- The day after so many years: all of the last day is still kept.
CREATE OR REPLACE FUNCTION kw_years_after(day date, years integer) RETURNS date LANGUAGE sql IMMUTABLE
AS $$ SELECT (day + make_interval(years => years))::date + 1 $$;

-- The end of the federal fiscal year after that of `day`: its final report is made by then.
CREATE OR REPLACE FUNCTION kw_report_of(day date) RETURNS date LANGUAGE sql IMMUTABLE
AS $$ SELECT make_date(extract(year FROM day + interval '3 months')::integer + 1, 9, 30) $$;

-- The twin of library.keeping.keep_until: the longest of all lines that touch a row.
CREATE OR REPLACE FUNCTION kw_keep_until(
  class text, typed boolean, touches text[], state text, born date, last_day date, years integer,
  today date, OUT line text, OUT day date) LANGUAGE sql IMMUTABLE AS $$
  SELECT l.line, l.day FROM (
    {line_0}
{lines}
  ) l ORDER BY l.day DESC, l.line COLLATE "C" LIMIT 1
$$;

-- Somebody says that this record must stay: a lawsuit, a complaint, an audit.
CREATE OR REPLACE FUNCTION kw_on_hold(home uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM retention_hold h WHERE h.household_id = home AND h.ended_at IS NULL
    AND (h.until IS NULL OR h.until >= kw_now()::date))
$$;

-- The same, and what holds a record by itself: an order in force, an emergency not yet reviewed.
CREATE OR REPLACE FUNCTION kw_must_stay(home uuid, whom uuid[]) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_on_hold(home)
    OR EXISTS (SELECT FROM access_glass g WHERE g.household_id = home AND g.reviewed_at IS NULL)
    OR EXISTS (SELECT FROM access_withholding w WHERE w.kind = 'court order'
      AND kw_live(w.starts, w.ends) AND (w.household_id = home OR w.person_id = ANY (whom)))
$$;

-- Whose rows rest with this home: its people, but for whom another home that is not at rest has too.
CREATE OR REPLACE FUNCTION kw_resting(home uuid) RETURNS uuid[] LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(array_agg(DISTINCT m.person_id), '{{}}') FROM people_householdmember m
  WHERE m.household_id = home AND NOT EXISTS (
    SELECT FROM people_householdmember o
    LEFT JOIN retention_term t ON t.household_id = o.household_id
    WHERE o.person_id = m.person_id AND o.household_id <> home AND kw_live(o.starts, o.ends)
      AND NOT kw_is_closed(o.household_id) AND t.counted_from IS NULL AND t.finished_at IS NULL)
$$;

-- The last deed on this record; NULL while something is open, or was done a little while ago. A tie or
-- consent that names no end is as old as the last deed: an office that does not come back holds nothing.
CREATE OR REPLACE FUNCTION kw_quiet_since(home uuid, whom uuid[]) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT heard.at FROM (
    SELECT greatest(
      (SELECT max(a.at) FROM common_auditentry a
        WHERE a.household_id = home AND a.actor_kind NOT IN ('clock', 'report') AND a.outcome = 'done'
          AND a.verb NOT LIKE 'retention.%'),
      (SELECT max(r.ended_at) FROM referrals_referral r WHERE r.household_id = home),
      (SELECT max(least(c.ended_at, c.ends)) FROM consent_consent c WHERE c.household_id = home),
      (SELECT max(t.ends) FROM access_tie t WHERE t.household_id = home),
      (SELECT max(w.at) FROM (
{written}
      ) w)) AS at) heard
  WHERE heard.at < kw_now() - interval '{quiet_days} days'
    AND NOT EXISTS (SELECT FROM referrals_referral r WHERE r.household_id = home AND r.ended_at IS NULL)
    AND NOT EXISTS (SELECT FROM consent_consent c WHERE c.household_id = home AND NOT c.deny
      AND c.ended_at IS NULL AND c.ends > kw_now())
    AND NOT EXISTS (SELECT FROM access_tie t WHERE t.household_id = home AND t.ends > kw_now())
    AND NOT EXISTS (SELECT FROM intake_draft d WHERE d.household = home AND d.finished_at IS NULL)
$$;

-- Homes that the clock has to look at tonight, in the order of their ids; ids only.
CREATE OR REPLACE FUNCTION kw_homes_to_keep(after uuid, many integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT h.id FROM people_household h JOIN common_community c ON c.id = h.community_id
  LEFT JOIN retention_term t ON t.household_id = h.id
  WHERE kw_kind() = 'clock' AND (after IS NULL OR h.id > after) AND h.sealed_at IS NULL
    AND NOT kw_is_closed(h.id)
    AND (kw_quiet_since(h.id, kw_resting(h.id)) IS DISTINCT FROM t.counted_from
      OR t.next_on <= (kw_now() AT TIME ZONE c.time_zone)::date
      OR (t.counted_from IS NOT NULL AND (t.schedule, t.years) IS DISTINCT FROM
          ('{schedule}', coalesce((c.settings->>'keep_years')::integer, {own_years}))))
  ORDER BY h.id LIMIT many
$$;

-- One home, tonight. At rest: the day of each row. Active again: no days. A day has come, and nothing
-- holds it: gone. What was done: 'state' and, for each table, how many rows by which line.
CREATE OR REPLACE FUNCTION kw_keep_home(home uuid) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  term retention_term%ROWTYPE;
  moment timestamptz := kw_now();
  today date;
  counted date;  -- the local day of the last deed
  heard timestamptz;
  where_ text;
  zone text;
  town uuid;
  own_years integer;
  whom uuid[];
  two_homes uuid[];
  births date[];
  lasts date[];
  shared boolean[];
  youngest date;
  touched text[];
  the_end date;
  next_day date;
  moved boolean := true;
  held boolean;
  counts jsonb;
  gone jsonb := '{{}}';
BEGIN
  IF NOT coalesce(kw_kind() = 'clock' AND kw_actor() = home, false) THEN RETURN NULL; END IF;
  PERFORM kw_hold_grounds(home);
  SELECT c.id, c.state, c.time_zone, coalesce((c.settings->>'keep_years')::integer, {own_years})
    INTO town, where_, zone, own_years
    FROM people_household h JOIN common_community c ON c.id = h.community_id
    WHERE h.id = home AND h.sealed_at IS NULL;
  IF NOT FOUND OR kw_is_closed(home) THEN RETURN NULL; END IF;
  SELECT * INTO term FROM retention_term t WHERE t.household_id = home FOR UPDATE;
  today := (moment AT TIME ZONE zone)::date;
  whom := kw_resting(home);
  heard := kw_quiet_since(home, whom);
  IF heard IS NULL THEN
    IF term.counted_from IS NULL THEN RETURN NULL; END IF;
{clear}
    UPDATE retention_term SET counted_from = NULL, next_on = NULL, set_at = moment
      WHERE household_id = home;
    RETURN jsonb_build_object('state', 'cleared');
  END IF;
  counted := (heard AT TIME ZONE zone)::date;
  SELECT array_agg(p.id ORDER BY p.id), array_agg(coalesce(p.birth_date, p.due_date) ORDER BY p.id),
      array_agg(greatest(counted, o.heard) ORDER BY p.id), array_agg(o.heard IS NOT NULL ORDER BY p.id),
      max(coalesce(p.birth_date, p.due_date)), coalesce(array_agg(p.id) FILTER (WHERE o.heard IS NOT NULL), '{{}}')
    INTO whom, births, lasts, shared, youngest, two_homes
    FROM people_person p LEFT JOIN LATERAL (
      SELECT max((t.counted_from AT TIME ZONE zone)::date) AS heard
      FROM people_householdmember m JOIN retention_term t ON t.household_id = m.household_id
      WHERE m.person_id = p.id AND m.household_id <> home AND kw_live(m.starts, m.ends)) o ON true
    WHERE p.id = ANY (whom);
  whom := coalesce(whom, '{{}}');
  SELECT coalesce(array_agg(w.word), '{{}}') INTO touched FROM (
    SELECT r.need_code::text AS word FROM referrals_referral r
      WHERE r.household_id = home AND r.sent_at IS NOT NULL
    UNION SELECT f.program FROM facts_fact f WHERE f.certified_by_id IS NOT NULL
      AND (f.household_id = home OR f.person_id = ANY (whom))
    UNION SELECT d.program FROM eligibility_determination d WHERE d.decided
      AND (d.household_id = home OR d.person_id = ANY (whom))) w;
{set}
  WHILE moved LOOP
    moved := false;
{stay}
  END LOOP;
  SELECT CASE WHEN bool_or(d.day IS NULL) THEN NULL ELSE greatest(
      (SELECT k.day FROM kw_keep_until(
        'identity', true, touched, where_, youngest, counted, own_years, today) k),
      (SELECT k.day FROM kw_keep_until(
        '{consent}', true, touched, where_, youngest, counted, own_years, today) k
        WHERE EXISTS (SELECT FROM consent_consent c WHERE c.household_id = home)),
      max(d.day)) END
    INTO the_end FROM (
    SELECT '-infinity'::date AS day UNION ALL
{days}
  ) d;
{last}
  held := kw_must_stay(home, whom);
  IF NOT held THEN
{delete}
  END IF;
  SELECT coalesce(min(d.day), today + {quiet_days}) INTO next_day FROM (
{all_days}
  ) d;
  IF EXISTS (SELECT FROM people_household h WHERE h.id = home AND h.sealed_at IS NOT NULL) THEN
{gone}
{wiped}
    UPDATE access_tie SET ends = greatest(moment, starts)
      WHERE (household_id = home OR person_id = ANY (whom)) AND kw_live(starts, ends);
    UPDATE access_familykey SET ended_at = moment WHERE household_id = home AND ended_at IS NULL;
    INSERT INTO access_familydoor (household_id, shut_at) VALUES (home, moment)
      ON CONFLICT (household_id) DO UPDATE SET shut_at = excluded.shut_at;
    next_day := NULL;
  END IF;
  INSERT INTO retention_term AS t (household_id, community_id, counted_from, schedule, years, next_on,
      set_at, finished_at)
    VALUES (home, town, heard, '{schedule}', own_years, next_day, moment,
      CASE WHEN next_day IS NULL THEN moment END)
    ON CONFLICT (household_id) DO UPDATE SET counted_from = excluded.counted_from,
      schedule = excluded.schedule, years = excluded.years, next_on = excluded.next_on,
      set_at = excluded.set_at, finished_at = excluded.finished_at;
  IF gone <> '{{}}' THEN RETURN jsonb_build_object('state', 'deleted', 'tables', gone); END IF;
  IF (term.counted_from, term.schedule, term.years) IS DISTINCT FROM (heard, '{schedule}', own_years)
  THEN RETURN jsonb_build_object('state', 'set'); END IF;
  RETURN CASE WHEN held THEN jsonb_build_object('state', 'held') END;
END $$;

-- Intakes that nobody finished: a family's own after the days that its code has, a desk's later. Which.
CREATE OR REPLACE FUNCTION kw_forget_drafts(many integer) RETURNS TABLE (draft uuid, town uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  old uuid[];
BEGIN
  IF coalesce(kw_kind(), '') <> 'clock' THEN RETURN; END IF;
  old := ARRAY(
    SELECT d.id FROM intake_draft d
    WHERE d.finished_at IS NULL AND NOT (d.household IS NOT NULL AND kw_on_hold(d.household))
      AND d.changed_at < kw_now() - CASE WHEN d.agency_id IS NULL
        THEN interval '{draft_days} days' ELSE interval '{desk_draft_days} days' END
      AND NOT EXISTS (SELECT FROM access_familykey k WHERE k.draft_id = d.id
        AND k.ended_at IS NULL AND k.expires_at > kw_now())
    ORDER BY d.changed_at LIMIT many);
  DELETE FROM intake_seat s WHERE s.draft = ANY (old);
  DELETE FROM intake_interpreting i WHERE i.draft = ANY (old);
  UPDATE access_familykey k SET ended_at = kw_now() WHERE k.draft_id = ANY (old) AND k.ended_at IS NULL;
  RETURN QUERY DELETE FROM intake_draft d WHERE d.id = ANY (old) AND d.finished_at IS NULL
    RETURNING d.id, d.community_id;
END $$;

-- The community of the family with this number, for whoever may hold its record; else nothing.
CREATE OR REPLACE FUNCTION kw_home_to_hold(home uuid) RETURNS uuid LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT h.community_id FROM people_household h
  WHERE h.id = home AND kw_kind() = 'staff' AND (kw_role() = 'operator'
    OR (kw_role() = 'privacy officer' AND kw_active() AND h.community_id = kw_community()))
$$;
