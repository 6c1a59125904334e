-- The rule itself, line by line as in rules.decide; {role_classes} is drawn from rules.ROLE_CLASSES.
CREATE OR REPLACE FUNCTION kw_role_allows(role text, class text, intake boolean) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
  SELECT (role, class) IN ({role_classes})
      OR (role = 'intake worker' AND intake AND class IN ({intake_classes}))
$$;

CREATE OR REPLACE FUNCTION kw_decide(
  kind text, role text, purpose text, sensitivity text, family_owned boolean, active boolean,
  blocked boolean, own_branch boolean, owns boolean, recorded boolean, tie boolean,
  intake boolean, party boolean, consent boolean, denied boolean, named boolean, opened boolean,
  sealed boolean) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN purpose <> 'care' OR sealed THEN NULL
    WHEN kind = 'family' THEN CASE WHEN own_branch THEN 'own' END
    WHEN kind = 'link' THEN CASE WHEN named AND family_owned AND NOT denied
                                  AND sensitivity IN ({packet_classes})
                             THEN 'family''s request' END
    WHEN kind = 'clock' THEN CASE WHEN opened THEN 'clock' END
    WHEN kind <> 'staff' OR NOT active OR blocked
      OR NOT kw_role_allows(role, sensitivity, intake) THEN NULL
    WHEN owns THEN 'owner agency'
    WHEN NOT family_owned THEN NULL
    WHEN recorded AND (tie OR sensitivity = 'identity') THEN 'owner agency'
    WHEN sensitivity IN ({never_shared}) OR denied THEN NULL
    WHEN party AND consent AND tie THEN 'shared'
  END
$$;

CREATE FUNCTION kw_may_see(
  row_id uuid, row_owner uuid, row_recorded_by uuid, row_class text, row_person uuid,
  row_household uuid, row_sealed_at timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_decide(g.kind, g.role, g.purpose, g.sensitivity, g.family_owned, g.active, g.blocked,
    g.own_branch, g.owns, g.recorded, g.tie, g.intake, g.party, g.consent, g.denied, g.named,
    g.opened, g.sealed) IS NOT NULL
  FROM kw_grounds(row_id, row_owner, row_recorded_by, row_class, row_person, row_household,
    row_sealed_at) g
$$;

-- Writing = seeing, and the row stays the writer's own: nobody signs with another agency's name.
CREATE FUNCTION kw_may_write(
  row_id uuid, row_owner uuid, row_recorded_by uuid, row_class text, row_person uuid,
  row_household uuid, row_sealed_at timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_may_see(row_id, row_owner, row_recorded_by, row_class, row_person, row_household,
                    row_sealed_at)
    AND CASE kw_kind()
      WHEN 'staff' THEN row_owner = kw_hat() OR (row_owner IS NULL AND row_recorded_by = kw_hat())
      WHEN 'family' THEN row_owner IS NULL
      WHEN 'clock' THEN true
      ELSE false END
$$;
