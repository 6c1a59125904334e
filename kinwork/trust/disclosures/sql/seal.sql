-- Sealing: rows of the trail that are committed and in no seal yet are put into the next one. The
-- same text (built from integers, ids and sorted JSON) and digests are computed again, outside the
-- database, by `kinwork audit verify`.
-- Writers of the trail never wait for it; two sealers wait for each other.
DROP FUNCTION IF EXISTS kw_seal();
CREATE OR REPLACE FUNCTION kw_digest(method text, said bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE method WHEN 'sha256' THEN sha256(said) WHEN 'sha512' THEN sha512(said) END
$$;
-- method: of this and every later seal, until another is handed in. Each seal keeps its own.
CREATE OR REPLACE FUNCTION kw_seal(method text) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  head disclosures_seal%ROWTYPE; this bigint; many bigint; total bigint := 0; whole bytea;
  taken timestamptz; since timestamptz; former bytea;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('kw_seal', 0));
  SELECT * INTO head FROM disclosures_seal ORDER BY number DESC LIMIT 1;
  -- Each minute the last two days are looked through, once a day everything.
  since := CASE WHEN date_trunc('day', head.taken_at AT TIME ZONE 'UTC')
                   = date_trunc('day', clock_timestamp() AT TIME ZONE 'UTC')
           THEN clock_timestamp() - interval '2 days' ELSE '-infinity' END;
  this := coalesce(head.number, 0); former := coalesce(head.chain, decode(repeat('00', 32), 'hex'));
  LOOP
    this := this + 1;
    INSERT INTO disclosures_sealedrow (entry_id, seal, position, digest)
    SELECT c.id, this, row_number() OVER (ORDER BY c.recorded_at, c.id),
           kw_digest(method, convert_to(c.said, 'UTF8'))
    FROM (
      SELECT e.id, e.recorded_at, jsonb_build_array(
               e.id, trunc(extract(epoch FROM e.at) * 1000000),
               trunc(extract(epoch FROM e.recorded_at) * 1000000), e.verb, e.outcome,
               e.actor_kind, e.actor_id, e.hat, e.role, e.purpose, e.on_behalf_of, e.target_kind,
               e.target_id, e.household_id, e.person_id, e.community_id, to_jsonb(e.classes),
               e.details)::text AS said
      FROM common_auditentry e
      WHERE e.recorded_at >= since
        AND NOT EXISTS (SELECT FROM disclosures_sealedrow s WHERE s.entry_id = e.id)
      ORDER BY e.recorded_at, e.id LIMIT 10000) c;
    GET DIAGNOSTICS many = ROW_COUNT;
    EXIT WHEN many = 0;
    SELECT kw_digest(method, string_agg(s.digest, ''::bytea ORDER BY s.position)) INTO whole
      FROM disclosures_sealedrow s WHERE s.seal = this;
    taken := clock_timestamp();
    INSERT INTO disclosures_seal
      (number, method, first_recorded, last_recorded, rows, batch, previous, taken_at, chain)
    SELECT this, kw_seal.method, min(e.recorded_at), max(e.recorded_at), many, whole, former, taken,
           kw_digest(kw_seal.method, former || int8send(this) || int8send(many)
             || int8send(trunc(extract(epoch FROM taken) * 1000000)::bigint) || whole)
    FROM disclosures_sealedrow s JOIN common_auditentry e ON e.id = s.entry_id WHERE s.seal = this
    RETURNING chain INTO former;
    total := total + many;
  END LOOP;
  RETURN total;
END $$;
