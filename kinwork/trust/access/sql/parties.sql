-- Cheap questions for tables without family content: ties, keys, envelopes, the trail.

CREATE OR REPLACE FUNCTION kw_coordinates() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT kw_role() = 'coordinator' AND kw_active()
$$;

-- A home whose family has left: nobody who works here sees any of it.
CREATE OR REPLACE FUNCTION kw_is_closed(home uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM consent_closing c WHERE c.household_id = home AND c.undone_at IS NULL)
$$;

CREATE OR REPLACE FUNCTION kw_sees_household(target uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_purpose() = 'care' AND CASE kw_kind()
    WHEN 'family' THEN kw_is_household(target)
    WHEN 'staff' THEN kw_active() AND kw_role_allows(kw_role(), 'identity', false)
      AND (kw_tied(NULL, target, NULL) OR EXISTS (
        SELECT FROM people_household h
        WHERE h.id = target AND h.recorded_by_id = kw_hat() AND h.sealed_at IS NULL))
    WHEN 'link' THEN kw_named(NULL, target, true)
    WHEN 'clock' THEN kw_named(NULL, target, false)
    ELSE false END
$$;

-- Under the row's own person alone: a link between two rows never shows more.
CREATE OR REPLACE FUNCTION kw_sees_subject(person uuid, household uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM unnest(kw_own_homes(person, household)) AS home WHERE kw_sees_household(home))
$$;

CREATE OR REPLACE FUNCTION kw_sees_target(kind text, target uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT CASE kind WHEN 'household' THEN kw_sees_household(target)
                   WHEN 'person' THEN kw_sees_subject(target, NULL)
                   WHEN 'organization' THEN true
                   ELSE EXISTS (SELECT FROM access_tie t WHERE t.work = target
                                AND kw_sees_household(t.household_id)) END
$$;

CREATE OR REPLACE FUNCTION kw_sees_tie(
  agency uuid, member uuid, household uuid, person uuid, work uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_works_for(agency) OR (kw_sees_subject(person, household) AND NOT (kw_kind() = 'family' AND EXISTS (
        SELECT FROM kw_households(person, household) AS home WHERE kw_kept_from(kw_actor(), home))))
      OR (kw_kind() IN ('link', 'clock') AND work = kw_actor())
$$;

-- A referral that is sent and open lets its two agencies, and nobody in particular, into the care team:
-- it opens that tie as itself. What is about substance use treatment or safety makes no team.
CREATE OR REPLACE FUNCTION kw_joins_team(
  agency uuid, member uuid, household uuid, person uuid, kind text, work uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_kind() = 'clock' AND kind = 'team' AND work = kw_actor()
    AND member IS NULL AND person IS NULL
    AND EXISTS (
      SELECT FROM referrals_referral r
      WHERE r.id = work AND r.household_id = kw_joins_team.household
        AND agency IN (r.sender_id, r.receiver_id)
        AND r.sensitivity NOT IN ('sud', 'safety')
        AND r.sent_at IS NOT NULL AND r.ended_at IS NULL)
$$;

-- A household that nobody has recorded yet may be tied by the agency that is about to record it;
-- an existing one only by somebody who sees it. So a tie can never be had by guessing an id.
CREATE OR REPLACE FUNCTION kw_opens_tie(
  agency uuid, member uuid, household uuid, person uuid, kind text, work uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT CASE kw_kind()
    WHEN 'family' THEN kw_sees_subject(person, household) AND kind IN ('referral', 'link', 'intake')
    WHEN 'staff' THEN (kind <> 'glass' AND kw_sees_subject(person, household) AND (
        -- for the receiver of a referral, while its own tie says how long
        (kind IN ('referral', 'link') AND work IS NOT NULL AND agency IS DISTINCT FROM kw_hat())
        -- for one's own agency only where it recorded the family
        OR EXISTS (SELECT FROM people_household h
                   WHERE h.id = ANY (kw_own_homes(person, household))
                     AND h.recorded_by_id = kw_hat())))
      OR (kw_works_for(agency) AND person IS NULL AND kind = 'intake'
          AND NOT EXISTS (SELECT FROM people_household h WHERE h.id = household))
    WHEN 'clock' THEN kw_joins_team(agency, member, household, person, kind, work)
    ELSE false END
$$;

CREATE OR REPLACE FUNCTION kw_closes_tie(agency uuid, household uuid, person uuid, work uuid)
RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_works_for(agency) OR kw_sees_subject(person, household)
      OR (kw_kind() IN ('link', 'clock') AND work = kw_actor()) OR kw_coordinates()
$$;

-- Envelopes and words about substance use treatment are for Part 2 staff and whoever sent them; about
-- safety for who is tied to the work by name and whoever sent it.
CREATE OR REPLACE FUNCTION kw_named_staff(class text, about uuid, sent_by uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT class NOT IN ('sud', 'safety') OR coalesce(sent_by = kw_actor(), false)
    OR (class = 'sud' AND kw_part_2_staff())
    OR EXISTS (SELECT FROM access_tie t WHERE t.work = about AND t.agency_id = kw_hat()
               AND t.user_id = kw_actor() AND kw_live(t.starts, t.ends))
$$;

-- A family's yes to substance use treatment, or about safety, tells as much as the referral to it: it
-- is for Part 2 staff, for whom it names, and for who wrote it down. A no to everything tells nothing.
CREATE OR REPLACE FUNCTION kw_told_of_yes(
  consent uuid, towards uuid, classes text[], flagged boolean, deny boolean, named uuid)
RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(named = kw_actor(), false)
    OR ((deny OR NOT 'safety' = ANY (classes))
      AND (kw_part_2_staff() OR NOT (
        EXISTS (SELECT FROM accounts_agency a WHERE a.id = towards AND a.is_part_2)
        OR (NOT deny AND (flagged OR 'sud' = ANY (classes))))))
    OR kw_made(consent)
$$;

-- A piece of work (a minor's own service) is kept from this caregiver: nothing of it is there for them.
-- What is sent another way, or to the next door, answers the same need, and is kept with it. (Asked
-- once for all protections: a SELECT of its own.)
CREATE OR REPLACE FUNCTION kw_work_and_need(about uuid) RETURNS uuid[] LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT ARRAY[about] || ARRAY(SELECT r.need_id FROM referrals_referral r WHERE r.id = about)
$$;
CREATE OR REPLACE FUNCTION kw_private(about uuid, home uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM access_withholding w
    WHERE w.work = ANY ((SELECT kw_work_and_need(about))::uuid[]) AND kw_live(w.starts, w.ends)
      AND w.from_agency_id IS NULL
      AND (w.from_person_id = ANY (kw_same(kw_actor())) OR (
        w.from_person_id IS NULL AND w.person_id IS DISTINCT FROM kw_actor())))
$$;

-- For the clock that writes to a home: whom not to write to, and of what not at all.
CREATE OR REPLACE FUNCTION kw_kept_members(home uuid) RETURNS SETOF uuid LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT m.person_id FROM people_householdmember m
  WHERE kw_kind() = 'clock' AND m.household_id = home AND kw_live(m.starts, m.ends)
    AND kw_kept_from(m.person_id, home)
$$;
CREATE OR REPLACE FUNCTION kw_is_private(about uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_kind() = 'clock' AND EXISTS (
    SELECT FROM access_withholding w
    WHERE w.work = ANY ((SELECT kw_work_and_need(about))::uuid[]) AND kw_live(w.starts, w.ends)
      AND w.kind = 'minor''s own service')
$$;

-- The envelope of a referral: parties, state and clocks, no content. A receiver has no view of what
-- was not sent or was taken back; safety and sud envelopes are for the sender and the receiver only.
CREATE OR REPLACE FUNCTION kw_sees_envelope(
  id uuid, sender uuid, receiver uuid, household uuid, community uuid, state text, class text,
  sent_by uuid)
RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_purpose() = 'care' AND CASE kw_kind()
    WHEN 'family' THEN kw_is_household(household)
      AND (NOT kw_kept_from(kw_actor(), household) OR kw_made(id))
      AND NOT kw_private(id, household)
    WHEN 'staff' THEN kw_active() AND kw_named_staff(class, id, sent_by)
      AND NOT EXISTS (
        SELECT FROM consent_closing c
        WHERE c.household_id = kw_sees_envelope.household AND c.undone_at IS NULL)
      AND (sender = kw_hat()
      OR (receiver = kw_hat() AND state NOT IN ('draft', 'awaiting consent', 'recalled'))
      OR (kw_role() = 'coordinator' AND community = kw_community()
          AND class NOT IN ('sud', 'safety') AND state <> 'draft'))
    WHEN 'link' THEN id = kw_actor() AND state NOT IN ('draft', 'awaiting consent', 'recalled')
    WHEN 'clock' THEN id = kw_actor()
    ELSE false END
$$;

-- A privacy officer answers for the deeds of their agency; the convening agency's for everybody's
-- in its community. They read who did what and when, never a family's row.
CREATE OR REPLACE FUNCTION kw_is_officer_for(agency uuid, place uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_role() = 'privacy officer' AND kw_active() AND (agency = kw_hat() OR (
    place = kw_community() AND EXISTS (
      SELECT FROM accounts_agencycommunity mine
      JOIN accounts_agencycommunity theirs ON theirs.community_id = mine.community_id
      WHERE mine.agency_id = kw_hat() AND mine.community_id = place AND mine.convenes
        AND theirs.agency_id = agency)))
$$;

CREATE OR REPLACE FUNCTION kw_may_read_audit(
  actor uuid, hat uuid, household uuid, community uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_shares_home(household) OR (kw_kind() IN ('staff', 'family', 'draft') AND actor = kw_actor())
      OR kw_is_officer_for(hat, community)
$$;

-- Person search by stored keys: ids only, of this agency's own families. ILIKE and trigrams are not
-- leakproof, so row-level security would switch their index off.
CREATE OR REPLACE FUNCTION kw_find_people(keys text[], born date) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT p.id FROM people_person p
  WHERE kw_active() AND kw_purpose() = 'care' AND p.sealed_at IS NULL
    AND kw_role() IN ('intake worker', 'navigator', 'caseworker', 'provider staff', 'supervisor')
    AND (cardinality(keys) = 0 OR p.name_keys @> keys::varchar[]) AND (born IS NULL OR p.birth_date = born)
    AND (cardinality(keys) > 0 OR born IS NOT NULL)
    AND (p.recorded_by_id = kw_hat() OR kw_tied(p.id, NULL, 'identity'))
  LIMIT 50
$$;

-- Who signs for an agency: those who answer for it, and whoever convenes for its own.
CREATE OR REPLACE FUNCTION kw_signs_for(agency uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_works_for(agency)
    AND kw_role() IN ('supervisor', 'account administrator', 'privacy officer', 'backbone lead')
$$;
