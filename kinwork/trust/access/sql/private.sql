-- A deed that is about a piece of work which is kept from this caregiver (a minor's own service): the
-- work itself, the tie that it opened, or whose place on the team or in the plan comes of it. It is no
-- line of the trail for them.
CREATE OR REPLACE FUNCTION kw_private_deed(target uuid, home uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_kind() = 'family' AND target IS NOT NULL AND (
    kw_private(target, home)
    OR EXISTS (SELECT FROM access_tie t WHERE t.id = target AND kw_private(t.work, home))
    OR EXISTS (SELECT FROM teams_member m WHERE m.id = target AND kw_private(m.referral_id, home))
    OR EXISTS (SELECT FROM plans_goal g WHERE g.id = target AND kw_private(g.source_id, home))
    OR EXISTS (SELECT FROM plans_step s WHERE s.id = target AND kw_private(s.referral_id, home))
    OR EXISTS (
      SELECT FROM conferences_agendaitem i WHERE i.id = target AND kw_private(i.referral_id, home)))
$$;

-- An agency is near this home by nothing but work that is kept from this caregiver: then that it leads, is
-- invited, or promised something, would tell them of that work.
CREATE OR REPLACE FUNCTION kw_comes_alone(agency uuid, home uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_kind() = 'family'
    AND EXISTS (
      SELECT FROM teams_member m WHERE m.household_id = home AND m.agency_id = agency
        AND kw_private(m.referral_id, home))
    AND NOT EXISTS (
      SELECT FROM teams_member m WHERE m.household_id = home AND m.agency_id = agency
        AND NOT kw_private(m.referral_id, home))
    AND NOT EXISTS (
      SELECT FROM access_tie t WHERE t.household_id = home AND t.agency_id = agency
        AND t.kind IN ('intake', 'assignment'))
$$;

-- The family has shut whoever acts out of this home, or their agency: then where and when the family
-- will be is nothing for them, nor a story told there, nor a seat at one. No home yet: nobody is.
CREATE OR REPLACE FUNCTION kw_shut_from(home uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM access_block b WHERE b.household_id = home
      AND (b.user_id = kw_actor() OR b.agency_id = kw_hat()) AND kw_live(b.starts, b.ends))
$$;
