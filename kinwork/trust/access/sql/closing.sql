-- A family leaves: everything about its home is sealed at once, and destroyed at its dates. What
-- stands in braces is drawn from the tables that hold families' rows (sealing.py).

-- Whose rows go with a home: its people who have no other home here.
CREATE OR REPLACE FUNCTION kw_leaving(home uuid) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(array_agg(DISTINCT m.person_id), '{{}}') FROM people_householdmember m
  WHERE m.household_id = home AND NOT EXISTS (
    SELECT FROM people_householdmember o
    WHERE o.person_id = m.person_id AND o.household_id <> home AND kw_live(o.starts, o.ends)
      AND NOT kw_is_closed(o.household_id))
$$;

-- By its only adult, who shares the whole home. Answers 'done', 'refused', or 'several' (adults).
CREATE OR REPLACE FUNCTION kw_close_home(
  closing uuid, home uuid, undo interval, record interval) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  moment timestamptz := kw_now();
  whom uuid[];
BEGIN
  PERFORM kw_hold_grounds(home);
  IF NOT coalesce(kw_shares_home(home) AND kw_belongs(home, kw_actor(), 'caregiver'), false)
     OR kw_is_closed(home) THEN RETURN 'refused'; END IF;
  IF EXISTS (
    SELECT FROM people_householdmember m
    WHERE m.household_id = home AND m.person_id <> kw_actor() AND kw_live(m.starts, m.ends)
      AND m.relation IN ('caregiver', 'other adult')) THEN RETURN 'several'; END IF;
  whom := kw_leaving(home);
  INSERT INTO consent_closing (id, community_id, household_id, person_id, people, closed_at,
      undo_until, destroy_on)
    VALUES (closing, kw_community(), home, kw_actor(), whom, moment, moment + undo,
      (moment + record)::date);
  -- its own wish is sooner than the clock that keeps records at rest
  UPDATE retention_term SET counted_from = NULL, next_on = NULL, set_at = moment
    WHERE household_id = home AND counted_from IS NOT NULL;
  IF FOUND THEN
{clear}
  END IF;
{seal}
  UPDATE access_tie SET ends = moment
    WHERE (household_id = home OR person_id = ANY (whom)) AND kw_live(starts, ends);
  UPDATE access_familyclaim SET ended_at = moment
    WHERE household_id = home AND used_at IS NULL AND ended_at IS NULL;
  UPDATE consent_consentask SET ended_at = moment, ended_why = 'family left'
    WHERE household_id = home AND answered_at IS NULL AND ended_at IS NULL;
  RETURN 'done';
END $$;

-- The family changed its mind in time: exactly what was sealed that day is there again. Who was let
-- in before is not.
CREATE OR REPLACE FUNCTION kw_reopen_home(closing uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  c consent_closing%ROWTYPE;
  home uuid;
  whom uuid[];
  moment timestamptz;
BEGIN
  SELECT * INTO c FROM consent_closing k WHERE k.id = closing FOR UPDATE;
  IF NOT FOUND OR NOT coalesce(kw_is_household(c.household_id), false) OR c.undone_at IS NOT NULL
     OR c.destroyed_at IS NOT NULL OR c.undo_until <= kw_now() THEN RETURN false; END IF;
  home := c.household_id; whom := c.people; moment := c.closed_at;
{unseal}
  UPDATE consent_closing SET undone_at = kw_now() WHERE id = c.id;
  RETURN true;
END $$;

-- The clock of one closing: what no duty keeps, when nobody can change their mind any more; the rest
-- at its own date. The family's doors are the last to close. When to come again, or NULL: nothing is
-- left to wait for.
CREATE OR REPLACE FUNCTION kw_destroy_home(closing uuid) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  c consent_closing%ROWTYPE;
  home uuid;
  whom uuid[];
  moment timestamptz;
  today date := kw_now()::date;
  again date;
BEGIN
  SELECT * INTO c FROM consent_closing k WHERE k.id = closing FOR UPDATE;
  IF NOT FOUND OR NOT coalesce(kw_kind() = 'clock' AND kw_actor() = c.id, false)
     OR c.undone_at IS NOT NULL OR c.undo_until > kw_now() THEN RETURN NULL; END IF;
  IF kw_on_hold(c.household_id) THEN RETURN kw_now() + interval '1 day'; END IF;
  home := c.household_id; whom := c.people; moment := c.closed_at;
  -- what somebody wrote after that day goes the same way
{seal}
{destroy}
  UPDATE access_familykey SET ended_at = kw_now() WHERE household_id = home AND ended_at IS NULL;
  INSERT INTO access_familydoor (household_id, shut_at) VALUES (home, kw_now())
    ON CONFLICT (household_id) DO UPDATE SET shut_at = excluded.shut_at;
  SELECT min(due) INTO again FROM (
{waiting}
  ) rest WHERE due > today;
  UPDATE consent_closing SET destroyed_at = coalesce(destroyed_at, kw_now()),
      finished_at = CASE WHEN again IS NULL THEN kw_now() END
    WHERE id = c.id;
  RETURN again;
END $$;
