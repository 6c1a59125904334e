-- A story that this office types: for who talks with families there. Of a family that is known, for who
-- works with it now; it holds what the family told before, and closes with it.
CREATE OR REPLACE FUNCTION kw_opens_story(agency uuid, home uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_works_for(agency) AND kw_role_allows(kw_role(), 'identity', false)
    AND (home IS NULL OR NOT EXISTS (SELECT FROM people_household h WHERE h.id = home)
      OR (kw_sees_household(home) AND NOT kw_shut_from(home) AND NOT (
        SELECT said.refused FROM kw_said(home, kw_hat(), NULL, 'identity', kw_now()) said)))
$$;

-- A second place at one intake. Whoever is at it makes a code; this alone joins somebody by it.
-- A worker takes a family's seat for the agency whose hat they wear; anybody else joins a family's
-- own intake as that family, or sits down at the intake that a desk typed for them.
CREATE OR REPLACE FUNCTION kw_take_seat(code bytea)
RETURNS TABLE (id uuid, draft uuid, side text, agency uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE seat intake_seat%ROWTYPE;
BEGIN
  SELECT * INTO seat FROM intake_seat s
    WHERE s.code_hash = code AND s.joined_at IS NULL AND s.ended_at IS NULL
      AND s.expires_at > kw_now() FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  IF kw_kind() = 'staff' THEN
    IF seat.agency_id IS NOT NULL OR NOT kw_active() OR kw_purpose() <> 'care'
       OR kw_shut_from(seat.household)
       OR kw_role() NOT IN ('intake worker', 'navigator', 'caseworker', 'supervisor')
       OR EXISTS (SELECT FROM accounts_agency a
                  WHERE a.id = kw_hat() AND a.is_victim_service_provider)
    THEN RETURN; END IF;
    UPDATE intake_seat SET side = 'desk', agency_id = kw_hat(), user_id = kw_actor(),
      joined_at = kw_now() WHERE intake_seat.id = seat.id;
    RETURN QUERY SELECT seat.id, seat.draft, 'desk', kw_hat();
  ELSIF kw_kind() IN ('visitor', 'draft', 'family', 'link')
        -- what a desk holds of a known family may be kept from whoever comes with the code
        AND (seat.agency_id IS NULL OR seat.household IS NULL) THEN
    UPDATE intake_seat SET joined_at = kw_now() WHERE intake_seat.id = seat.id;
    RETURN QUERY SELECT seat.id, seat.draft, 'family', seat.agency_id;
  END IF;
END $$;
