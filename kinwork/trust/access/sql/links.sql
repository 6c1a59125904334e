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

-- One human being under two rows. What stands in the way of saying so is one question with one answer:
-- the same no for everybody whom nobody may be matched with.

-- Under protection, known to a victim service provider, or with anything of substance use treatment or
-- safety: never matched, never linked.
CREATE OR REPLACE FUNCTION kw_unlinkable(person uuid) RETURNS boolean LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  same uuid[] := kw_same(person);
  homes uuid[];
BEGIN
  homes := ARRAY(SELECT m.household_id FROM people_householdmember m
                 WHERE m.person_id = ANY (same) AND kw_live(m.starts, m.ends));
  RETURN NOT EXISTS (SELECT FROM people_person p WHERE p.id = person AND p.sealed_at IS NULL)
    OR EXISTS (SELECT FROM unnest(homes) home WHERE kw_protected(home))
    OR EXISTS (
      SELECT FROM people_person p LEFT JOIN accounts_agency a ON a.id = p.recorded_by_id
      WHERE p.id = ANY (same) AND (a.is_victim_service_provider OR a.is_part_2
        OR p.labels && ARRAY['part 2', 'safety', 'address confidentiality']::varchar[]))
    OR EXISTS (
      SELECT FROM access_withholding w
      WHERE (w.person_id = ANY (same) OR w.household_id = ANY (homes))
        AND kw_live(w.starts, w.ends))
    OR EXISTS (
      SELECT FROM referrals_referral r LEFT JOIN accounts_agency a ON a.id = r.receiver_id
      WHERE r.household_id = ANY (homes) AND (r.sensitivity IN ('sud', 'safety')
        OR a.is_victim_service_provider OR a.is_part_2))
    OR EXISTS (
      SELECT FROM consent_consent c
      WHERE c.household_id = ANY (homes) AND (c.part_2 OR c.classes && ARRAY['sud', 'safety']::varchar[]));
END $$;

-- May this supervisor say that two rows are one person? Their agency works with both, or the family
-- itself said so when it was asked.
CREATE OR REPLACE FUNCTION kw_may_link(one uuid, other uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(kw_kind() = 'staff' AND kw_purpose() = 'care' AND kw_role() = 'supervisor'
    AND kw_active() AND one <> other, false)
    AND ((kw_tied(one, NULL, 'identity') AND kw_tied(other, NULL, 'identity'))
      OR EXISTS (
        SELECT FROM people_match m
        WHERE m.agency_id = kw_hat() AND m.answer = 'yes' AND m.settled_at IS NULL
          AND m.one_id IN (one, other) AND m.other_id IN (one, other)))
    AND NOT kw_unlinkable(one) AND NOT kw_unlinkable(other)
$$;

-- The clock of a person who was just written down: does another office know somebody by exactly these
-- names and this birth date? Then the match is kept under `match`; else nothing is.
CREATE OR REPLACE FUNCTION kw_note_match(match uuid) RETURNS uuid LANGUAGE sql VOLATILE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  INSERT INTO people_match (id, community_id, one_id, other_id, household_id, agency_id, found_at,
      answer)
  SELECT match, fresh.community_id, known.id, fresh.id, m.household_id, known.recorded_by_id,
      kw_now(), ''
  FROM people_person fresh
  JOIN people_person known ON known.birth_date = fresh.birth_date
    AND known.name_keys @> fresh.name_keys AND fresh.name_keys @> known.name_keys
    AND known.community_id = fresh.community_id AND known.id <> fresh.id
    AND known.recorded_at <= fresh.recorded_at AND known.recorded_by_id <> fresh.recorded_by_id
  JOIN people_householdmember m ON m.person_id = known.id AND kw_live(m.starts, m.ends)
  WHERE kw_kind() = 'clock' AND fresh.id = kw_actor() AND cardinality(fresh.name_keys) > 1
    AND NOT known.id = ANY (kw_same(fresh.id))
    AND NOT EXISTS (SELECT FROM people_match x WHERE x.other_id = fresh.id)
    AND NOT kw_unlinkable(fresh.id) AND NOT kw_unlinkable(known.id)
  ORDER BY known.recorded_at, known.id LIMIT 1
  RETURNING id
$$;

-- The family answers, once.
CREATE OR REPLACE FUNCTION kw_answer_match(match uuid, said text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE people_match SET answer = said, answered_at = kw_now(),
      settled_at = CASE WHEN said = 'no' THEN kw_now() END
    WHERE id = match AND answer = '' AND said IN ('yes', 'no') AND kw_shares_home(household_id);
  RETURN FOUND;
END $$;

-- The task is done: linked, or left as it is.
CREATE OR REPLACE FUNCTION kw_settle_match(match uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE people_match SET settled_at = kw_now()
    WHERE id = match AND answer = 'yes' AND settled_at IS NULL
      AND kw_role() = 'supervisor' AND kw_works_for(agency_id);
  RETURN FOUND;
END $$;
