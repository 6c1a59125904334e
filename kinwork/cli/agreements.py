"""Agreements: which there are, what one says and what the database enforces of it."""

import json
from datetime import datetime
from uuid import UUID

import click

from kinwork.cli.base import needs_database
from kinwork.common.trouble import Trouble

AS_JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")


@click.group()
def command() -> None:
    """Agreements: list, show, check."""


@command.command("list")
@click.option("--state", default="", help="draft, in force, suspended, renewal due ...")
@AS_JSON
@needs_database()
def list_them(state: str, as_json: bool) -> None:
    """All agreements, the newest first."""
    from kinwork.common.acting import acting_as
    from kinwork.common.actor import OPERATOR
    from kinwork.trust.agreements.queries import listed

    with acting_as(OPERATOR):
        rows = [_plain(row) for row in listed(OPERATOR, state=state)]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        until = row["ends"] or "no last day"
        click.echo(f"{row['id']}  {row['state']:<13} {row['kind']:<16} {row['title']} ({until})")


@command.command()
@click.argument("agreement", type=click.UUID)
@AS_JSON
@needs_database()
def show(agreement: UUID, as_json: bool) -> None:
    """One agreement: its text, and beside each clause what the database enforces."""
    from kinwork.common.acting import acting_as
    from kinwork.common.actor import OPERATOR
    from kinwork.trust.agreements import enforced, queries
    from kinwork.trust.agreements.models import Agreement

    with acting_as(OPERATOR):
        row = Agreement.objects.select_related("community").filter(pk=agreement).first()
        if row is None:
            raise Trouble(f"There is no agreement {agreement}.")
        lines = enforced.lines(row, queries.parties(row))
        told = _plain(row)
    if as_json:
        told["lines"] = [vars(line) for line in lines]
        click.echo(json.dumps(told, indent=2, default=str))
        return
    click.echo(f"{told['title']} ({told['kind']}, version {told['version']}, {told['state']})")
    for line in lines:
        click.echo(f"{line.number}. {line.head}: {line.clause}\n     enforced: {line.enforced}")


@command.command()
@AS_JSON
@needs_database()
def check(as_json: bool) -> None:
    """What somebody should look at: ends that are near, drafts that lie, parties that left all."""
    from django.utils import timezone

    from kinwork.common.acting import acting_as
    from kinwork.common.actor import OPERATOR
    from kinwork.trust.agreements import rules
    from kinwork.trust.agreements.queries import listed

    now, found = timezone.now(), []
    with acting_as(OPERATOR):
        for row in listed(OPERATOR):
            found += [
                {"id": str(row.pk), "title": row.title, "why": why} for why in _odd(row, now, rules)
            ]
    if as_json:
        click.echo(json.dumps(found, indent=2))
    for one in () if as_json else found:
        click.echo(f"{one['id']}  {one['why']}: {one['title']}")
    if not found and not as_json:
        click.echo("All agreements are in order.")


def _odd(row, now: datetime, rules) -> list[str]:
    found = []
    if rules.renewal_due(row.state, row.ends, now):
        found.append("ends soon")
    if row.state == "in force" and not [one for one in row.parties.all() if one.ends is None]:
        found.append("in force without a party")
    if row.state in rules.UNSIGNED and row.starts < now:
        found.append("should have begun and is not signed by all")
    if row.state == "suspended":
        found.append("suspended")
    return found


def _plain(row) -> dict:
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "title": row.title,
        "state": row.state,
        "version": row.version,
        "classes": row.classes,
        "purposes": row.purposes,
        "starts": row.starts.isoformat(),
        "ends": row.ends and row.ends.isoformat(),
        "emergency_clause": row.emergency_clause,
        "parties": [
            {
                "agency": one.agency.name,
                "role": one.role,
                "signed_by": one.signed_by,
                "authority": one.authority,
                "way": one.way,
                "signed_on": one.signed_on and one.signed_on.isoformat(),
                "starts": one.starts and one.starts.isoformat(),
                "ends": one.ends and one.ends.isoformat(),
            }
            for one in row.parties.select_related("agency")
        ],
    }
