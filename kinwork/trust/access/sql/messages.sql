-- Who hears that a message to this home did not arrive: whoever works with the family now, the nearest
-- first. Nobody whom the family has shut out, nobody who left, no agency without rows. For clocks alone;
-- numbers only.
CREATE OR REPLACE FUNCTION kw_who_follows(home uuid, OUT agency uuid, OUT member uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT t.agency_id,
    CASE WHEN kw_still_works(t.user_id, t.agency_id, kw_now())
         AND NOT EXISTS (SELECT FROM access_block b WHERE b.household_id = home
                         AND b.user_id = t.user_id AND kw_live(b.starts, b.ends))
         THEN t.user_id END
  FROM access_tie t JOIN accounts_agency a ON a.id = t.agency_id
  WHERE kw_kind() = 'clock' AND t.household_id = home AND kw_live(t.starts, t.ends)
    AND t.kind IN ('team', 'assignment', 'intake', 'referral')
    AND a.active AND NOT a.is_victim_service_provider
    AND NOT EXISTS (SELECT FROM access_block b WHERE b.household_id = home
                    AND b.agency_id = t.agency_id AND kw_live(b.starts, b.ends))
  -- a tie to the care team that names nobody came with a referral: who took the story in is nearer
  ORDER BY CASE WHEN t.kind = 'team' AND t.user_id IS NOT NULL THEN 1 WHEN t.kind = 'assignment' THEN 2
                WHEN t.kind = 'intake' THEN 3 WHEN t.kind = 'team' THEN 4 ELSE 5 END,
    t.user_id IS NULL, t.starts, t.id
  LIMIT 1
$$;

-- With nobody in particular: the agency that convenes the community, unless the family has shut it out.
CREATE OR REPLACE FUNCTION kw_who_convenes(home uuid, place uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT c.agency_id
  FROM accounts_agencycommunity c JOIN accounts_agency a ON a.id = c.agency_id
  WHERE kw_kind() = 'clock' AND c.community_id = place AND c.convenes
    AND a.active AND NOT a.is_victim_service_provider
    AND NOT EXISTS (SELECT FROM access_block b WHERE b.household_id = home
                    AND b.agency_id = c.agency_id AND kw_live(b.starts, b.ends))
  ORDER BY c.id
  LIMIT 1
$$;
