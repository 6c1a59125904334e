-- The verdict without its explanation: program, yes / maybe / no, and the day. For staff who may see
-- the household but not the class of the facts that a verdict cites. The same for every path, so
-- that nobody can tell by which class it was reached. A refusal of that class, and what is sud or
-- safety, closes the verdict too.
CREATE OR REPLACE FUNCTION kw_verdicts(home uuid)
RETURNS TABLE (program text, verdict text, day date, made_at timestamptz, decided boolean, until date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT d.program, d.verdict, d."on", d.made_at, d.decided, d.until
  FROM (
    SELECT DISTINCT ON (n.program, n.decided) n.* FROM eligibility_determination n
    WHERE n.household_id = home AND kw_kind() = 'staff'
    ORDER BY n.program, n.decided, n.made_at DESC) d
  CROSS JOIN LATERAL kw_grounds(d.id, d.owner_id, d.recorded_by_id, d.sensitivity, d.person_id,
    d.household_id, d.sealed_at, d.labels::text[]) g
  WHERE d.sensitivity NOT IN ('sud', 'safety') AND d.labels = '{}'
    AND NOT (g.denied OR g.withheld OR g.blocked)
    AND NOT kw_may_see(d.id, d.owner_id, d.recorded_by_id, d.sensitivity, d.person_id,
      d.household_id, d.sealed_at, d.labels::text[])
    AND kw_may_see(d.id, d.owner_id, d.recorded_by_id, 'household', d.person_id, d.household_id,
      d.sealed_at, d.labels::text[])
$$;
