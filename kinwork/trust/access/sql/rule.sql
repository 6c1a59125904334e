-- The rule itself, line by line as in rules.py; what stands in braces is drawn from its tables.
CREATE OR REPLACE FUNCTION kw_role_allows(role text, class text, intake boolean) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
  SELECT (role, class) IN ({role_classes})
      OR (role = 'intake worker' AND intake AND class IN ({intake_classes}))
$$;

CREATE FUNCTION kw_decide({arguments}) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN purpose <> 'care' OR sealed OR withheld THEN NULL
    WHEN kind = 'family' THEN CASE WHEN own_branch THEN 'own' END
    WHEN kind = 'link' THEN CASE
      WHEN named AND family_owned AND NOT denied
       AND NOT (part_2_record OR safety_record OR confidential_address OR written_only)
       AND sensitivity IN ({packet_classes}) THEN 'family''s request' END
    WHEN kind = 'clock' THEN CASE WHEN opened THEN 'clock' END
    WHEN kind <> 'staff' OR NOT active OR blocked
      OR NOT kw_role_allows(role, sensitivity, intake)
      OR (role = 'intake worker' AND (part_2_record OR safety_record)) THEN NULL
    WHEN (part_2 OR NOT part_2_record) AND (by_name OR NOT safety_record)
     AND (owns OR (family_owned AND recorded AND NOT denied AND (tie OR sensitivity = 'identity')))
      THEN 'owner agency'
    WHEN NOT denied AND consent AND tie
     AND CASE WHEN family_owned THEN party ELSE mou AND licensed AND NOT owns END
     AND (intake OR role <> 'intake worker')
     AND (sensitivity <> 'notes' OR note_shared)
     AND NOT confidential_address
     AND (NOT part_2_record OR consent_part_2)
     AND (NOT safety_record OR consent_by_name)
     AND (NOT written_only OR consent_written)
      THEN 'shared'
    WHEN glass AND emergency AND role IN ({glass_roles}) AND NOT denied
     AND NOT (part_2_record OR safety_record OR confidential_address)
     AND sensitivity NOT IN ({never_by_glass})
      THEN 'break-glass'
  END
$$;

CREATE FUNCTION kw_may_see(
  row_id uuid, row_owner uuid, row_recorded_by uuid, row_class text, row_person uuid,
  row_household uuid, row_sealed_at timestamptz, row_labels text[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kw_decide({values}) IS NOT NULL
  FROM kw_grounds(row_id, row_owner, row_recorded_by, row_class, row_person, row_household,
    row_sealed_at, row_labels) g
$$;

-- Writing = seeing, before and after; and the row stays the writer's own: nobody signs with another
-- agency's name, and nobody writes by break-glass.
CREATE FUNCTION kw_may_write(
  row_id uuid, row_owner uuid, row_recorded_by uuid, row_class text, row_person uuid,
  row_household uuid, row_sealed_at timestamptz, row_labels text[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(kw_decide({values}) <> 'break-glass', false)
    AND CASE kw_kind()
      WHEN 'staff' THEN row_owner = kw_hat() OR (row_owner IS NULL AND row_recorded_by = kw_hat())
      WHEN 'family' THEN row_owner IS NULL
      WHEN 'clock' THEN true
      ELSE false END
  FROM kw_grounds(row_id, row_owner, row_recorded_by, row_class, row_person, row_household,
    row_sealed_at, row_labels) g
$$;
