-- A sovereign nation answers for every row that one of its offices records, whoever writes the row and
-- whatever the application says. Rows of other agencies keep the steward they came with.
CREATE OR REPLACE FUNCTION kw_steward() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.steward_id := coalesce(
    (SELECT o.nation_id FROM agreements_nationoffice o
     WHERE o.agency_id = coalesce(NEW.recorded_by_id, NEW.owner_id, NEW.steward_id)),
    NEW.steward_id);
  RETURN NEW;
END $$;
