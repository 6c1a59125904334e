-- Lines on desks hold no family content. The referral itself lays and clears them, on desks that
-- whoever moved it may not see; an agency clears its own. What is laid anew is put off no longer.
CREATE OR REPLACE FUNCTION kw_lay_work(
  item uuid, agency uuid, place uuid, what text, about uuid, due timestamptz, at timestamptz,
  person uuid) RETURNS uuid
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  INSERT INTO access_workitem AS w
    (id, agency_id, community_id, kind, target, due_at, opened_at, assignee_id, snooze_reason)
  SELECT item, agency, place, what, about, due, at, person, ''
  WHERE kw_kind() = 'clock' AND about = kw_actor()
  ON CONFLICT (agency_id, kind, target) WHERE closed_at IS NULL
    DO UPDATE SET due_at = excluded.due_at,
                  assignee_id = coalesce(excluded.assignee_id, w.assignee_id),
                  snoozed_until = NULL, snooze_reason = '', snoozed_by_id = NULL
  RETURNING w.id
$$;

-- A reminder: the line that lies there is new once more, and whose it was it stays.
CREATE OR REPLACE FUNCTION kw_renew_work(about uuid, what text, at timestamptz) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE access_workitem SET opened_at = at,
    snoozed_until = NULL, snooze_reason = '', snoozed_by_id = NULL
  WHERE target = about AND closed_at IS NULL AND kind = what
    AND kw_kind() = 'clock' AND about = kw_actor()
$$;

-- whose: on the desk of this agency alone.
DROP FUNCTION IF EXISTS kw_clear_work(uuid, text, timestamptz);
CREATE OR REPLACE FUNCTION kw_clear_work(
  about uuid, what text, at timestamptz, whose uuid DEFAULT NULL) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE access_workitem SET closed_at = at
  WHERE target = about AND closed_at IS NULL AND (what IS NULL OR kind = what)
    AND (whose IS NULL OR agency_id = whose)
    AND ((kw_kind() = 'clock' AND about = kw_actor()) OR kw_works_for(agency_id))
$$;
