"""Functions, grants and row policies, installed after every migrate; running it again changes nothing.

One declaration on each model (`access`, see common.tables) becomes one line of policy here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path

from django.apps import apps
from django.db import models, transaction

from kinwork.common.tables import AppendOnly, Custom, FamilyRows, Private, Public
from kinwork.trust.access import keeping, labelling, rules, sealing
from kinwork.trust.access.judge import (
    APPENDED_BY_JUDGE,
    GROUNDS,
    HANDED_BACK,
    LOCKED,
    WRITTEN_BY_JUDGE,
)

SQL = Path(__file__).parent / "sql"
FILES = (
    *("context", "grounds", "rule", "parties", "keys", "desks", "leavers", "locks", "glass"),
    *(
        "stewards",
        "labels",
        "closing",
        "asks",
        "ways",
        "verdicts",
        "private",
        "seats",
        "waiting",
        "keeping",
        "loop",
        "messages",
    ),
    "seen",
)
# What apps outside access ask the database themselves.
BESIDE = (
    *("trust/disclosures/sql", "family/referrals/sql", "family/complaints/sql"),
    *("family/plans/sql", "system/evidence/sql", "system/voice/sql"),
)
# drawn from rules.py, sealing.py and keeping.py
FORMATTED = ("grounds", "rule", "glass", "closing", "keeping", "labels")
# Asked for every row: they always take the index, also while a table is small, and plan once.
BY_INDEX = (
    *("kw_active", "kw_part_2_staff", "kw_party", "kw_same_mou", "kw_licensed", "kw_is_household"),
    *("kw_same", "kw_homes", "kw_own_branch", "kw_withheld", "kw_governs", "kw_tied", "kw_named"),
    *("kw_own_homes", "kw_kept_from", "kw_said_by_others", "kw_grounds"),
    *("kw_quiet_since", "kw_resting", "kw_must_stay", "kw_keep_home"),
)
# Tables of libraries: the app's role uses them as they are; none holds anything of a family.
LIBRARY_TABLES = (
    "django_session",
    "common_cache",
    "account_",
    "mfa_",
    "usersessions_",
    "socialaccount_",
    "procrastinate_",
)
READ_ONLY = ("django_migrations", "django_content_type")
LAST = ("links",)  # stands on what is said in all the others
_TYPES = {"str": "text", "bool": "boolean", str: "text", bool: "boolean"}
# What kw_grounds says of every row before it asks anything.
_SAID_FIRST = (
    *("kind", "role", "purpose", "sensitivity", "family_owned", "part_2_record"),
    *("safety_record", "written_only", "confidential_address", "sealed"),
)


def install(connection) -> None:
    """As the owner: replace all functions, grants and policies in one transaction."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in statements(cursor):
            cursor.execute(statement)


def statements(cursor) -> Iterator[str]:
    existing = set(apps_tables(cursor))
    yield from _functions()
    yield from _judge(existing)
    yield from _library_grants(existing)
    for model in own_models():
        yield from _guard(model)


def apps_tables(cursor) -> list[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return [name for (name,) in cursor.fetchall()]


def own_models() -> list[type[models.Model]]:
    """Every concrete table of ours, the automatic many-to-many ones left out."""
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("kinwork.") and not model._meta.proxy
    ]


def _functions() -> Iterator[str]:
    for name in (*FILES, *LAST):
        text = (SQL / f"{name}.sql").read_text()
        yield text.format(**_tables_of_the_rule()) if name in FORMATTED else text
    for folder in BESIDE:
        for path in sorted((SQL.parents[2] / folder).glob("*.sql")):
            yield path.read_text()
    yield f"""
        DO $$ DECLARE f regprocedure; BEGIN
          FOR f IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
                   AND p.proname IN ({_quoted(BY_INDEX)})
          LOOP
            EXECUTE format('ALTER FUNCTION %s SET enable_seqscan TO off', f);
            EXECUTE format('ALTER FUNCTION %s SET plan_cache_mode TO force_generic_plan', f);
          END LOOP;
        END $$"""  # noqa: S608 (names of our own functions)
    yield """
        DO $$ DECLARE f regprocedure; BEGIN
          FOR f IN SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n
                   ON n.oid = p.pronamespace WHERE n.nspname = 'public' AND p.proname LIKE 'kw\\_%'
          LOOP
            EXECUTE format('ALTER FUNCTION %s OWNER TO kw_judge', f);
            EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO kw_app, kw_owner, kw_migrator', f);
          END LOOP;
        END $$"""


def _tables_of_the_rule() -> dict[str, str]:
    """What the SQL of the rule takes over from rules.py, so that neither can drift."""
    pairs = sorted((role, c) for role, cs in rules.ROLE_CLASSES.items() for c in cs)
    plain = {field.name: _TYPES[field.type] for field in fields(rules.Grounds)}
    said = set(_SAID_FIRST)
    return keeping.drawn() | {
        "role_classes": ", ".join(f"('{role}', '{name}')" for role, name in pairs),
        "intake_classes": _quoted(rules.INTAKE_CLASSES),
        "packet_classes": _quoted(rules.PACKET_CLASSES),
        "written_classes": _quoted(rules.WRITTEN_CLASSES),
        "written_labels": _quoted(rules.WRITTEN_LABELS),
        "no_standing": _quoted(rules.NO_STANDING),
        "glass_roles": _quoted(rules.GLASS_ROLES),
        "never_by_glass": _quoted(rules.NEVER_BY_GLASS),
        "glass_minutes": str(rules.GLASS_MINUTES),
        "glasses_a_week": str(rules.GLASSES_A_WEEK),
        "glass_tries_a_day": str(rules.GLASS_TRIES_A_DAY),
        "arguments": ", ".join(f"{name} {kind}" for name, kind in plain.items()),
        "types": ", ".join(plain.values()),
        "outputs": ", ".join(f"OUT {name} {kind}" for name, kind in plain.items()),
        "values": ", ".join(f"g.{name}" for name in plain),
        "seal": sealing.seal(),
        "unseal": sealing.unseal(),
        "destroy": sealing.destroy(),
        "waiting": sealing.waiting(),
        "stamp": labelling.stamp(),
        "all_false": " ".join(f"{name} := false;" for name in plain if name not in said),
    }


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in sorted(names))


def _judge(existing: set[str]) -> Iterator[str]:
    for table in GROUNDS:
        yield f"GRANT SELECT ON {table} TO kw_judge"
    for table in WRITTEN_BY_JUDGE:
        yield f"GRANT SELECT, INSERT, UPDATE ON {table} TO kw_judge"
    for table in APPENDED_BY_JUDGE:
        yield f"GRANT INSERT ON {table} TO kw_judge"
    for table in LOCKED:
        yield f"GRANT UPDATE (id) ON {table} TO kw_judge"
    for table, column in HANDED_BACK.items():
        yield f"GRANT UPDATE ({column}) ON {table} TO kw_judge"
    for table, (columns, _about) in keeping.WIPED.items():
        yield f"GRANT UPDATE ({', '.join(columns)}) ON {table} TO kw_judge"
    for model in sealing.owned():
        table = model._meta.db_table
        changed = ", ".join([*sealing.columns(table), *labelling.columns(model)])
        yield f"GRANT SELECT, UPDATE ({changed}), DELETE ON {table} TO kw_judge"
    for table in (*sealing.ALSO, *keeping.GONE):
        yield f"GRANT SELECT, DELETE ON {table} TO kw_judge"


def _library_grants(existing: set[str]) -> Iterator[str]:
    for table in sorted(existing):
        if table.startswith(LIBRARY_TABLES):
            yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO kw_app"
        if table.startswith("procrastinate_"):
            yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO kw_worker"
        if table in READ_ONLY:
            yield f"GRANT SELECT ON {table} TO kw_app, kw_web, kw_worker"
    yield "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO kw_app, kw_worker"


def _guard(model: type[models.Model]) -> Iterator[str]:
    table, access = model._meta.db_table, model.access
    if labelling.columns(model):
        yield (
            f"CREATE OR REPLACE TRIGGER kw_label BEFORE INSERT OR UPDATE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION kw_label()"
        )
    yield f"REVOKE ALL ON {table} FROM kw_app"
    match access:
        case Public() | Private():
            yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO kw_app"
        case AppendOnly():
            yield f"GRANT SELECT, INSERT ON {table} TO kw_app"
            yield from _policies(table, {"SELECT": access.select, "INSERT": "true"})
        case FamilyRows():
            yield f"GRANT SELECT, INSERT, UPDATE ON {table} TO kw_app"
            row = _row(model)
            write = f"kw_may_write({row}) AND ({access.write})"
            read = f"kw_may_see({row})" + (f" AND ({access.read})" if access.read != "true" else "")
            yield from _policies(table, {"SELECT": read, "INSERT": write, "UPDATE": write})
            if any(one.column == "steward_id" for one in model._meta.concrete_fields):
                yield (
                    f"CREATE OR REPLACE TRIGGER kw_steward BEFORE INSERT OR UPDATE ON {table}"
                    " FOR EACH ROW EXECUTE FUNCTION kw_steward()"
                )
        case Custom():
            said = {"SELECT": access.select, "INSERT": access.insert}
            said |= {"UPDATE": access.update, "DELETE": access.delete}
            said = {command: words for command, words in said.items() if words != "false"}
            columns = f" ({', '.join(access.columns)})" if access.columns else ""
            verbs = [f"UPDATE{columns}" if verb == "UPDATE" else verb for verb in said]
            yield f"GRANT {', '.join(verbs)} ON {table} TO kw_app"
            yield from _policies(table, said)


def _row(model: type[models.Model]) -> str:
    """The arguments of kw_may_see for a row of `model`; `subject` names person and household."""
    person, household = getattr(model, "subject", ("person_id", "household_id"))
    return f"id, owner_id, recorded_by_id, sensitivity, {person}, {household}, sealed_at, labels"


def _policies(table: str, said: dict[str, str]) -> Iterator[str]:
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    yield f"DROP POLICY IF EXISTS kw_judge_reads ON {table}"
    if table in (*GROUNDS, *WRITTEN_BY_JUDGE):
        command = "ALL" if table in WRITTEN_BY_JUDGE else "SELECT"
        yield f"CREATE POLICY kw_judge_reads ON {table} FOR {command} TO kw_judge USING (true)"
    yield f"DROP POLICY IF EXISTS kw_judge_appends ON {table}"
    if table in APPENDED_BY_JUDGE:
        words = "FOR INSERT TO kw_judge WITH CHECK (true)"
        yield f"CREATE POLICY kw_judge_appends ON {table} {words}"
    yield f"DROP POLICY IF EXISTS kw_judge_locks ON {table}"
    if table in LOCKED:
        words = "FOR UPDATE TO kw_judge USING (true) WITH CHECK (false)"
        yield f"CREATE POLICY kw_judge_locks ON {table} {words}"
    yield f"DROP POLICY IF EXISTS kw_judge_hands_back ON {table}"
    if table in HANDED_BACK or table in keeping.WIPED:
        words = "FOR UPDATE TO kw_judge USING (true) WITH CHECK (true)"
        yield f"CREATE POLICY kw_judge_hands_back ON {table} {words}"
    yield from _sealing(table)
    for command in ("SELECT", "INSERT", "UPDATE", "DELETE"):
        yield f"DROP POLICY IF EXISTS kw_{command.lower()} ON {table}"
        if command in said:
            yield _policy(table, command, said[command])


def _sealing(table: str) -> Iterator[str]:
    """A family leaves: the judge seals its rows, and destroys what is sealed, nothing else."""
    owned = table in {one._meta.db_table for one in sealing.owned()}
    said = {"finds": "FOR SELECT TO kw_judge USING (true)"}
    if owned:
        said["seals"] = "FOR UPDATE TO kw_judge USING (true) WITH CHECK (true)"
    said["destroys"] = (
        f"FOR DELETE TO kw_judge USING ({'sealed_at IS NOT NULL' if owned else 'true'})"
    )
    for name, words in said.items():
        yield f"DROP POLICY IF EXISTS kw_judge_{name} ON {table}"
        if owned or table in sealing.ALSO or table in keeping.GONE:
            yield f"CREATE POLICY kw_judge_{name} ON {table} {words}"


def _policy(table: str, command: str, words: str) -> str:
    head = f"CREATE POLICY kw_{command.lower()} ON {table} FOR {command} TO kw_app"
    match command:
        case "SELECT" | "DELETE":
            return f"{head} USING ({words})"
        case "INSERT":
            return f"{head} WITH CHECK ({words})"
        case _:
            return f"{head} USING ({words}) WITH CHECK ({words})"
