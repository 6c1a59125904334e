-- The grounds of access, read as kw_judge. Every function here asks about the acting actor.

-- Staff: the account is live and the hat is worn by right. Victim service providers have no rows.
CREATE OR REPLACE FUNCTION kw_active() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM accounts_membership m
    JOIN accounts_user u ON u.id = m.user_id
    JOIN accounts_agency a ON a.id = m.agency_id
    WHERE kw_kind() = 'staff' AND m.user_id = kw_actor() AND m.agency_id = kw_hat()
      AND m.role = kw_role() AND m.starts <= kw_now() AND (m.ends IS NULL OR m.ends > kw_now())
      AND u.is_active AND a.active AND NOT a.is_victim_service_provider)
$$;

CREATE OR REPLACE FUNCTION kw_works_for(agency uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(kw_purpose() = 'care' AND agency = kw_hat() AND kw_active(), false)
$$;

-- A family's own page: whoever holds it belongs to that household now. While a household is being
-- recorded there is no member yet.
CREATE OR REPLACE FUNCTION kw_is_household(household uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(kw_kind() = 'family' AND kw_purpose() = 'care' AND household = kw_hat(), false)
    AND (EXISTS (
        SELECT FROM people_householdmember m
        WHERE m.household_id = kw_hat() AND m.person_id = kw_actor() AND m.starts <= kw_now()
          AND (m.ends IS NULL OR m.ends > kw_now()))
      OR NOT EXISTS (SELECT FROM people_householdmember m WHERE m.household_id = kw_hat()))
$$;

-- The households that a subject belongs to now.
CREATE OR REPLACE FUNCTION kw_households(person uuid, household uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT household WHERE household IS NOT NULL
  UNION
  SELECT m.household_id FROM people_householdmember m
  WHERE m.person_id = person AND m.starts <= kw_now() AND (m.ends IS NULL OR m.ends > kw_now())
$$;

-- A family member's own branch: the household, oneself, its children, and its own branch's others.
CREATE OR REPLACE FUNCTION kw_own_branch(person uuid, household uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_is_household(household) OR (kw_is_household(kw_hat()) AND EXISTS (
    SELECT FROM people_householdmember theirs
    LEFT JOIN people_householdmember mine
      ON mine.household_id = theirs.household_id AND mine.person_id = kw_actor()
     AND mine.starts <= kw_now() AND (mine.ends IS NULL OR mine.ends > kw_now())
    WHERE theirs.household_id = kw_hat() AND theirs.person_id = person
      AND theirs.starts <= kw_now() AND (theirs.ends IS NULL OR theirs.ends > kw_now())
      AND (theirs.person_id = kw_actor() OR mine.branch = theirs.branch
           OR (mine.id IS NOT NULL AND theirs.relation IN ('child', 'expected child')))))
$$;

-- A live tie of this actor's agency (a colleague's personal tie counts for supervisors only).
CREATE OR REPLACE FUNCTION kw_tied(person uuid, household uuid, class text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM access_tie t
    WHERE t.agency_id = kw_hat()
      AND (t.user_id IS NULL OR t.user_id = kw_actor() OR kw_role() = 'supervisor')
      AND t.starts <= kw_now() AND (t.ends IS NULL OR t.ends > kw_now())
      AND (class IS NULL OR t.classes = '{}' OR class = ANY (t.classes))
      AND (t.person_id = person OR t.household_id IN (SELECT kw_households(person, household))))
$$;

-- A tie that a piece of work (a referral's link, a clock's row) opened to this subject.
CREATE OR REPLACE FUNCTION kw_named(person uuid, household uuid, live boolean) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM access_tie t
    WHERE t.work = kw_actor() AND (t.kind = 'link' OR NOT live)
      AND (NOT live OR (t.starts <= kw_now() AND (t.ends IS NULL OR t.ends > kw_now())))
      AND (t.person_id = person OR t.household_id IN (SELECT kw_households(person, household)))
      -- a link opens the caregivers and whom the referral is for, not the whole household
      AND (NOT live OR person IS NULL
        OR EXISTS (SELECT FROM referrals_referralsubject s
                   WHERE s.referral_id = t.work AND s.person_id = person)
        OR EXISTS (SELECT FROM people_householdmember m
                   WHERE m.household_id = t.household_id AND m.person_id = person
                     AND m.relation = 'caregiver')))
$$;

CREATE OR REPLACE FUNCTION kw_clock_for(household uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_kind() = 'clock' AND kw_named(NULL, household, false)
$$;

-- Everything the rule asks about one row; columns as in rules.Grounds.
DROP FUNCTION IF EXISTS kw_may_see(uuid, uuid, uuid, text, uuid, uuid, timestamptz) CASCADE;
DROP FUNCTION IF EXISTS kw_may_write(uuid, uuid, uuid, text, uuid, uuid, timestamptz) CASCADE;
DROP FUNCTION IF EXISTS kw_grounds(uuid, uuid, uuid, text, uuid, uuid, timestamptz) CASCADE;
CREATE FUNCTION kw_grounds(
  row_id uuid, row_owner uuid, row_recorded_by uuid, row_class text, row_person uuid,
  row_household uuid, row_sealed_at timestamptz,
  OUT kind text, OUT role text, OUT purpose text, OUT sensitivity text, OUT family_owned boolean,
  OUT active boolean, OUT blocked boolean, OUT own_branch boolean, OUT owns boolean,
  OUT recorded boolean, OUT tie boolean, OUT intake boolean, OUT party boolean,
  OUT consent boolean, OUT denied boolean, OUT named boolean, OUT opened boolean,
  OUT sealed boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE homes uuid[];
BEGIN
  kind := coalesce(kw_kind(), ''); role := kw_role(); purpose := kw_purpose();
  sensitivity := row_class; family_owned := row_owner IS NULL; sealed := row_sealed_at IS NOT NULL;
  active := false; blocked := false; own_branch := false; owns := false; recorded := false;
  tie := false; intake := false; party := false; consent := false; denied := false;
  named := false; opened := false;
  IF kind = 'family' THEN
    own_branch := kw_own_branch(row_person, row_household);
  ELSIF kind = 'clock' THEN
    opened := coalesce(row_id = kw_actor(), false)
      OR (row_class IN ('identity', 'contact') AND kw_named(row_person, row_household, false));
  ELSIF kind = 'link' THEN
    named := kw_named(row_person, row_household, true);
  ELSIF kind = 'staff' THEN
    active := kw_active();
    IF NOT active THEN RETURN; END IF;
    homes := ARRAY(SELECT kw_households(row_person, row_household));
    owns := coalesce(row_owner = kw_hat(), false);
    recorded := coalesce(row_recorded_by = kw_hat(), false);
    blocked := EXISTS (
      SELECT FROM access_block b WHERE b.household_id = ANY (homes)
        AND (b.user_id = kw_actor() OR b.agency_id = kw_hat())
        AND b.starts <= kw_now() AND (b.ends IS NULL OR b.ends > kw_now()));
    tie := kw_tied(row_person, row_household, row_class);
    intake := EXISTS (
      SELECT FROM access_tie t WHERE t.kind = 'intake' AND t.user_id = kw_actor()
        AND t.agency_id = kw_hat() AND t.household_id = ANY (homes)
        AND t.starts <= kw_now() AND (t.ends IS NULL OR t.ends > kw_now()));
    party := EXISTS (
      SELECT FROM agreements_party p JOIN agreements_agreement a ON a.id = p.agreement_id
      WHERE a.kind = 'participation' AND p.agency_id = kw_hat() AND a.suspended_at IS NULL
        AND a.starts <= kw_now() AND (a.ends IS NULL OR a.ends > kw_now())
        AND p.starts <= kw_now() AND (p.ends IS NULL OR p.ends > kw_now()));
    SELECT coalesce(bool_or(NOT c.deny), false), coalesce(bool_or(c.deny), false)
      INTO consent, denied
      FROM consent_consent c
      WHERE c.household_id = ANY (homes) AND c.agency_id = kw_hat()
        AND row_class = ANY (c.classes) AND kw_purpose() = ANY (c.purposes)
        AND c.starts <= kw_now() AND (c.ends IS NULL OR c.ends > kw_now())
        AND (c.ended_at IS NULL OR c.ended_at > kw_now());
  END IF;
END $$;
