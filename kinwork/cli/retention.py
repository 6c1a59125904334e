"""How long families' records are kept: what is planned, what is held, and tonight's run, now.

See docs/explanation/retention.md.
"""

import json
from datetime import datetime
from uuid import UUID

import click

from kinwork.cli.base import needs_database
from kinwork.common.trouble import Trouble

AS_JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")


@click.group()
def command() -> None:
    """Retention: plan, hold, release, run."""


@command.command()
@AS_JSON
@needs_database()
def plan(as_json: bool) -> None:
    """In which month how many records come to a day, how many are gone, and what is held."""
    from django.utils import timezone

    from kinwork.common.acting import acting_as
    from kinwork.common.actor import OPERATOR
    from kinwork.trust.retention import queries

    with acting_as(OPERATOR):
        months, gone = queries.months(), queries.finished()
        held = [_plain(row) for row in queries.holds(timezone.now())]
    if as_json:
        told = {"months": dict(months), "deleted": gone, "holds": held}
        click.echo(json.dumps(told, indent=2))
        return
    for month, homes in months:
        click.echo(f"{month}  {homes:,}")
    click.echo(f"Deleted so far: {gone:,} records.")
    for row in held:
        click.echo(f"{row['id']}  family {row['family']}  {row['reason']}, until {row['until']}")


@command.command()
@click.argument("household", type=click.UUID)
@click.option("--reason", default="other", help="lawsuit, complaint, audit or other.")
@click.option("--words", default="", help="A file number, or who asked. Nothing about the family.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Its last day. None: released.")
@AS_JSON
@needs_database()
def hold(household: UUID, reason: str, words: str, until: datetime | None, as_json: bool) -> None:
    """Nothing of this family's record is deleted until it is released."""
    from django.utils import timezone

    from kinwork.common.acting import acting_as
    from kinwork.common.actor import OPERATOR
    from kinwork.common.rights import Refused
    from kinwork.trust.retention import actions

    told = {"reason": reason, "words": words, "until": until and until.date()}
    try:
        with acting_as(OPERATOR):
            made = actions.hold(household=household, by=OPERATOR, at=timezone.now(), **told)
    except actions.NotWhole as wrong:
        raise Trouble(f"The {wrong.field} cannot be so.") from wrong
    except Refused as refused:
        raise Trouble("There is no family with this number.") from refused
    click.echo(json.dumps(_plain(made), indent=2) if as_json else f"Held: {made.pk}")


@command.command()
@click.argument("number", type=click.UUID)
@AS_JSON
@needs_database()
def release(number: UUID, as_json: bool) -> None:
    """End a hold; `kinwork retention plan` shows its number."""
    from django.utils import timezone

    from kinwork.common.acting import acting_as
    from kinwork.common.actor import OPERATOR
    from kinwork.trust.retention import actions, queries

    with acting_as(OPERATOR):
        found = queries.holds(timezone.now()).filter(pk=number).first()
        if found is None:
            raise Trouble(f"There is no hold {number}.")
        actions.release(hold=found, by=OPERATOR, at=timezone.now())
    click.echo(json.dumps({"released": str(number)}) if as_json else "Released.")


@command.command()
@AS_JSON
@needs_database()
def run(as_json: bool) -> None:
    """Do tonight's work now: set days, clear them, delete what has come to its day."""
    from kinwork.trust.retention.jobs import run as night

    done = dict(night())
    if as_json:
        click.echo(json.dumps(done))
    else:
        said = ", ".join(f"{what}: {times:,}" for what, times in sorted(done.items()))
        click.echo(said or "There was nothing to do.")


def _plain(row) -> dict[str, str]:
    return {
        "id": str(row.pk),
        "family": str(row.household_id),
        "reason": row.reason,
        "words": row.words,
        "until": row.until.isoformat() if row.until else "released",
    }
