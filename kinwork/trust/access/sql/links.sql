-- May an agency still be told what a family says of its referral? It takes part, the family's consent
-- stands, and nobody has refused or shut it out. A tie is not asked for: the word comes after the end.
CREATE OR REPLACE FUNCTION kw_hears(home uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_active() AND kw_party(kw_hat(), 'participation') AND said.permit AND NOT said.refused
    AND NOT EXISTS (
      SELECT FROM access_block b WHERE b.household_id = home
        AND (b.user_id = kw_actor() OR b.agency_id = kw_hat()) AND kw_live(b.starts, b.ends))
  FROM kw_said(home, kw_hat(), NULL, 'identity', kw_now()) said
$$;
