-- Does this database know a deed that the journal tells of: as its own, or as done again? Nothing else.
CREATE OR REPLACE FUNCTION kw_knows_deed(entry uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM common_auditentry a
    WHERE a.id = entry OR (a.target_id = entry AND a.verb = 'disclosures.replay'))
$$;
