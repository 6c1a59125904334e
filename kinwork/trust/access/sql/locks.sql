-- What a disclosing deed stands on, locked until it is done: whoever ends a consent, an agreement or
-- a share meanwhile waits, and then finds what was disclosed. Always in the same order. Volatile:
-- row locks are an error inside a stable function. A consent that anybody has ended never counts,
-- whatever this statement's clock says, for the wait may have been for that very ending.
CREATE OR REPLACE FUNCTION kw_lock_grounds(
  home uuid, towards uuid, OUT party boolean, OUT consented text[], OUT denied text[],
  OUT blocked boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE one record;
BEGIN
  party := false; consented := '{}'; denied := '{}'; blocked := false;
  IF NOT coalesce(kw_sees_household(home), false) THEN RETURN; END IF;
  PERFORM FROM agreements_party p JOIN agreements_agreement a ON a.id = p.agreement_id
    WHERE a.kind = 'participation' AND p.agency_id = towards AND a.suspended_at IS NULL
      AND a.starts <= kw_now() AND (a.ends IS NULL OR a.ends > kw_now())
      AND p.starts <= kw_now() AND (p.ends IS NULL OR p.ends > kw_now())
    ORDER BY p.id FOR SHARE OF a, p;
  party := FOUND;
  FOR one IN
    SELECT c.classes, c.deny FROM consent_consent c
    WHERE c.household_id = home AND c.agency_id = towards AND 'care' = ANY (c.purposes)
      AND c.starts <= kw_now() AND (c.ends IS NULL OR c.ends > kw_now()) AND c.ended_at IS NULL
    ORDER BY c.id FOR SHARE
  LOOP
    IF one.deny THEN denied := denied || one.classes::text[];
    ELSE consented := consented || one.classes::text[]; END IF;
  END LOOP;
  PERFORM FROM access_block b
    WHERE b.household_id = home AND b.agency_id = towards
      AND b.starts <= kw_now() AND (b.ends IS NULL OR b.ends > kw_now())
    ORDER BY b.id FOR SHARE;
  blocked := FOUND;
END $$;

-- Open referrals that answer the same need as `one`: for a party of `one`, ids only.
CREATE OR REPLACE FUNCTION kw_siblings(one uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT other.id FROM referrals_referral mine
  JOIN referrals_referral other ON other.need_id = mine.need_id AND other.id <> mine.id
  WHERE mine.id = one AND other.ended_at IS NULL AND other.sent_at IS NOT NULL
    AND kw_sees_envelope(mine.id, mine.sender_id, mine.receiver_id, mine.household_id,
                         mine.community_id, mine.state, mine.sensitivity, mine.sent_by_id)
  ORDER BY other.service_id, other.id
$$;

-- Open referrals of a family to an agency: for whoever may speak for that family, ids only.
CREATE OR REPLACE FUNCTION kw_open_referrals(home uuid, towards uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT r.id FROM referrals_referral r
  WHERE r.household_id = home AND r.receiver_id = towards
    AND r.ended_at IS NULL AND r.sent_at IS NOT NULL AND kw_sees_household(home)
  ORDER BY r.service_id, r.id
$$;
