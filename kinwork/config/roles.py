"""The database roles, as SQL that an administrator can read and run again at will (15 to 18).

Who is who: docs/explanation/access.md. Logins own nothing and may only switch to their one role;
the owner migrates; `kw_judge` owns the functions that decide who may see what.
"""

DATABASE = "kinwork"
LOGINS = ("kw_owner", "kw_web", "kw_worker", "kw_reporter")
GROUPS = ("kw_app", "kw_task", "kw_report", "kw_judge", "kw_extract")
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist")

# (role, member, does the member have the role's rights without switching to it?)
MEMBERS = (
    ("kw_app", "kw_web", False),
    ("kw_task", "kw_worker", False),
    ("kw_report", "kw_reporter", False),
    ("kw_app", "kw_task", True),
    ("kw_judge", "kw_owner", True),  # to replace the functions that kw_judge owns
    ("kw_extract", "kw_owner", True),
    ("kw_migrator", "kw_owner", False),
)

_ROLE = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN CREATE ROLE {role}; END IF;
END $$;
ALTER ROLE {role} {attributes};
"""
_MEMBER = """
DO $$ BEGIN
  GRANT {role} TO {member};
  IF current_setting('server_version_num')::int >= 160000 THEN
    EXECUTE 'GRANT {role} TO {member} WITH INHERIT {inherit}, SET TRUE';
  END IF;
END $$;
"""
# Backfills run as kw_migrator. Only a superuser (16 and newer: a role that bypasses itself) may
# give BYPASSRLS, which managed servers withhold: then backfills of family tables are refused.
_MIGRATOR = """
DO $$ BEGIN
  ALTER ROLE kw_migrator BYPASSRLS;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE NOTICE 'kw_migrator could not be given BYPASSRLS: data migrations of family tables will be refused';
END $$;
DO $$ BEGIN
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT kw_owner TO %I', current_user);
  END IF;
END $$;
"""

# On a test server alone: tests look behind the curtain (tests/seeing.py) in their own transaction.
LOOK_BEHIND = _MEMBER.format(role="kw_migrator", member="kw_web", inherit="FALSE")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def roles_sql(passwords: dict[str, str] | None = None) -> str:
    """Every role, cluster-wide. Without `passwords` a login's password is left as it is."""
    parts = []
    for role in GROUPS:
        parts.append(_ROLE.format(role=role, attributes="NOLOGIN INHERIT"))
    parts.append(_ROLE.format(role="kw_migrator", attributes="NOLOGIN INHERIT"))
    for role in LOGINS:
        inherit = "INHERIT" if role == "kw_owner" else "NOINHERIT"
        secret = f" PASSWORD {_quoted(passwords[role])}" if passwords else ""
        parts.append(_ROLE.format(role=role, attributes=f"LOGIN {inherit}{secret}"))
    parts.append(_MIGRATOR)
    for role, member, inherit in MEMBERS:
        parts.append(_MEMBER.format(role=role, member=member, inherit=str(inherit).upper()))
    # A decision's functions are planned with sequential scans made dear: servers that compile what
    # looks dear would spend seconds on what runs in a millisecond.
    parts.extend(f"ALTER ROLE {role} SET jit = off;\n" for role in LOGINS)
    parts.append("ALTER ROLE kw_web SET idle_in_transaction_session_timeout = '60s';\n")
    parts.append("ALTER ROLE kw_web SET statement_timeout = '60s';\n")
    return "".join(parts)


def schema_sql() -> str:
    """What belongs inside the one database: extensions, and who may make things in it."""
    return "\n".join(
        [
            *(f"CREATE EXTENSION IF NOT EXISTS {name} SCHEMA public;" for name in EXTENSIONS),
            "REVOKE ALL ON SCHEMA public FROM PUBLIC;",
            "GRANT USAGE ON SCHEMA public TO kw_web, kw_worker, kw_reporter, kw_app, kw_task, "
            "kw_report, kw_judge, kw_extract, kw_migrator;",
            "GRANT ALL ON SCHEMA public TO kw_owner WITH GRANT OPTION;",
            "GRANT CREATE ON SCHEMA public TO kw_judge, kw_extract;",
            "ALTER DEFAULT PRIVILEGES FOR ROLE kw_owner IN SCHEMA public "
            "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO kw_migrator;",
            "",
        ]
    )


def database_sql(name: str = DATABASE) -> str:
    """Who may connect to database `name` and make schemas in it."""
    return (
        f"REVOKE ALL ON DATABASE {name} FROM PUBLIC;\n"
        f"GRANT CONNECT ON DATABASE {name} TO kw_web, kw_worker, kw_reporter;\n"
        # Imports gather a feed in temporary tables. Definer functions name pg_temp last.
        f"GRANT TEMPORARY ON DATABASE {name} TO kw_app;\n"
        f"GRANT ALL ON DATABASE {name} TO kw_owner;\n"
    )


def script() -> str:
    """The whole preparation as a psql script for an administrator (`kinwork database prepare --sql`)."""
    return (
        "-- Run with psql as a superuser (or as your provider's administrator), as often as you like.\n"
        "-- Then give each login its password: \\password kw_owner, kw_web, kw_worker, kw_reporter.\n"
        + roles_sql()
        + f"\nSELECT 'CREATE DATABASE {DATABASE} OWNER kw_owner TEMPLATE template0 ENCODING ''UTF8'''"
        + f"\n  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec\n"
        + database_sql()
        + f"\\connect {DATABASE}\n"
        + schema_sql()
    )
