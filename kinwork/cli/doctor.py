"""Say what is understood of the settings, and what is missing.

Ends with 1 when something is missing, so that a deployment can ask it.
"""

import json

import click

from kinwork.cli.base import data_dir, database_address, server_running, start_django
from kinwork.common.trouble import Trouble


def _settings() -> list[dict]:
    from kinwork.config.env import READ

    return [
        {
            "name": setting.name,
            "value": _shown(setting),
            "set": setting.value != setting.default,
            "help": setting.help,
        }
        for setting in READ.values()
    ]


def _shown(setting) -> str:
    if setting.secret:
        return _where(setting.name) if setting.value else "(not set)"
    return ", ".join(setting.value) if isinstance(setting.value, list) else str(setting.value)


def _where(name: str) -> str:
    from kinwork.config.env import from_file

    return "(in a file of its own)" if from_file(name) else "(set, not shown)"


def _database_findings(demo: bool) -> list:
    """Findings that need the database; one that says so for each that does not answer."""
    from django.db.utils import Error
    from psycopg import Error as DriverError

    from kinwork.config import health

    found = []
    for look in (
        health.login_findings,
        health.wall_findings,
        lambda: [health.migration_finding()],
        lambda: [health.standstill_finding()],
        lambda: [health.demo_finding(database_address(), demo)],
    ):
        try:
            found += look()
        except (Error, DriverError) as why:
            said = str(why).strip().splitlines()[0]
            found.append(
                health.Finding("database", False, f"{said} (try `kinwork database migrate`)")
            )
    return found


def _findings() -> list:
    """Every finding, from the settings down to the mail server.

    Nobody is called over a line that is open: a password would go there.
    """
    from django.conf import settings

    from kinwork.config import health

    lines = health.line_findings()
    if not all(line.ok for line in lines):
        return [*health.file_findings(), *lines]
    return [
        *health.file_findings(),
        *lines,
        *_database_findings(settings.DEMO),
        health.key_finding(settings.DEMO),
        health.breached_finding(settings.BREACHED_PASSWORDS, settings.DEMO),
        health.scanner_finding(settings.SCANNER, settings.DEMO),
        health.parts_finding(settings.DEMO),
        health.text_finding(settings.DEMO),
        health.mail_finding(settings.EMAIL_HOST, settings.EMAIL_PORT, settings.DEMO),
    ]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def command(as_json: bool) -> None:
    """Say what is understood of the settings, and what is missing."""
    try:
        with server_running():
            start_django()
            findings = _findings()
    except Trouble as why:
        from kinwork.config.health import Finding, file_findings

        start_django()
        findings = [*file_findings(), Finding("database", False, str(why))]
    whole = all(finding.ok for finding in findings)
    if as_json:
        rows = [vars(finding) for finding in findings]
        click.echo(json.dumps({"ok": whole, "findings": rows, "settings": _settings()}, indent=1))
    else:
        _print(findings)
    raise SystemExit(0 if whole else 1)


def _print(findings: list) -> None:
    click.echo(f"Settings (data folder: {data_dir()})")
    for row in _settings():
        click.echo(f"  {'*' if row['set'] else ' '} {row['name']:24} {row['value']}")
    click.echo("    (* differs from the default)\n")
    for finding in findings:
        click.echo(f"  {'ok     ' if finding.ok else 'MISSING'} {finding.name}: {finding.says}")
