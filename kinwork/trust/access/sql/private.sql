-- A deed that is about a piece of work which is kept from this caregiver (a minor's own service): the
-- work itself, or the tie that it opened. It is no line of the trail for them.
CREATE OR REPLACE FUNCTION kw_private_deed(target uuid, home uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_kind() = 'family' AND target IS NOT NULL AND (
    kw_private(target, home)
    OR EXISTS (SELECT FROM access_tie t WHERE t.id = target AND kw_private(t.work, home)))
$$;

-- The family has shut whoever acts out of this home, or their agency: then where and when the family
-- will be is nothing for them, nor a story told there, nor a seat at one. No home yet: nobody is.
CREATE OR REPLACE FUNCTION kw_shut_from(home uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM access_block b WHERE b.household_id = home
      AND (b.user_id = kw_actor() OR b.agency_id = kw_hat()) AND kw_live(b.starts, b.ends))
$$;
