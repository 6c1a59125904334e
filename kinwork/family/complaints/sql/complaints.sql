-- Who may read what of a complaint. The agency complained of is nobody here but for a question that the
-- office asked it; the worker whom it is about never is.

-- Whoever said it: on their own page, by the link that they kept; and its own clock.
CREATE OR REPLACE FUNCTION kw_own_complaint(complaint uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT CASE
    WHEN kw_kind() IN ('clock', 'link') THEN complaint = kw_actor()
    WHEN kw_kind() = 'family' THEN EXISTS (
      SELECT FROM complaints_complainant f WHERE f.complaint_id = complaint
        AND f.person_id = kw_actor() AND kw_is_household(f.household_id))
    ELSE false END
$$;

-- An officer of the agency that hears it, unless it is about them, or they work for whom it is about as
-- well, or its family has left.
CREATE OR REPLACE FUNCTION kw_hears_complaint(complaint uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_kind() = 'staff' AND kw_role() IN ('privacy officer', 'coordinator') AND EXISTS (
    SELECT FROM complaints_complaint c WHERE c.id = complaint AND kw_works_for(c.handler_id)
      AND c.community_id = kw_community()
      AND c.about_agency_id IS DISTINCT FROM kw_hat()
      AND c.about_user_id IS DISTINCT FROM kw_actor()
      AND NOT EXISTS (SELECT FROM accounts_membership m
                      WHERE m.user_id = kw_actor() AND m.agency_id = c.about_agency_id
                        AND kw_live(m.starts, m.ends))
      AND NOT EXISTS (SELECT FROM complaints_complainant f
                      WHERE f.complaint_id = c.id AND kw_is_closed(f.household_id)))
$$;

-- Its words: for the office; about safety or substance use treatment, for the one who took it.
CREATE OR REPLACE FUNCTION kw_reads_complaint(complaint uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_hears_complaint(complaint) AND EXISTS (
    SELECT FROM complaints_complaint c WHERE c.id = complaint
      AND (c.sensitivity = 'notes' OR c.officer_id = kw_actor()))
$$;

-- What its agency was asked: its supervisors, but for the one whom it is about.
CREATE OR REPLACE FUNCTION kw_asked_about_complaint(complaint uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_role() = 'supervisor' AND EXISTS (
    SELECT FROM complaints_complaint c WHERE c.id = complaint AND kw_works_for(c.about_agency_id)
      AND c.about_user_id IS DISTINCT FROM kw_actor()
      AND NOT EXISTS (SELECT FROM complaints_complainant f
                      WHERE f.complaint_id = c.id AND kw_is_closed(f.household_id)))
$$;
