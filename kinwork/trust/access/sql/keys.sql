-- Keys to a family's own page: who hands them out, who ends them, who turns them.

-- Who hands out keys to a family's own page: the family, and the agency that its story was told to
-- while it works with it. Whoever merely received a referral never does.
CREATE OR REPLACE FUNCTION kw_hands_keys(home uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_is_household(home) OR (kw_kind() = 'staff' AND kw_purpose() = 'care' AND kw_active()
    AND kw_role_allows(kw_role(), 'identity', false) AND kw_tied(NULL, home, NULL)
    AND EXISTS (SELECT FROM people_household h WHERE h.id = home AND h.recorded_by_id = kw_hat()))
$$;

-- A new key ends those before it, also where whoever makes it may not read them.
CREATE OR REPLACE FUNCTION kw_end_keys(home uuid, unfinished uuid, at timestamptz) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE access_familykey SET ended_at = at
  WHERE ended_at IS NULL AND (
       (unfinished IS NULL AND household_id = home AND kw_hands_keys(home))
    OR (draft_id = unfinished AND kw_kind() = 'draft' AND draft_id = kw_actor()))
$$;

-- A family's key: code and word must both fit. Five wrong words and the key rests for 15 minutes.
CREATE OR REPLACE FUNCTION kw_turn_key(code bytea, word bytea)
RETURNS TABLE (draft uuid, household uuid, person uuid, community uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE key access_familykey%ROWTYPE;
BEGIN
  SELECT * INTO key FROM access_familykey k
    WHERE k.code_hash = code AND k.ended_at IS NULL AND k.expires_at > kw_now() FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  IF key.wrong_tries >= 5 AND key.last_wrong_at > kw_now() - interval '15 minutes' THEN RETURN; END IF;
  IF key.household_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM people_householdmember m
    WHERE m.household_id = key.household_id AND m.person_id = key.person_id
      AND m.starts <= kw_now() AND (m.ends IS NULL OR m.ends > kw_now())) THEN RETURN; END IF;
  IF key.word_hash <> word THEN
    UPDATE access_familykey SET wrong_tries = wrong_tries + 1, last_wrong_at = kw_now()
      WHERE id = key.id;
    RETURN;
  END IF;
  UPDATE access_familykey SET wrong_tries = 0 WHERE id = key.id;
  RETURN QUERY SELECT key.draft_id, key.household_id, key.person_id, key.community_id;
END $$;
