-- The grounds of access, read as kw_judge. Every function here asks about the acting actor.

-- What a changed signature would leave behind goes first.
DROP FUNCTION IF EXISTS kw_may_see(uuid, uuid, uuid, text, uuid, uuid, timestamptz, text[]) CASCADE;
DROP FUNCTION IF EXISTS kw_may_write(uuid, uuid, uuid, text, uuid, uuid, timestamptz, text[]) CASCADE;
DROP FUNCTION IF EXISTS kw_grounds(uuid, uuid, uuid, text, uuid, uuid, timestamptz, text[]) CASCADE;
DROP FUNCTION IF EXISTS kw_decide({types}) CASCADE;
DROP FUNCTION IF EXISTS kw_licensed(uuid, text) CASCADE;
DROP FUNCTION IF EXISTS kw_named(uuid, uuid, boolean) CASCADE;
DROP FUNCTION IF EXISTS kw_governs(uuid, text, uuid, uuid[], uuid) CASCADE;

-- A window [starts, ends) holds now; an open end is no end.
CREATE OR REPLACE FUNCTION kw_live(starts timestamptz, ends timestamptz) RETURNS boolean
LANGUAGE sql STABLE AS $$ SELECT starts <= kw_now() AND (ends IS NULL OR ends > kw_now()) $$;

-- Staff: the account is live, its sign-in and training are in date, and the hat is worn by right.
-- Victim service providers have no rows.
CREATE OR REPLACE FUNCTION kw_active() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM accounts_membership m
    JOIN accounts_user u ON u.id = m.user_id
    JOIN accounts_agency a ON a.id = m.agency_id
    WHERE kw_kind() = 'staff' AND m.user_id = kw_actor() AND m.agency_id = kw_hat()
      AND m.role = kw_role() AND m.community_id = kw_community() AND kw_live(m.starts, m.ends)
      AND u.is_active AND (u.mfa_due IS NULL OR u.mfa_due > kw_now())
      AND (u.training_due IS NULL OR u.training_due > kw_now())
      AND a.active AND NOT a.is_victim_service_provider)
$$;

CREATE OR REPLACE FUNCTION kw_part_2_staff() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM accounts_membership m
    WHERE m.user_id = kw_actor() AND m.agency_id = kw_hat() AND m.role = kw_role()
      AND m.community_id = kw_community() AND m.is_part_2_staff AND kw_live(m.starts, m.ends))
$$;

CREATE OR REPLACE FUNCTION kw_works_for(agency uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(kw_purpose() = 'care' AND agency = kw_hat() AND kw_active(), false)
$$;

-- A live party of some agreement that is in force.
CREATE OR REPLACE FUNCTION kw_party(agency uuid, what text) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM agreements_party p JOIN agreements_agreement a ON a.id = p.agreement_id
    WHERE p.agency_id = agency AND kw_live(p.starts, p.ends) AND kw_live(a.starts, a.ends)
      AND a.state = 'in force' AND a.suspended_at IS NULL
      AND CASE what WHEN 'emergency' THEN a.emergency_clause ELSE a.kind = what END)
$$;

-- Two agencies are live parties of one and the same memorandum.
CREATE OR REPLACE FUNCTION kw_same_mou(one uuid, other uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM agreements_agreement a
    JOIN agreements_party p ON p.agreement_id = a.id AND p.agency_id = one
    JOIN agreements_party q ON q.agreement_id = a.id AND q.agency_id = other
    WHERE a.kind = 'mou' AND a.state = 'in force' AND a.suspended_at IS NULL
      AND kw_live(a.starts, a.ends)
      AND kw_live(p.starts, p.ends) AND kw_live(q.starts, q.ends))
$$;

-- The owner has put class and purpose under a live data-sharing agreement; one that names its
-- recipients is for them alone.
CREATE OR REPLACE FUNCTION kw_licensed(owner uuid, class text, towards uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM agreements_agreement a JOIN agreements_party p ON p.agreement_id = a.id
    WHERE a.kind = 'data-sharing' AND p.agency_id = owner AND p.role <> 'recipient'
      AND class = ANY (a.classes)
      AND kw_purpose() = ANY (a.purposes) AND a.state = 'in force' AND a.suspended_at IS NULL
      AND kw_live(a.starts, a.ends) AND kw_live(p.starts, p.ends)
      AND (NOT EXISTS (SELECT FROM agreements_party q
                       WHERE q.agreement_id = a.id AND q.role = 'recipient')
        OR EXISTS (SELECT FROM agreements_party q
                   WHERE q.agreement_id = a.id AND q.role = 'recipient' AND q.agency_id = towards
                     AND kw_live(q.starts, q.ends))))
$$;

-- A family's own page: whoever holds it belongs to that household now. While a household is being
-- recorded there is no member yet.
CREATE OR REPLACE FUNCTION kw_is_household(household uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(kw_kind() = 'family' AND kw_purpose() = 'care' AND household = kw_hat(), false)
    AND (EXISTS (
        SELECT FROM people_householdmember m
        WHERE m.household_id = kw_hat() AND m.person_id = kw_actor() AND kw_live(m.starts, m.ends))
      OR NOT EXISTS (SELECT FROM people_householdmember m WHERE m.household_id = kw_hat()))
$$;

-- One human being: a person's row and the rows that a live link says are the same. Nearly nobody
-- has a link.
CREATE OR REPLACE FUNCTION kw_same(person uuid) RETURNS uuid[] LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF person IS NULL THEN
    RETURN '{{}}';
  ELSIF NOT EXISTS (
      SELECT FROM people_identitylink l WHERE l.one_id = person OR l.other_id = person) THEN
    RETURN ARRAY[person];
  END IF;
  RETURN ARRAY(
    WITH RECURSIVE same(id) AS (
      SELECT person
      UNION
      SELECT CASE WHEN l.one_id = s.id THEN l.other_id ELSE l.one_id END
      FROM same s JOIN people_identitylink l ON s.id IN (l.one_id, l.other_id)
      WHERE kw_live(l.starts, l.ends))
    SELECT id FROM same);
END $$;

CREATE OR REPLACE FUNCTION kw_cluster(person uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT unnest(kw_same(person))
$$;

-- The households that a subject belongs to now, under any of a person's rows.
CREATE OR REPLACE FUNCTION kw_homes(same uuid[], household uuid) RETURNS uuid[] LANGUAGE plpgsql
STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  told uuid[] := CASE WHEN household IS NULL THEN '{{}}' ELSE ARRAY[household] END;
BEGIN
  IF cardinality(same) = 0 THEN RETURN told; END IF;
  RETURN told || ARRAY(
    SELECT m.household_id FROM people_householdmember m
    WHERE m.person_id = ANY (same) AND kw_live(m.starts, m.ends));
END $$;

CREATE OR REPLACE FUNCTION kw_households(person uuid, household uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT DISTINCT home FROM unnest(kw_homes(kw_same(person), household)) AS home
$$;

-- The same under the row's own person alone: where a tie or a permit counts. A link between two rows
-- may close, never open.
CREATE OR REPLACE FUNCTION kw_own_homes(person uuid, household uuid) RETURNS uuid[] LANGUAGE sql
STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_homes(array_remove(ARRAY[person], NULL), household)
$$;

-- A family member's own branch: the household, oneself, who is in the same branch, and the children
-- of the household for whom one holds authority.
CREATE OR REPLACE FUNCTION kw_own_branch(person uuid, household uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_is_household(household) OR (kw_is_household(kw_hat()) AND EXISTS (
    SELECT FROM people_householdmember theirs
    LEFT JOIN people_householdmember mine
      ON mine.household_id = theirs.household_id AND mine.person_id = kw_actor()
     AND kw_live(mine.starts, mine.ends)
    WHERE theirs.household_id = kw_hat() AND theirs.person_id = person
      AND kw_live(theirs.starts, theirs.ends)
      AND (theirs.person_id = kw_actor() OR mine.branch = theirs.branch
           OR (mine.id IS NOT NULL AND EXISTS (
             SELECT FROM access_authority a
             WHERE a.holder_person_id = kw_actor() AND a.person_id = theirs.person_id
               AND kw_live(a.starts, a.ends))))))
$$;

-- Something of this home is kept from this caregiver now: a protected branch, an order, a safety flag.
-- (A minor's own service is kept row by row.) Then what speaks of the whole home is not for them.
CREATE OR REPLACE FUNCTION kw_kept_from(who uuid, home uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM access_withholding w
    WHERE kw_live(w.starts, w.ends) AND w.from_agency_id IS NULL
      AND w.kind <> 'minor''s own service'
      AND (w.household_id = home OR w.person_id IN (
        SELECT c FROM people_householdmember m, LATERAL kw_cluster(m.person_id) c
        WHERE m.household_id = home AND kw_live(m.starts, m.ends)))
      AND (w.from_person_id = ANY (kw_same(who)) OR (w.from_person_id IS NULL AND w.person_id IS DISTINCT FROM who
        AND NOT EXISTS (
          SELECT FROM people_householdmember m
          WHERE m.person_id = who AND m.household_id = home AND w.branch <> ''
            AND m.branch = w.branch AND kw_live(m.starts, m.ends)))))
$$;

-- The caregiver on the page shares the whole home: nothing of it is kept from them.
CREATE OR REPLACE FUNCTION kw_shares_home(home uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_is_household(home) AND NOT kw_kept_from(kw_actor(), home)
$$;

-- Whoever acts made this record themselves: the first deed that the trail tells of it is theirs, or
-- it tells of none yet. A later deed on what somebody else made makes nobody its maker.
CREATE OR REPLACE FUNCTION kw_made(target uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce((
    SELECT coalesce(a.actor_id = kw_actor(), false) FROM common_auditentry a
    WHERE a.target_id = target AND a.outcome = 'done' ORDER BY a.recorded_at LIMIT 1), true)
$$;

-- Withheld from this actor: from this person, from this agency, or (nobody named) from every
-- caregiver who is not the subject and not of its protected branch.
CREATE OR REPLACE FUNCTION kw_withheld(row_person uuid, homes uuid[], class text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  same uuid[] := kw_same(row_person);
BEGIN
  -- how to reach others of the home, and where they are, is never for who is kept from one of them
  IF kw_kind() = 'family' AND class IN ('contact', 'location') AND row_person IS DISTINCT FROM kw_actor()
     AND EXISTS (SELECT FROM unnest(homes) home WHERE kw_kept_from(kw_actor(), home)) THEN
    RETURN true;
  END IF;
  RETURN EXISTS (
    SELECT FROM access_withholding w
    WHERE kw_live(w.starts, w.ends) AND (w.classes = '{{}}' OR class = ANY (w.classes))
      AND (w.person_id = ANY (same) OR w.household_id = ANY (homes))
      AND CASE kw_kind()
        WHEN 'family' THEN w.from_person_id = ANY (kw_same(kw_actor())) OR (
          w.from_person_id IS NULL AND w.from_agency_id IS NULL
          AND w.person_id IS DISTINCT FROM kw_actor() AND NOT EXISTS (
            SELECT FROM people_householdmember m
            -- a branch is one of its household's: elsewhere the same word is another
            WHERE m.person_id = kw_actor() AND m.household_id = coalesce(w.household_id, kw_hat())
              AND w.branch <> '' AND m.branch = w.branch AND kw_live(m.starts, m.ends)))
        WHEN 'staff' THEN w.from_agency_id = kw_hat()
        ELSE false END);
END $$;

-- What is said of a whole home (a need, an answer, a verdict) where something of it is kept from the
-- caregiver who acts: theirs is what they said themselves. The home stays, and who lives in it, but
-- for those who are kept from them. typed: an agency owns or typed the row.
CREATE OR REPLACE FUNCTION kw_said_by_others(row_id uuid, typed boolean, home uuid, class text)
RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  member uuid;
BEGIN
  IF row_id = home OR NOT kw_kept_from(kw_actor(), home) THEN RETURN false; END IF;
  SELECT m.person_id INTO member FROM people_householdmember m WHERE m.id = row_id;
  IF member IS NOT NULL THEN RETURN kw_withheld(member, ARRAY[home], class); END IF;
  RETURN typed OR NOT kw_made(row_id) OR EXISTS (
    -- verdicts are written down together
    SELECT FROM common_auditentry a
    WHERE a.household_id = home AND a.actor_id <> kw_actor()
      AND a.details->'rows' @> to_jsonb(row_id::text));
END $$;

-- A caregiver answers for a child of their own branch for whom nobody else does.
CREATE OR REPLACE FUNCTION kw_nobody_answers_for(child uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_is_household(kw_hat())
    AND EXISTS (
      SELECT FROM people_householdmember mine
      JOIN people_householdmember theirs
        ON theirs.household_id = mine.household_id AND theirs.branch = mine.branch
      WHERE mine.household_id = kw_hat() AND mine.person_id = kw_actor()
        AND mine.relation = 'caregiver' AND theirs.person_id = child
        AND theirs.relation IN ('child', 'expected child')
        AND kw_live(mine.starts, mine.ends) AND kw_live(theirs.starts, theirs.ends))
    AND NOT EXISTS (
      SELECT FROM access_authority a
      WHERE a.person_id = ANY (kw_same(child)) AND a.holder_person_id IS DISTINCT FROM kw_actor()
        AND kw_live(a.starts, a.ends))
$$;

-- Who may speak about a row: each adult about themselves, whoever holds authority about a child (a
-- child about itself by an authority of kind self alone), every caregiver about the household, and
-- about the name of a child of their branch for whom nobody holds authority.
-- persons: the row's own for a permit, all rows of the same human being for a refusal.
CREATE OR REPLACE FUNCTION kw_governs(
  giver uuid, class text, persons uuid[], homes uuid[], row_household uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT (
      (giver = ANY (persons) AND NOT EXISTS (
        SELECT FROM people_householdmember m
        WHERE m.person_id = giver AND m.relation IN ('child', 'expected child')
          AND kw_live(m.starts, m.ends)))
      OR EXISTS (
        SELECT FROM access_authority a
        WHERE a.holder_person_id = giver AND a.person_id = ANY (persons)
          AND (a.scope = '{{}}' OR class = ANY (a.scope)) AND kw_live(a.starts, a.ends))
      OR EXISTS (
        SELECT FROM people_householdmember m
        WHERE m.household_id = row_household AND m.person_id = giver
          AND m.relation IN ('caregiver', 'other adult') AND kw_live(m.starts, m.ends))
      OR (class = 'identity' AND EXISTS (
        SELECT FROM people_householdmember mine
        JOIN people_householdmember theirs
          ON theirs.household_id = mine.household_id AND theirs.branch = mine.branch
        WHERE mine.person_id = giver AND mine.relation = 'caregiver'
          AND theirs.person_id = ANY (persons)
          AND theirs.relation IN ('child', 'expected child')
          AND kw_live(mine.starts, mine.ends) AND kw_live(theirs.starts, theirs.ends)
          AND NOT EXISTS (
            SELECT FROM access_authority a
            WHERE a.person_id = theirs.person_id AND kw_live(a.starts, a.ends)))))
    AND NOT EXISTS (
      SELECT FROM access_withholding w
      WHERE w.kind IN ({no_standing}) AND kw_live(w.starts, w.ends)
        AND w.from_person_id = ANY (kw_same(giver)) AND giver <> ALL (persons)
        AND (w.classes = '{{}}' OR class = ANY (w.classes))
        AND (w.person_id = ANY (persons) OR w.household_id = ANY (homes)))
$$;

-- A live tie of this actor's agency (a colleague's personal tie counts for supervisors only; a
-- broken glass for nobody: it has its own line).
CREATE OR REPLACE FUNCTION kw_tied(person uuid, household uuid, class text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  homes uuid[] := kw_own_homes(person, household);
BEGIN
  RETURN EXISTS (
    SELECT FROM access_tie t
    WHERE t.agency_id = kw_hat() AND t.kind <> 'glass'
      AND (t.user_id IS NULL OR t.user_id = kw_actor() OR kw_role() = 'supervisor')
      AND kw_live(t.starts, t.ends)
      AND (class IS NULL OR t.classes = '{{}}' OR class = ANY (t.classes))
      AND (t.person_id = person OR t.household_id = ANY (homes)));
END $$;

-- A tie that a piece of work (a referral's link, a clock's row) opened to this subject.
CREATE OR REPLACE FUNCTION kw_named(
  person uuid, household uuid, live boolean, class text DEFAULT NULL) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM access_tie t
    WHERE t.work = kw_actor() AND (t.kind = 'link' OR NOT live)
      AND (NOT live OR kw_live(t.starts, t.ends))
      AND (class IS NULL OR t.classes = '{{}}' OR class = ANY (t.classes))
      AND (t.person_id = person OR t.household_id = ANY (kw_own_homes(person, household)))
      -- a link opens the caregivers and whom the referral is for, not the whole household
      AND (NOT live OR person IS NULL
        OR EXISTS (SELECT FROM referrals_referralsubject s
                   WHERE s.referral_id = t.work AND s.person_id = person)
        OR EXISTS (SELECT FROM people_householdmember m
                   WHERE m.household_id = t.household_id AND m.person_id = person
                     AND m.relation = 'caregiver')))
    -- the clock of a household itself: a notice to a family whose story no agency was told
    OR (NOT live AND kw_actor() = ANY (kw_own_homes(person, household)))
$$;

CREATE OR REPLACE FUNCTION kw_clock_for(household uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_kind() = 'clock' AND kw_named(NULL, household, false)
$$;

-- Everything the rule asks about one row; columns as in rules.Grounds, in its order. What cannot
-- change the answer any more is not read: what one's own agency owns needs no consent.
CREATE FUNCTION kw_grounds(
  row_id uuid, row_owner uuid, row_recorded_by uuid, row_class text, row_person uuid,
  row_household uuid, row_sealed_at timestamptz, row_labels text[],
  {outputs})
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  same uuid[];
  homes uuid[];  -- where a refusal, a block, a protection counts
  own_homes uuid[];  -- where a tie, a permit counts
  one record;
  mine boolean;
BEGIN
  kind := coalesce(kw_kind(), ''); role := kw_role(); purpose := kw_purpose();
  sensitivity := row_class; family_owned := row_owner IS NULL; sealed := row_sealed_at IS NOT NULL;
  part_2_record := row_class = 'sud' OR 'part 2' = ANY (row_labels);
  safety_record := row_class = 'safety' OR 'safety' = ANY (row_labels);
  written_only := row_class IN ({written_classes}) OR row_labels && ARRAY[{written_labels}];
  confidential_address := 'address confidentiality' = ANY (row_labels);
  {all_false}
  IF purpose <> 'care' OR sealed THEN RETURN; END IF;
  IF kind = 'family' THEN
    own_branch := kw_own_branch(row_person, row_household);
    withheld := own_branch AND (
      kw_withheld(row_person, kw_homes(kw_same(row_person), row_household), row_class)
      OR kw_said_by_others(
        row_id, NOT family_owned OR row_recorded_by IS NOT NULL, row_household, row_class));
  ELSIF kind = 'clock' THEN
    opened := coalesce(row_id = kw_actor(), false)
      OR (row_class IN ('identity', 'contact') AND kw_named(row_person, row_household, false));
  ELSIF kind = 'link' THEN
    named := kw_named(row_person, row_household, true, row_class);
  ELSIF kind = 'staff' THEN
    active := kw_active();
    IF NOT active THEN RETURN; END IF;
    same := kw_same(row_person);
    homes := kw_homes(same, row_household);
    own_homes := CASE WHEN cardinality(same) > 1 THEN kw_own_homes(row_person, row_household)
                 ELSE homes END;
    owns := coalesce(row_owner = kw_hat(), false);
    recorded := coalesce(row_recorded_by = kw_hat(), false);
    part_2 := part_2_record AND kw_part_2_staff();
    withheld := kw_withheld(row_person, homes, row_class);
    blocked := EXISTS (
      SELECT FROM access_block b WHERE b.household_id = ANY (homes)
        AND (b.user_id = kw_actor() OR b.agency_id = kw_hat()) AND kw_live(b.starts, b.ends));
    IF withheld OR blocked THEN RETURN; END IF;
    FOR one IN
      SELECT t.kind, t.user_id FROM access_tie t
      WHERE t.agency_id = kw_hat() AND kw_live(t.starts, t.ends)
        AND (t.user_id IS NULL OR t.user_id = kw_actor() OR kw_role() = 'supervisor')
        AND (t.classes = '{{}}' OR row_class = ANY (t.classes))
        AND (t.household_id = ANY (own_homes) OR t.person_id = row_person)
    LOOP
      mine := coalesce(one.user_id = kw_actor(), false);
      IF one.kind = 'glass' THEN
        glass := glass OR mine;
      ELSE
        tie := true;
        by_name := by_name OR mine;
        intake := intake OR (mine AND one.kind = 'intake');
      END IF;
    END LOOP;
    IF owns THEN
      RETURN;
    ELSIF NOT tie AND NOT glass AND NOT (recorded AND row_class = 'identity') THEN
      RETURN;
    END IF;
    FOR one IN
      SELECT c.deny, c.part_2, c.way, c.records, c.named_user_id FROM consent_consent c
      WHERE c.household_id = ANY (homes) AND c.agency_id = kw_hat()
        AND (c.deny OR c.household_id = ANY (own_homes))
        AND row_class = ANY (c.classes) AND kw_purpose() = ANY (c.purposes)
        AND kw_live(c.starts, c.ends) AND (c.ended_at IS NULL OR c.ended_at > kw_now())
        AND kw_governs(
          c.given_by_id, row_class,
          CASE WHEN c.deny THEN same ELSE array_remove(ARRAY[row_person], NULL) END,
          homes, row_household)
    LOOP
      IF one.deny THEN denied := true; CONTINUE; END IF;
      -- a consent that names one person opens for nobody else
      CONTINUE WHEN one.named_user_id IS NOT NULL AND one.named_user_id <> kw_actor();
      consent := true;
      consent_part_2 := consent_part_2 OR one.part_2;
      consent_written := consent_written
        OR (one.way IN ('on screen', 'on paper') AND one.records <> '');
      consent_by_name := consent_by_name OR one.named_user_id IS NOT NULL;
    END LOOP;
    IF consent AND family_owned THEN party := kw_party(kw_hat(), 'participation'); END IF;
    IF consent AND NOT family_owned THEN
      mou := kw_same_mou(row_owner, kw_hat());
      licensed := mou AND kw_licensed(row_owner, row_class, kw_hat());
    END IF;
    IF row_class = 'notes' THEN
      note_shared := EXISTS (
        SELECT FROM access_rowshare s
        WHERE s.row = row_id AND s.agency_id = kw_hat() AND s.household_id = ANY (own_homes)
          AND kw_live(s.starts, s.ends));
    END IF;
    IF glass THEN emergency := kw_party(kw_hat(), 'emergency'); END IF;
  END IF;
END $$;
