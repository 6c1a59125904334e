-- That a family has a plan, for staff whom a live tie lets near it and who may not read it: no more than
-- that. Whoever has no such tie, or is shut out, is told no.
CREATE OR REPLACE FUNCTION kw_plan_exists(home uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(kw_purpose() = 'care' AND kw_kind() = 'staff' AND kw_active(), false)
    AND kw_role_allows(kw_role(), 'plan', false)
    AND kw_tied(NULL, home, 'plan') AND NOT kw_shut_from(home)
    AND EXISTS (
      SELECT FROM plans_plan p
      WHERE p.household_id = home AND p.ended_at IS NULL AND p.sealed_at IS NULL
        AND p.apart_for IS NULL)
$$;

-- The steps that carry a referral, or the one that it came after: for its own clock, ids only.
CREATE OR REPLACE FUNCTION kw_steps_of(carried uuid) RETURNS SETOF uuid LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT s.id FROM plans_step s
  WHERE kw_kind() = 'clock' AND kw_actor() = carried AND s.sealed_at IS NULL
    AND s.referral_id IN (
      SELECT carried UNION ALL SELECT r.previous_id FROM referrals_referral r WHERE r.id = carried)
  ORDER BY s.id
$$;
