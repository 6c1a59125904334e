-- A question that went to a family as a link. Whoever opens it shows first who they are; until then
-- these functions tell nothing but whether it still waits.

-- It waits: in time, not taken back, whoever asked still works there, the caregiver is still one.
CREATE OR REPLACE FUNCTION kw_ask_lives(ask consent_consentask) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT ask.ended_at IS NULL AND ask.expires_at > kw_now()
    AND kw_belongs(ask.household_id, ask.person_id, 'caregiver')
    AND NOT kw_is_closed(ask.household_id)
    AND EXISTS (
      SELECT FROM accounts_user u JOIN accounts_agency a ON a.id = ask.asked_by_id
      WHERE u.id = ask.made_by_id AND u.is_active AND a.active)
    AND NOT EXISTS (
      SELECT FROM access_block b WHERE b.household_id = ask.household_id
        AND (b.agency_id IN (ask.asked_by_id, ask.agency_id) OR b.user_id = ask.made_by_id)
        AND kw_live(b.starts, b.ends))
$$;

-- By its id (a signed link) or its code (a card): which one, and whether it is there at all.
CREATE OR REPLACE FUNCTION kw_find_ask(ask uuid, code bytea) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT q.id FROM consent_consentask q
  WHERE (q.id = ask OR q.code_hash = code) AND kw_ask_lives(q)
$$;

-- Who opens it: the caregiver's own birth date, or the family's code and word (then `who` is whose
-- they are). A wrong answer counts; five and it rests 15 minutes, fifteen and it is over.
CREATE OR REPLACE FUNCTION kw_prove_ask(
  ask uuid, born date, who uuid, at_once int, in_all int)
RETURNS TABLE (household uuid, person uuid, community uuid, language text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE q consent_consentask%ROWTYPE;
BEGIN
  SELECT * INTO q FROM consent_consentask c WHERE c.id = ask FOR UPDATE;
  IF NOT FOUND OR NOT kw_ask_lives(q) THEN RETURN; END IF;
  IF q.wrong_tries >= at_once AND q.wrong_tries % at_once = 0
     AND q.last_wrong_at > kw_now() - interval '15 minutes' THEN RETURN; END IF;
  IF NOT coalesce(q.person_id = who OR EXISTS (
      SELECT FROM people_person p
      WHERE p.id = q.person_id AND p.birth_date = born AND p.sealed_at IS NULL), false) THEN
    UPDATE consent_consentask c SET wrong_tries = q.wrong_tries + 1, last_wrong_at = kw_now(),
        ended_at = CASE WHEN q.wrong_tries + 1 >= in_all AND q.answered_at IS NULL THEN kw_now() END,
        ended_why = CASE WHEN q.wrong_tries + 1 >= in_all AND q.answered_at IS NULL
                    THEN 'wrong tries' ELSE '' END
      WHERE c.id = q.id;
    RETURN;
  END IF;
  UPDATE consent_consentask c SET wrong_tries = 0 WHERE c.id = q.id;
  RETURN QUERY SELECT q.household_id, q.person_id, q.community_id, q.language::text;
END $$;
