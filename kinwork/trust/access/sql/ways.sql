-- Two more ways onto a family's own page: a link or short code that is sent to a safe address of its
-- own, and the lock of its phone. Nobody learns here whether an address belongs to anybody.

-- Asking writes the same line for every address. Who may ask: whoever is not at work. Lines that led
-- nowhere are gone after a day.
CREATE OR REPLACE FUNCTION kw_ask_way(way uuid, through text, address text, place uuid)
RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF coalesce(kw_kind(), '') NOT IN ('visitor', 'draft', 'family', 'link') THEN RETURN false; END IF;
  DELETE FROM access_familyway w WHERE w.used_at IS NULL AND w.asked_at < kw_now() - interval '1 day';
  INSERT INTO access_familyway (id, channel, address_hash, community_id, asked_at, wrong_tries)
    VALUES (way, through, address, place, kw_now(), 0);
  RETURN true;
END $$;

-- Whose page an address may open: a caregiver with a live key, whose own address or whose home's it
-- is, called safe, and no stop. Nothing of a home in which anything is kept from anybody, nor of one
-- that was shut since, or closed.
CREATE OR REPLACE FUNCTION kw_way_holders(way access_familyway)
RETURNS TABLE (household uuid, person uuid, community uuid, lock_of uuid, salt bytea, hashed bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT DISTINCT ON (k.id) h.id, m.person_id, h.community_id, k.id, k.code_hash, k.word_hash
  FROM contact_contactpoint c
  JOIN people_householdmember m ON (m.household_id = c.household_id OR m.person_id = c.person_id)
  JOIN people_household h ON h.id = m.household_id
  JOIN access_familykey k ON (k.household_id = m.household_id AND k.person_id = m.person_id)
    OR k.draft_id IN (SELECT kw_stories(m.household_id, m.person_id))
  WHERE c.channel = way.channel AND c.address_hash = way.address_hash
    AND c.is_safe AND c.ended_at IS NULL AND c.sealed_at IS NULL
    AND kw_belongs(m.household_id, m.person_id, 'caregiver') AND kw_live(m.starts, m.ends)
    AND k.ended_at IS NULL AND k.expires_at > kw_now()
    AND h.sealed_at IS NULL AND NOT kw_is_closed(h.id)
    AND NOT EXISTS (SELECT FROM contact_stop s
      WHERE s.channel = c.channel AND s.address_hash = c.address_hash AND s.started_at IS NULL
        AND (s.household IS NULL OR s.household = h.id))
    AND NOT EXISTS (SELECT FROM access_familydoor d
      WHERE d.household_id = h.id AND d.shut_at >= way.asked_at)
    AND NOT EXISTS (SELECT FROM access_withholding w
      WHERE kw_live(w.starts, w.ends) AND w.from_agency_id IS NULL
        AND w.kind <> 'minor''s own service'
        AND (w.household_id = h.id OR w.person_id IN (
          SELECT o FROM people_householdmember p, LATERAL kw_cluster(p.person_id) o
          WHERE p.household_id = h.id AND kw_live(p.starts, p.ends))))
  ORDER BY k.id
$$;

-- It may still be sent, or used: asked for a little while ago, neither used nor ended.
CREATE OR REPLACE FUNCTION kw_way_lives(way access_familyway) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT way.used_at IS NULL AND way.ended_at IS NULL
    AND CASE WHEN way.expires_at IS NULL THEN way.asked_at > kw_now() - interval '15 minutes'
        ELSE way.expires_at > kw_now() END
$$;

-- For the line's own clock alone: the home that a message may go to. No row: nobody is there.
CREATE OR REPLACE FUNCTION kw_way_home(way uuid)
RETURNS TABLE (household uuid, community uuid, channel text, address text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT o.household, w.community_id, w.channel::text, w.address_hash::text
  FROM access_familyway w, LATERAL kw_way_holders(w) o
  WHERE w.id = way AND kw_kind() = 'clock' AND kw_actor() = way AND kw_way_lives(w)
  ORDER BY o.household LIMIT 1
$$;

-- The digest of its secret, made when it leaves; a second try makes a new one, and the first is void.
CREATE OR REPLACE FUNCTION kw_give_way(way uuid, code bytea, lives interval) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE found_ access_familyway%ROWTYPE;
BEGIN
  IF NOT coalesce(kw_kind() = 'clock' AND kw_actor() = way, false) THEN RETURN false; END IF;
  SELECT * INTO found_ FROM access_familyway w WHERE w.id = way FOR UPDATE;
  IF NOT FOUND OR NOT kw_way_lives(found_) THEN RETURN false; END IF;
  UPDATE access_familyway SET code_hash = code, expires_at = kw_now() + lives WHERE id = way;
  RETURN true;
END $$;

-- With what a word has to be mixed before it can be compared: nothing until the secret fits.
CREATE OR REPLACE FUNCTION kw_way_salts(way uuid, code bytea) RETURNS TABLE (key uuid, salt bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT o.lock_of, o.salt FROM access_familyway w, LATERAL kw_way_holders(w) o
  WHERE w.code_hash = code AND (way IS NULL OR w.id = way) AND kw_way_lives(w)
  ORDER BY o.lock_of LIMIT 4
$$;

-- The secret and a family's own word open its page, once. A wrong word counts, and so does a wrong
-- short code in the browser that asked (`way`); five and it is over.
CREATE OR REPLACE FUNCTION kw_open_way(way uuid, code bytea, keys uuid[], words bytea[])
RETURNS TABLE (id uuid, household uuid, person uuid, community uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  found_ access_familyway%ROWTYPE;
  whose record;
BEGIN
  IF coalesce(kw_kind(), '') NOT IN ('visitor', 'draft', 'family', 'link') THEN RETURN; END IF;
  SELECT * INTO found_ FROM access_familyway w
    WHERE CASE WHEN way IS NULL THEN w.code_hash = code ELSE w.id = way END FOR UPDATE;
  IF NOT FOUND OR NOT kw_way_lives(found_) THEN RETURN; END IF;
  SELECT o.household, o.person, o.community INTO whose FROM kw_way_holders(found_) o
    JOIN unnest(keys, words) AS said(lock_of, hashed)
      ON said.lock_of = o.lock_of AND said.hashed = o.hashed
    WHERE found_.code_hash = code LIMIT 1;
  IF NOT FOUND THEN
    UPDATE access_familyway w SET wrong_tries = found_.wrong_tries + 1,
        ended_at = CASE WHEN found_.wrong_tries + 1 >= 5 THEN kw_now() END
      WHERE w.id = found_.id;
    RETURN;
  END IF;
  UPDATE access_familyway w SET used_at = kw_now(), household_id = whose.household,
      person_id = whose.person WHERE w.id = found_.id;
  RETURN QUERY SELECT found_.id, whose.household, whose.person, whose.community;
END $$;

-- The public key of a phone's lock, for checking what the phone signed.
CREATE OR REPLACE FUNCTION kw_passkey(this bytea) RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT p.public_key FROM access_familypasskey p WHERE p.credential = this AND p.ended_at IS NULL
$$;

-- Its signature was right: the page that it opens. A counter that does not rise tells of a copy, and
-- ends it.
CREATE OR REPLACE FUNCTION kw_use_passkey(this bytea, counter bigint)
RETURNS TABLE (id uuid, household uuid, person uuid, community uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE found_ access_familypasskey%ROWTYPE;
BEGIN
  IF coalesce(kw_kind(), '') NOT IN ('visitor', 'draft', 'family', 'link') THEN RETURN; END IF;
  SELECT * INTO found_ FROM access_familypasskey p
    WHERE p.credential = this AND p.ended_at IS NULL FOR UPDATE;
  IF NOT FOUND OR NOT kw_belongs(found_.household_id, found_.person_id, NULL) THEN RETURN; END IF;
  IF (counter > 0 OR found_.sign_count > 0) AND counter <= found_.sign_count THEN
    UPDATE access_familypasskey p SET ended_at = kw_now() WHERE p.id = found_.id;
    RETURN;
  END IF;
  UPDATE access_familypasskey p SET sign_count = counter, used_at = kw_now()
    WHERE p.id = found_.id;
  RETURN QUERY SELECT found_.id, found_.household_id, found_.person_id, found_.community_id;
END $$;
