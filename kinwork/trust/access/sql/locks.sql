-- What a disclosing deed stands on, locked until it is done: whoever ends a consent, an agreement or
-- a share meanwhile waits, and then finds what was disclosed. Always in the same order. Volatile:
-- row locks are an error inside a stable function. A consent that anybody has ended never counts,
-- whatever this statement's clock says, for the wait may have been for that very ending.
DROP FUNCTION IF EXISTS kw_lock_grounds(uuid, uuid);

-- Whoever takes a ground of this family away (ends, narrows, refuses, blocks) stands in one line with
-- the moves of its referrals (20), and waits for every disclosure that is under way (21).
CREATE OR REPLACE FUNCTION kw_hold_grounds(home uuid) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT pg_advisory_xact_lock(hashtextextended(home::text, 20));
  SELECT pg_advisory_xact_lock(hashtextextended(home::text, 21))
$$;

-- The rule's now, moved on by what this statement has waited for a lock.
CREATE OR REPLACE FUNCTION kw_moment() RETURNS timestamptz LANGUAGE sql VOLATILE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT kw_now() + (clock_timestamp() - statement_timestamp()) $$;

-- What was said about one subject (a person, or with NULL the household) and one class to one agency,
-- by who governs it; a special class counts only where its own condition is met, as in the rule.
CREATE OR REPLACE FUNCTION kw_said(
  home uuid, towards uuid, who uuid, class text, moment timestamptz,
  OUT permit boolean, OUT refused boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  place uuid := CASE WHEN who IS NULL THEN home END;
  homes uuid[] := kw_homes(kw_same(who), place);
  own_homes uuid[] := kw_own_homes(who, place);
BEGIN
  SELECT bool_or(NOT c.deny AND CASE class
           WHEN 'sud' THEN c.part_2
           WHEN 'safety' THEN c.named_user_id IS NOT NULL
           WHEN 'education' THEN c.way IN ('on screen', 'on paper') AND c.records <> ''
           ELSE true END),
         bool_or(c.deny)
    INTO permit, refused
  FROM consent_consent c
  WHERE c.household_id = ANY (CASE WHEN c.deny THEN homes ELSE own_homes END)
    AND c.agency_id = towards AND class = ANY (c.classes)
    AND 'care' = ANY (c.purposes) AND c.ended_at IS NULL
    AND c.starts <= moment AND (c.ends IS NULL OR c.ends > moment)
    AND kw_governs(
      c.given_by_id, class,
      CASE WHEN c.deny THEN kw_same(who) ELSE array_remove(ARRAY[who], NULL) END, homes, place);
  permit := coalesce(permit, false);
  refused := coalesce(refused, false) OR EXISTS (
    SELECT FROM access_withholding w
    WHERE w.from_agency_id = towards AND w.starts <= moment AND (w.ends IS NULL OR w.ends > moment)
      AND (w.classes = '{}' OR class = ANY (w.classes))
      AND (w.person_id IN (SELECT kw_cluster(who)) OR w.household_id = ANY (homes)));
END $$;

-- Disclose = see, for the recipient: what `towards` may be given of `wanted` about `whom`. What is
-- said of people (names, growth, health...) needs the yes of who governs each of them; the rest that
-- of the household. owner: the agency whose rows they are, or NULL for what the family told.
CREATE OR REPLACE FUNCTION kw_lock_grounds(
  home uuid, towards uuid, whom uuid[], wanted text[], owner uuid,
  OUT party boolean, OUT consented text[], OUT denied text[], OUT blocked boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  homes uuid[];
  moment timestamptz;
BEGIN
  party := false; consented := '{}'; denied := '{}'; blocked := false;
  IF NOT coalesce(kw_sees_household(home), false) THEN RETURN; END IF;
  homes := ARRAY(SELECT home UNION SELECT kw_households(p, NULL) FROM unnest(whom) p ORDER BY 1);
  PERFORM pg_advisory_xact_lock_shared(hashtextextended(h::text, 21)) FROM unnest(homes) h;
  PERFORM FROM agreements_party p JOIN agreements_agreement a ON a.id = p.agreement_id
    WHERE p.agency_id IN (towards, owner) ORDER BY a.id, p.id FOR SHARE OF a, p;
  PERFORM FROM consent_consent c
    WHERE c.household_id = ANY (homes) AND c.agency_id = towards ORDER BY c.id FOR SHARE;
  PERFORM FROM access_block b
    WHERE b.household_id = ANY (homes) AND b.agency_id = towards ORDER BY b.id FOR SHARE;
  moment := kw_moment();
  blocked := EXISTS (
    SELECT FROM access_block b WHERE b.household_id = ANY (homes) AND b.agency_id = towards
      AND b.starts <= moment AND (b.ends IS NULL OR b.ends > moment));
  party := EXISTS (
      SELECT FROM accounts_agency g
      WHERE g.id = towards AND g.active AND NOT g.is_victim_service_provider)
    AND CASE WHEN owner IS NULL THEN kw_bound(towards, NULL, moment)
             ELSE kw_bound(towards, owner, moment) END;
  SELECT coalesce(array_agg(w) FILTER (WHERE yes AND (owner IS NULL OR kw_licensed(owner, w, towards))), '{}'),
         coalesce(array_agg(w) FILTER (WHERE no), '{}')
    INTO consented, denied
  FROM unnest(wanted) w, LATERAL (
    SELECT bool_and(s.permit) AS yes, bool_or(s.refused) AS no
    FROM unnest(CASE
        WHEN w IN ('identity', 'development', 'health', 'sud', 'safety', 'education', 'notes')
         AND cardinality(whom) > 0 THEN whom ELSE ARRAY[NULL::uuid] END) who,
      LATERAL kw_said(home, towards, who, w, moment) s) said;
END $$;

-- A live party at `moment`: of the participation agreement, or with `other` of one memorandum.
CREATE OR REPLACE FUNCTION kw_bound(one uuid, other uuid, moment timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM agreements_agreement a
    JOIN agreements_party p ON p.agreement_id = a.id AND p.agency_id = one
    WHERE a.kind = CASE WHEN other IS NULL THEN 'participation' ELSE 'mou' END
      AND a.state = 'in force' AND a.suspended_at IS NULL
      AND a.starts <= moment AND (a.ends IS NULL OR a.ends > moment)
      AND p.starts <= moment AND (p.ends IS NULL OR p.ends > moment)
      AND (other IS NULL OR EXISTS (
        SELECT FROM agreements_party q WHERE q.agreement_id = a.id AND q.agency_id = other
          AND q.starts <= moment AND (q.ends IS NULL OR q.ends > moment))))
$$;

-- Somebody with authority says yes to this agency and somebody else with authority says no. Whoever
-- works with the family learns that much, and not who, or why.
CREATE OR REPLACE FUNCTION kw_consent_conflict(home uuid, towards uuid, wanted text[])
RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_kind() = 'staff' AND coalesce(kw_sees_household(home), false) AND EXISTS (
    SELECT FROM unnest(wanted) w,
      (SELECT m.person_id AS who FROM people_householdmember m
        WHERE m.household_id = home AND kw_live(m.starts, m.ends)
          AND m.relation IN ('child', 'expected child')
       UNION ALL SELECT NULL) s,
      LATERAL kw_said(home, towards, s.who, w, kw_now()) said
    WHERE said.permit AND said.refused)
$$;

-- Open referrals that answer the same need as `one`: for a party of `one`, ids only.
CREATE OR REPLACE FUNCTION kw_siblings(one uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT other.id FROM referrals_referral mine
  JOIN referrals_referral other ON other.need_id = mine.need_id AND other.id <> mine.id
  WHERE mine.id = one AND other.ended_at IS NULL AND other.sent_at IS NOT NULL
    AND kw_sees_envelope(mine.id, mine.sender_id, mine.receiver_id, mine.household_id,
                         mine.community_id, mine.state, mine.sensitivity, mine.sent_by_id)
  ORDER BY other.service_id, other.id
$$;

-- Ended referrals for the same need as one that the asker reads: ids only.
CREATE OR REPLACE FUNCTION kw_ended_siblings(one uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT other.id FROM referrals_referral mine
  JOIN referrals_referral other ON other.need_id = mine.need_id AND other.id <> mine.id
  WHERE mine.id = one AND other.ended_at IS NOT NULL
    AND kw_sees_envelope(mine.id, mine.sender_id, mine.receiver_id, mine.household_id,
                         mine.community_id, mine.state, mine.sensitivity, mine.sent_by_id)
  ORDER BY other.service_id, other.id
$$;

-- Open referrals of a family to an agency: for whoever may speak for that family, and for the clock
-- of a consent that ends; ids only.
CREATE OR REPLACE FUNCTION kw_open_referrals(home uuid, towards uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT r.id FROM referrals_referral r
  WHERE r.household_id = home AND r.receiver_id = towards
    AND r.ended_at IS NULL AND r.sent_at IS NOT NULL
    AND (kw_sees_household(home) OR (kw_kind() = 'clock' AND EXISTS (
      SELECT FROM consent_consent c
      WHERE c.id = kw_actor() AND c.household_id = home AND c.agency_id = towards)))
  ORDER BY r.service_id, r.id
$$;

-- Open referrals to the parties of an agreement, and whether their receiver takes part now, by this
-- agreement or another: for whoever convenes, and for the agreement's own clock; ids only.
CREATE OR REPLACE FUNCTION kw_sent_to_parties(pact uuid) RETURNS TABLE (id uuid, bound boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT r.id, kw_bound(r.receiver_id, NULL, kw_now()) FROM referrals_referral r
  WHERE ((kw_kind() = 'staff' AND kw_role() IN ('operator', 'backbone lead', 'coordinator'))
      OR (kw_kind() = 'clock' AND kw_actor() = pact))
    AND r.receiver_id IN (SELECT p.agency_id FROM agreements_party p WHERE p.agreement_id = pact)
    AND r.community_id = (SELECT a.community_id FROM agreements_agreement a WHERE a.id = pact)
    AND r.ended_at IS NULL AND r.sent_at IS NOT NULL
  ORDER BY r.id
$$;

-- Those that have lost their receiver, and are to be sent another way.
CREATE OR REPLACE FUNCTION kw_stranded(pact uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT one.id FROM kw_sent_to_parties(pact) one WHERE NOT one.bound ORDER BY one.id
$$;

-- What was sent to an agency that works here no more: for whoever closed it; ids alone.
CREATE OR REPLACE FUNCTION kw_left_open(closed uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT r.id FROM referrals_referral r JOIN accounts_agency a ON a.id = closed AND NOT a.active
  WHERE kw_kind() = 'staff' AND kw_role() = 'operator'
    AND r.receiver_id = closed AND r.ended_at IS NULL AND r.sent_at IS NOT NULL
  ORDER BY r.id
$$;

-- Those that were to be sent another way, and have their receiver again.
CREATE OR REPLACE FUNCTION kw_regained(pact uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT one.id FROM kw_sent_to_parties(pact) one
  WHERE one.bound AND EXISTS (
    SELECT FROM access_workitem w
    WHERE w.target = one.id AND w.kind = 're-route' AND w.closed_at IS NULL)
  ORDER BY one.id
$$;

-- How many open referrals would have to go another way if this agency left this agreement: for its
-- own people; a number and no ids.
CREATE OR REPLACE FUNCTION kw_would_strand(pact uuid, agency uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT count(*) FROM referrals_referral r
  JOIN agreements_agreement a ON a.id = pact AND a.kind = 'participation'
  WHERE kw_works_for(agency) AND r.receiver_id = agency AND r.community_id = a.community_id
    AND r.ended_at IS NULL AND r.sent_at IS NOT NULL
    AND NOT EXISTS (
      SELECT FROM agreements_agreement o
      JOIN agreements_party p ON p.agreement_id = o.id AND p.agency_id = agency
      WHERE o.id <> pact AND o.kind = 'participation' AND o.state = 'in force'
        AND o.suspended_at IS NULL AND kw_live(o.starts, o.ends) AND kw_live(p.starts, p.ends))
$$;
