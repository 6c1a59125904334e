-- Break-glass: the one way to a family's record without its consent. Everything that limits it is
-- decided here; the rule's own line says what it opens, and for how long.

-- May this worker break it for this family? Its agency has signed an emergency clause, and neither
-- the family nor an order has shut them out.
CREATE OR REPLACE FUNCTION kw_may_break(home uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(kw_kind() = 'staff' AND kw_purpose() = 'care' AND kw_active()
    AND kw_role() IN ({glass_roles}) AND kw_party(kw_hat(), 'emergency'), false)
    AND EXISTS (SELECT FROM people_household h WHERE h.id = home AND h.sealed_at IS NULL)
    AND NOT EXISTS (
      SELECT FROM access_block b WHERE b.household_id = home
        AND (b.user_id = kw_actor() OR b.agency_id = kw_hat()) AND kw_live(b.starts, b.ends))
    AND NOT EXISTS (
      SELECT FROM access_withholding w WHERE w.household_id = home AND w.from_agency_id = kw_hat()
        AND w.classes = '{{}}' AND kw_live(w.starts, w.ends))
$$;

-- Somebody in this home is protected: found by nobody, matched with nothing.
CREATE OR REPLACE FUNCTION kw_protected(home uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM access_withholding w WHERE kw_live(w.starts, w.ends) AND w.kind <> 'minor''s own service'
      AND (w.household_id = home OR w.person_id IN (
        SELECT c FROM people_householdmember m, LATERAL kw_cluster(m.person_id) c
        WHERE m.household_id = home AND kw_live(m.starts, m.ends))))
    OR EXISTS (
      SELECT FROM people_householdmember m JOIN people_person p ON p.id = m.person_id
      WHERE m.household_id = home AND kw_live(m.starts, m.ends)
        AND p.labels && ARRAY['safety', 'address confidentiality']::varchar[])
$$;

-- The family that these exact name keys and birth date belong to: one, or none. Whoever is under
-- protection matches nothing.
CREATE OR REPLACE FUNCTION kw_in_emergency(keys text[], born date) RETURNS uuid LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT CASE WHEN count(DISTINCT m.household_id) = 1 THEN (array_agg(m.household_id))[1] END
  FROM people_person p JOIN people_householdmember m ON m.person_id = p.id
  WHERE cardinality(keys) > 1 AND p.name_keys @> keys::varchar[] AND keys::varchar[] @> p.name_keys
    AND p.birth_date = born AND p.sealed_at IS NULL AND kw_live(m.starts, m.ends)
    AND NOT kw_protected(m.household_id)
$$;

-- Open it: 'done', or why not. `home` from an envelope that this worker sees, or NULL and then by name
-- keys and birth date. What depends on the family has one answer: 'no'.
CREATE OR REPLACE FUNCTION kw_break_glass(
  glass uuid, tie uuid, home uuid, keys text[], born date, why text, said text,
  review_by timestamptz) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE found uuid; found_owner uuid; permitted boolean;
BEGIN
  IF NOT coalesce(kw_kind() = 'staff' AND kw_active() AND kw_role() IN ({glass_roles})
                  AND kw_party(kw_hat(), 'emergency'), false) THEN
    RETURN 'clause';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('glass by ' || kw_actor(), 22));
  IF EXISTS (SELECT FROM access_glass g WHERE g.user_id = kw_actor() AND g.closed_at IS NULL
             AND g.ends_at > kw_now()) THEN RETURN 'open'; END IF;
  IF (SELECT count(*) FROM access_glass g WHERE g.user_id = kw_actor()
      AND g.opened_at > kw_now() - interval '7 days') >= {glasses_a_week} THEN RETURN 'week'; END IF;
  IF (SELECT count(*) FROM common_auditentry a WHERE a.actor_id = kw_actor()
      AND a.verb = 'access.try_glass' AND a.at > kw_now() - interval '1 day') >= {glass_tries_a_day}
  THEN RETURN 'tries'; END IF;
  IF home IS NULL THEN
    found := kw_in_emergency(keys, born);
  ELSIF EXISTS (
    SELECT FROM referrals_referral r WHERE r.household_id = home
      AND kw_sees_envelope(r.id, r.sender_id, r.receiver_id, r.household_id, r.community_id,
                           r.state, r.sensitivity, r.sent_by_id)) THEN
    found := home;
  END IF;
  permitted := kw_may_break(found);
  IF NOT permitted THEN RETURN 'no'; END IF;
  SELECT h.recorded_by_id INTO found_owner FROM people_household h WHERE h.id = found;
  INSERT INTO access_tie (id, community_id, kind, agency_id, user_id, household_id, classes, work,
      starts, ends)
    VALUES (tie, kw_community(), 'glass', kw_hat(), kw_actor(), found, '{{}}', glass, kw_now(),
      kw_now() + interval '{glass_minutes} minutes');
  INSERT INTO access_glass (id, community_id, user_id, agency_id, household_id, owner_id, reason,
      opened_at, ends_at, review_due_at, marks, verdict)
    VALUES (glass, kw_community(), kw_actor(), kw_hat(), found, found_owner, why, kw_now(),
      kw_now() + interval '{glass_minutes} minutes', review_by, '{{}}', '');
  INSERT INTO access_glassreport (glass_id, words, found) VALUES (glass, said, '');
  RETURN 'done';
END $$;

-- Whoever broke it closes it before its time.
CREATE OR REPLACE FUNCTION kw_close_glass(glass uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE access_glass SET closed_at = kw_now()
    WHERE id = glass AND kw_kind() = 'staff' AND user_id = kw_actor() AND closed_at IS NULL
      AND ends_at > kw_now();
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE access_tie SET ends = greatest(kw_now(), starts)
    WHERE work = glass AND kind = 'glass' AND ends > kw_now();
  RETURN true;
END $$;

-- Who reviews: a privacy officer of the convening agency; where that very agency broke it, of the
-- agency that recorded the family. Nobody of the agency that broke it.
CREATE OR REPLACE FUNCTION kw_reviews_glass(agency uuid, owner uuid, place uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(kw_kind() = 'staff' AND kw_role() = 'privacy officer' AND kw_active()
    AND kw_hat() <> agency, false)
    AND (EXISTS (SELECT FROM accounts_agencycommunity c
                 WHERE c.agency_id = kw_hat() AND c.community_id = place AND c.convenes)
      OR (owner = kw_hat() AND NOT EXISTS (
        SELECT FROM accounts_agencycommunity c
        WHERE c.community_id = place AND c.convenes AND c.agency_id <> agency)))
$$;

CREATE OR REPLACE FUNCTION kw_review_glass(glass uuid, what text, said text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE access_glass g SET reviewed_by_id = kw_actor(), reviewed_at = kw_now(), verdict = what
    WHERE g.id = glass AND g.user_id <> kw_actor()
      AND kw_reviews_glass(g.agency_id, g.owner_id, g.community_id);
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE access_glassreport SET found = said WHERE glass_id = glass;
  RETURN true;
END $$;

-- Both are told at once; each by the glass's own clock.
CREATE OR REPLACE FUNCTION kw_told_of_glass(glass uuid, whom text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE access_glass SET
    owner_told_at = CASE WHEN whom = 'owner' THEN coalesce(owner_told_at, kw_now()) ELSE owner_told_at END,
    family_told_at = CASE WHEN whom = 'family' THEN coalesce(family_told_at, kw_now()) ELSE family_told_at END
  WHERE id = glass AND kw_kind() = 'clock' AND kw_actor() = glass
$$;

-- What is unusual about it, for the reviewer: written by its own clock, before anybody reads it. Names
-- are compared by the function that lists odd views; what is compared is never given out.
CREATE OR REPLACE FUNCTION kw_mark_glass(glass uuid) RETURNS text[]
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE found text[];
BEGIN
  UPDATE access_glass g SET marks = array_remove(ARRAY[
      CASE WHEN extract(hour FROM g.opened_at AT TIME ZONE c.time_zone) >= 22
             OR extract(hour FROM g.opened_at AT TIME ZONE c.time_zone) < 6 THEN 'night' END,
      CASE WHEN kw_same_name(g.user_id, g.household_id) THEN 'same name' END,
      CASE WHEN (SELECT count(*) FROM access_glass o WHERE o.user_id = g.user_id
                 AND o.opened_at > g.opened_at - interval '7 days'
                 AND o.opened_at <= g.opened_at) >= {glasses_a_week} THEN 'last of the week' END], NULL)
    FROM common_community c
    WHERE g.id = glass AND c.id = g.community_id AND kw_kind() = 'clock' AND kw_actor() = glass
    RETURNING g.marks INTO found;
  RETURN found;
END $$;

-- Who reads that a glass was broken: who broke it, the supervisors and officers of that agency, the
-- agency that recorded the family, who reviews; and the family, but not whoever something is kept
-- from there: where help was sought is no news for them.
CREATE OR REPLACE FUNCTION kw_sees_glass(glass uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM access_glass g WHERE g.id = glass AND CASE kw_kind()
      WHEN 'clock' THEN g.id = kw_actor()
      WHEN 'family' THEN kw_is_household(g.household_id) AND NOT kw_kept_from(kw_actor(), g.household_id)
      WHEN 'staff' THEN kw_active() AND (g.user_id = kw_actor()
        OR (g.agency_id = kw_hat() AND kw_role() IN ('supervisor', 'privacy officer'))
        OR (g.owner_id = kw_hat() AND kw_role() IN (
          'intake worker', 'navigator', 'caseworker', 'supervisor', 'privacy officer'))
        OR kw_reviews_glass(g.agency_id, g.owner_id, g.community_id))
      ELSE false END)
$$;
