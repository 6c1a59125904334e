"""Wall 0: what must hold of the database and of the addresses before anybody is let in.

Each question is a query that finds holes and a sentence that says what a hole is. `kinwork serve` and
`kinwork worker` refuse to start over one, `kinwork doctor` names it, a guard test digs each of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR
from kinwork.common.models import DatabaseMark
from kinwork.common.tables import Private, Public
from kinwork.common.trouble import Trouble
from kinwork.config.pages import declared_page
from kinwork.trust.access.install import LIBRARY_TABLES, READ_ONLY, own_models

APP_ROLES = ["kw_app", "kw_web", "kw_worker", "kw_reporter", "kw_task", "kw_report"]
UNUSED = ("auth_",)  # a library's migrations make them; no role of ours has a right there
# The test server alone lets the web login look behind the curtain (config.roles.LOOK_BEHIND).
ON_A_TEST_SERVER = "The role kw_web (kw_migrator) may act as the owner, the judge or the migrator."


@dataclass(frozen=True)
class Question:
    """`finds`: a query whose rows are names of holes. `says`: the sentence, with `{}` for the name."""

    says: str
    finds: str


QUESTIONS = (
    Question(
        "The table {} holds families' rows or grounds of access without forced row-level security.",
        "SELECT t.name FROM unnest(%(guarded)s::text[]) t(name) LEFT JOIN pg_class c"
        " ON c.relname = t.name AND c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
        " WHERE NOT coalesce(c.relrowsecurity AND c.relforcerowsecurity, false)",
    ),
    Question(
        "The table {} has no policy for reading.",
        "SELECT t.name FROM unnest(%(guarded)s::text[]) t(name) WHERE NOT EXISTS ("
        " SELECT FROM pg_policies p WHERE p.schemaname = 'public' AND p.tablename = t.name"
        " AND p.cmd = 'SELECT' AND p.policyname = 'kw_select' AND p.roles = '{kw_app}')",
    ),
    Question(
        "A policy on {} is not one of ours.",
        "SELECT p.tablename || ' (' || p.policyname || ')' FROM pg_policies p"
        " WHERE p.schemaname = 'public' AND (p.policyname NOT IN ("
        " 'kw_select', 'kw_insert', 'kw_update', 'kw_delete', 'kw_judge_reads', 'kw_judge_locks',"
        " 'kw_judge_appends', 'kw_judge_hands_back', 'kw_judge_finds', 'kw_judge_seals',"
        " 'kw_judge_destroys', 'kw_migrator')"
        " OR p.roles && '{public}' OR p.permissive <> 'PERMISSIVE')",
    ),
    Question(
        "The table {} is nobody's: no model and no library names it.",
        "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'f')"
        " AND NOT c.relname = ANY (%(known)s) AND NOT EXISTS ("
        " SELECT FROM unnest(%(libraries)s::text[]) l WHERE starts_with(c.relname, l))",
    ),
    Question(
        "The view {} reads with its owner's eyes (no security_invoker).",
        "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND (c.relkind = 'm' OR (c.relkind = 'v'"
        " AND NOT coalesce('security_invoker=true' = ANY (c.reloptions)"
        " OR 'security_invoker=on' = ANY (c.reloptions), false)))",
    ),
    Question(
        "The role {} is a superuser, may bypass row-level security or make roles.",
        "SELECT rolname FROM pg_roles WHERE (rolsuper OR rolbypassrls OR rolcreaterole)"
        " AND (rolname = ANY (%(app)s) OR rolname IN ('kw_judge', 'kw_extract'))",
    ),
    Question(
        "The role {} owns a table or a function.",
        "SELECT r.rolname FROM pg_roles r"
        " WHERE r.rolname = ANY (%(app)s) AND (EXISTS (SELECT FROM pg_class c"
        " WHERE c.relowner = r.oid AND c.relnamespace = 'public'::regnamespace) OR EXISTS (SELECT FROM pg_proc p"
        " WHERE p.proowner = r.oid AND p.pronamespace = 'public'::regnamespace))",
    ),
    Question(
        "The role {} may act as the owner, the judge or the migrator.",
        "SELECT DISTINCT m.rolname || ' (' || g.rolname || ')' FROM pg_auth_members a"
        " JOIN pg_roles m ON m.oid = a.member JOIN pg_roles g ON g.oid = a.roleid"
        " WHERE m.rolname = ANY (%(app)s)"
        " AND g.rolname IN ('kw_owner', 'kw_judge', 'kw_migrator', 'kw_extract')",
    ),
    Question(
        "The table {} may be emptied by TRUNCATE, which no policy sees.",
        "SELECT DISTINCT c.relname FROM pg_class c, unnest(%(app)s::text[]) role"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND EXISTS ("
        " SELECT FROM pg_roles WHERE rolname = role)"
        " AND has_table_privilege(role, c.oid, 'TRUNCATE')",
    ),
    Question(
        "The function {} runs with others' rights, and is not the judge's, open to all, or without a"
        " fixed search_path.",
        "SELECT p.oid::regprocedure::text FROM pg_proc p"
        " WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef"
        " AND (pg_get_userbyid(p.proowner) <> 'kw_judge' OR p.proacl IS NULL"
        " OR EXISTS (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee = 0)"
        " OR NOT EXISTS (SELECT FROM unnest(p.proconfig) one"
        " WHERE one LIKE 'search_path=%%, pg_temp'))",
    ),
    Question(
        "The judge ({}) may sign in.",
        "SELECT rolname FROM pg_roles WHERE rolname = 'kw_judge' AND rolcanlogin",
    ),
)


def holes() -> list[str]:
    """One sentence for each hole in the database and among the addresses, and for a database that is
    older than its journal; empty when whole."""
    with connection.cursor() as cursor:
        return [*database_holes(cursor), *address_holes(), *journal_holes()]


def journal_holes() -> list[str]:
    from kinwork.config import replaying

    try:
        return replaying.holes()
    except Trouble as forged:
        return [str(forged)]


def refuse_over_holes() -> None:
    """Trouble, with the first hole in words, where the walls do not stand."""
    with acting_as(VISITOR):
        forgiven = [ON_A_TEST_SERVER] if DatabaseMark.objects.filter(kind="test").exists() else []
    if found := [hole for hole in holes() if hole not in forgiven]:
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        raise Trouble(f"{found[0]}{more} Run `kinwork database policies`, then `kinwork doctor`.")


def database_holes(cursor) -> list[str]:
    """What the catalogues of the database show that `cursor` is connected to."""
    guarded = [
        model._meta.db_table
        for model in own_models()
        if not isinstance(getattr(model, "access", None), Public | Private)
    ]
    known = [*(model._meta.db_table for model in own_models()), *READ_ONLY]
    told = {
        "guarded": guarded,
        "known": known,
        "libraries": [*LIBRARY_TABLES, *UNUSED],
        "app": APP_ROLES,
    }
    found = []
    for question in QUESTIONS:
        cursor.execute(question.finds, told)
        found += [question.says.format(name) for (name,) in cursor.fetchall()]
    return sorted(found)


def address_holes(urlconf: str | None = None) -> list[str]:
    """Every address whose page does not say what it does, or names a class or purpose wrongly."""
    from kinwork.people.rules import CLASSES

    found = []
    for where, view in addresses(get_resolver(urlconf)):
        page = declared_page(view, None)
        if page is None or "." not in page.action:
            found.append(f"The address /{where} does not say what it does and for whom.")
        elif not set(page.classes) <= set(CLASSES) or not page.purpose:
            found.append(f"The address /{where} names a class or purpose that there is not.")
    return found


def addresses(resolver: URLResolver, prefix: str = "") -> Iterator[tuple]:
    """(pattern, view) of every address below `resolver`."""
    for one in resolver.url_patterns:
        where = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one, where)
        elif isinstance(one, URLPattern):
            yield where, one.callback
