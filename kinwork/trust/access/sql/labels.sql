-- What an agency's records are by law (42 CFR Part 2, FERPA, IDEA Part C, Head Start) follows every row
-- that it records or owns, whoever writes the row and whatever the application says. A label is never
-- lost while the agency keeps such records; a row copied elsewhere takes its labels along.
CREATE OR REPLACE FUNCTION kw_label() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE kept varchar[];
BEGIN
  SELECT array_agg(DISTINCT one.label) INTO kept
    FROM accounts_agency a, unnest(a.records) AS one(label)
    WHERE a.id IN (NEW.recorded_by_id, NEW.owner_id)
      AND (TG_OP = 'INSERT' OR one.label = ANY (OLD.labels));
  IF kept IS NOT NULL AND NOT NEW.labels @> kept THEN
    NEW.labels := ARRAY(SELECT DISTINCT unnest(NEW.labels || kept) ORDER BY 1);
  END IF;
  RETURN NEW;
END $$;

-- The rows that an agency has written before it said what it keeps: they get the label, too. Nothing is
-- ever taken away by it. How many rows that were.
CREATE OR REPLACE FUNCTION kw_stamp(agency uuid) RETURNS bigint LANGUAGE plpgsql VOLATILE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE kept varchar[]; these bigint; total bigint := 0;
BEGIN
  IF coalesce(kw_kind(), '') <> 'staff' OR NOT (
    kw_role() = 'operator' OR (kw_role() = 'account administrator' AND kw_hat() = agency))
  THEN RETURN 0; END IF;
  SELECT a.records INTO kept FROM accounts_agency a WHERE a.id = agency;
{stamp}
  RETURN total;
END $$;

-- A victim service provider works with no family here: its ties end, nothing lies on its desk, nobody
-- sits at a family's intake for it.
CREATE OR REPLACE FUNCTION kw_let_go(agency uuid, at timestamptz) RETURNS bigint LANGUAGE plpgsql
VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE ended bigint;
BEGIN
  IF coalesce(kw_kind() = 'staff' AND kw_role() = 'operator', false) IS NOT TRUE OR NOT EXISTS (
    SELECT FROM accounts_agency a WHERE a.id = agency AND a.is_victim_service_provider)
  THEN RETURN 0; END IF;
  UPDATE access_tie SET ends = greatest(at, starts)
    WHERE agency_id = agency AND (ends IS NULL OR ends > at);
  GET DIAGNOSTICS ended = ROW_COUNT;
  UPDATE access_workitem SET closed_at = at WHERE agency_id = agency AND closed_at IS NULL;
  UPDATE intake_seat SET ended_at = at WHERE agency_id = agency AND ended_at IS NULL;
  RETURN ended;
END $$;

-- What was sent to it and is open goes another way: ids alone, for whoever marked it.
CREATE OR REPLACE FUNCTION kw_not_for_victims(agency uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT r.id FROM referrals_referral r
  JOIN accounts_agency a ON a.id = agency AND a.is_victim_service_provider
  WHERE kw_kind() = 'staff' AND kw_role() = 'operator'
    AND r.receiver_id = agency AND r.ended_at IS NULL AND r.sent_at IS NOT NULL
  ORDER BY r.id
$$;
