-- Keys to a family's own page. Only the family makes one: a desk hands out a card (a claim), which
-- the family turns into a key with a word that no worker has typed.
DROP FUNCTION IF EXISTS kw_hands_keys(uuid) CASCADE;

-- Who hands out cards: the agency that the story was told to, while it works with the family.
-- Whoever merely received a referral never does.
CREATE OR REPLACE FUNCTION kw_hands_claims(home uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_kind() = 'staff' AND kw_purpose() = 'care' AND kw_active()
    AND kw_role() IN ('intake worker', 'navigator', 'caseworker', 'supervisor')
    AND kw_tied(NULL, home, NULL)
    AND EXISTS (SELECT FROM people_household h WHERE h.id = home AND h.recorded_by_id = kw_hat())
    AND NOT EXISTS (
      SELECT FROM access_block b WHERE b.household_id = home
        AND (b.user_id = kw_actor() OR b.agency_id = kw_hat())
        AND b.starts <= kw_now() AND (b.ends IS NULL OR b.ends > kw_now()))
$$;

CREATE OR REPLACE FUNCTION kw_belongs(home uuid, who uuid, as_what text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM people_householdmember m
    WHERE m.household_id = home AND m.person_id = who
      AND (as_what IS NULL OR m.relation = as_what)
      AND m.starts <= kw_now() AND (m.ends IS NULL OR m.ends > kw_now()))
$$;

-- A card for one caregiver by name. Answers 'done', 'refused', or which limit is reached. The card
-- before it is worthless from now on; the family's own key is not touched.
CREATE OR REPLACE FUNCTION kw_make_claim(
  claim uuid, code bytea, home uuid, who uuid, lives interval, home_limit int, worker_limit int)
RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT coalesce(kw_hands_claims(home) AND kw_belongs(home, who, 'caregiver'), false) THEN
    RETURN 'refused';
  END IF;
  -- whom the family has said no to opens no way onto its page
  IF (SELECT said.refused FROM kw_said(home, kw_hat(), NULL, 'identity', kw_now()) said) THEN
    RETURN 'refused';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('claim by ' || kw_actor()));
  PERFORM pg_advisory_xact_lock(hashtext('claim for ' || home));
  IF (SELECT count(*) FROM access_familyclaim c
      WHERE c.made_by_id = kw_actor() AND c.made_at > kw_now() - interval '1 day') >= worker_limit
  THEN RETURN 'worker'; END IF;
  IF (SELECT count(*) FROM access_familyclaim c
      WHERE c.household_id = home AND c.made_at > kw_now() - interval '1 day') >= home_limit
  THEN RETURN 'household'; END IF;
  UPDATE access_familyclaim SET ended_at = kw_now()
    WHERE household_id = home AND person_id = who AND used_at IS NULL AND ended_at IS NULL;
  INSERT INTO access_familyclaim (id, code_hash, household_id, person_id, community_id, agency_id,
      made_by_id, made_at, expires_at)
    VALUES (claim, code, home, who, kw_community(), kw_hat(), kw_actor(), kw_now(),
      kw_now() + lives);
  RETURN 'done';
END $$;

-- The story that a caregiver told first, or (who NULL) every story of this home: whoever holds the way
-- to it, of a code or of a browser, comes by it onto the page that it became.
CREATE OR REPLACE FUNCTION kw_stories(home uuid, who uuid) RETURNS SETOF uuid LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT d.id FROM intake_draft d
  WHERE d.household = home AND (who IS NULL OR d.answers->>'person' = who::text)
$$;

-- A card becomes a key: one statement finds it, uses it up, ends this caregiver's earlier keys and
-- makes the new one. The same page may press again for half an hour, should the answer get lost.
CREATE OR REPLACE FUNCTION kw_claim_key(
  claim bytea, page bytea, key uuid, code bytea, word bytea, lives interval)
RETURNS TABLE (id uuid, household uuid, person uuid, community uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE card access_familyclaim%ROWTYPE;
BEGIN
  IF kw_kind() NOT IN ('visitor', 'draft', 'family', 'link') THEN RETURN; END IF;
  SELECT * INTO card FROM access_familyclaim c
    WHERE c.code_hash = claim AND c.ended_at IS NULL AND c.expires_at > kw_now() FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  IF card.used_at IS NOT NULL AND NOT (
       card.used_with = page AND card.used_at > kw_now() - interval '30 minutes') THEN RETURN;
  END IF;
  IF NOT kw_belongs(card.household_id, card.person_id, 'caregiver') THEN RETURN; END IF;
  IF NOT EXISTS (SELECT FROM accounts_user u JOIN accounts_agency a ON a.id = card.agency_id
                 WHERE u.id = card.made_by_id AND u.is_active AND a.active) THEN RETURN; END IF;
  UPDATE access_familyclaim SET used_at = coalesce(used_at, kw_now()), used_with = page
    WHERE access_familyclaim.id = card.id;
  UPDATE access_familykey SET ended_at = kw_now()
    WHERE ended_at IS NULL AND (
      (household_id = card.household_id AND person_id = card.person_id)
      OR draft_id IN (SELECT kw_stories(card.household_id, card.person_id)));
  INSERT INTO access_familykey (id, code_hash, word_hash, household_id, person_id, community_id,
      expires_at, wrong_tries)
    VALUES (key, code, word, card.household_id, card.person_id, card.community_id,
      kw_now() + lives, 0);
  RETURN QUERY SELECT card.id, card.household_id, card.person_id, card.community_id;
END $$;

-- A new key ends the one before it: a caregiver's own, or that of the unfinished intake.
CREATE OR REPLACE FUNCTION kw_end_keys(home uuid, unfinished uuid, at timestamptz) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE access_familykey SET ended_at = at
  WHERE ended_at IS NULL AND (
       (unfinished IS NULL AND kw_is_household(home)
        AND ((household_id = home AND person_id = kw_actor())
          OR draft_id IN (SELECT kw_stories(home, kw_actor()))))
    OR (draft_id = unfinished AND kw_kind() = 'draft' AND draft_id = kw_actor()))
$$;

-- The family shuts its page: every key and card of the household ends, and so does every visit.
CREATE OR REPLACE FUNCTION kw_shut_page(home uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT kw_is_household(home) THEN RETURN false; END IF;
  -- whoever something of this home is kept from shuts their own ways in, and nobody else's
  IF kw_kept_from(kw_actor(), home) THEN
    UPDATE access_familykey SET ended_at = kw_now()
      WHERE ended_at IS NULL AND ((household_id = home AND person_id = kw_actor())
        OR draft_id IN (SELECT kw_stories(home, kw_actor())));
    UPDATE access_familyclaim SET ended_at = kw_now()
      WHERE household_id = home AND person_id = kw_actor() AND ended_at IS NULL;
    UPDATE access_familypasskey SET ended_at = kw_now()
      WHERE household_id = home AND person_id = kw_actor() AND ended_at IS NULL;
    RETURN true;
  END IF;
  UPDATE access_familykey SET ended_at = kw_now()
    WHERE ended_at IS NULL AND (household_id = home OR draft_id IN (SELECT kw_stories(home, NULL)));
  UPDATE access_familyclaim SET ended_at = kw_now() WHERE household_id = home AND ended_at IS NULL;
  UPDATE access_familypasskey SET ended_at = kw_now()
    WHERE household_id = home AND ended_at IS NULL;
  INSERT INTO access_familydoor (household_id, shut_at) VALUES (home, kw_now())
    ON CONFLICT (household_id) DO UPDATE SET shut_at = excluded.shut_at;
  RETURN true;
END $$;

-- Is a browser that came onto this page at `since` out again? Asked before anybody acts.
CREATE OR REPLACE FUNCTION kw_shut_out(home uuid, since timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM access_familydoor d WHERE d.household_id = home AND d.shut_at > since)
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
