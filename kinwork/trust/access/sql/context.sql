-- Who acts, as acting_as() told it. After a commit a setting is '' and not NULL.
CREATE OR REPLACE FUNCTION kw_setting(name text) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT nullif(pg_catalog.current_setting('kw.' || name, true), '') $$;
CREATE OR REPLACE FUNCTION kw_kind() RETURNS text LANGUAGE sql STABLE AS $$ SELECT kw_setting('kind') $$;
CREATE OR REPLACE FUNCTION kw_actor() RETURNS uuid LANGUAGE sql STABLE AS $$ SELECT kw_setting('actor')::uuid $$;
CREATE OR REPLACE FUNCTION kw_hat() RETURNS uuid LANGUAGE sql STABLE AS $$ SELECT kw_setting('hat')::uuid $$;
CREATE OR REPLACE FUNCTION kw_role() RETURNS text LANGUAGE sql STABLE AS $$ SELECT coalesce(kw_setting('role'), '') $$;
CREATE OR REPLACE FUNCTION kw_purpose() RETURNS text LANGUAGE sql STABLE AS $$ SELECT coalesce(kw_setting('purpose'), '') $$;
CREATE OR REPLACE FUNCTION kw_community() RETURNS uuid LANGUAGE sql STABLE AS $$ SELECT kw_setting('community')::uuid $$;

-- The rule's now. kw.now counts only where the owner marked the database as demo or test.
CREATE OR REPLACE FUNCTION kw_pretended_now() RETURNS timestamptz LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT CASE WHEN EXISTS (SELECT FROM common_databasemark WHERE kind IN ('demo', 'test'))
         THEN kw_setting('now')::timestamptz ELSE statement_timestamp() END
$$;
CREATE OR REPLACE FUNCTION kw_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN kw_setting('now') IS NULL THEN statement_timestamp() ELSE kw_pretended_now() END
$$;
