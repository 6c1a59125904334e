"""Is the audit trail whole? Who saw a family's record?

The trail is sealed each minute and anchored each hour by the task worker; `seal` and `anchor` do
it now. See docs/explanation/audit.md.
"""

import json
from datetime import datetime
from pathlib import Path
from uuid import UUID

import click

from kinwork.cli.base import needs_database
from kinwork.common.actor import OPERATOR
from kinwork.common.trouble import Trouble

AS_JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")


@click.group()
def command() -> None:
    """Is the audit trail whole? Who saw a family's record?"""


@command.command()
@needs_database()
def seal() -> None:
    """Seal what is in no seal yet, now."""
    from django.utils import timezone

    from kinwork.common.acting import acting_as
    from kinwork.trust.disclosures import actions

    with acting_as(OPERATOR):
        rows = actions.seal(by=OPERATOR, at=timezone.now())
    click.echo(f"{rows:,} rows are newly sealed.")


@command.command()
@needs_database()
def anchor() -> None:
    """Seal, then write the chain's end into the anchor file and mail it, now."""
    from django.utils import timezone

    from kinwork.common.acting import acting_as
    from kinwork.trust.disclosures import actions, anchors

    with acting_as(OPERATOR):
        actions.seal(by=OPERATOR, at=timezone.now())
        line = actions.anchor(by=OPERATOR, at=timezone.now())
    click.echo(line or f"Nothing is new since the last line of {anchors.kept()}.")


@command.command()
@click.option(
    "--anchor",
    "file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Compare with this copy of the anchor file, or with a mailed anchor saved as text.",
)
@AS_JSON
@needs_database("kw_owner")
def verify(file: Path | None, as_json: bool) -> None:
    """Follow the whole chain; name the first broken place. Ends with 0 only when all is whole."""
    from kinwork.trust.disclosures.rules import when
    from kinwork.trust.disclosures.verify import verify as follow

    found = follow(file)
    if as_json:
        click.echo(json.dumps(_plain(found), indent=2))
    elif found.broken:
        click.echo(f"Broken ({found.broken.kind}): {found.broken.sentence}")
    else:
        trail = found.trail
        click.echo(f"Whole: {trail.rows:,} rows in {trail.seals:,} seals, from the first on.")
        if trail.anchors:
            click.echo(f"{trail.anchors:,} anchors agree, up to seal {trail.anchored_to:,}.")
        else:
            click.echo("No anchor was compared: a cut end would not show.")
        if found.waiting:
            click.echo(f"{found.waiting:,} rows wait for the next seal.")
        if trail.seals:
            click.echo(f"The last seal is of {when(trail.taken)}.")
    raise SystemExit(0 if found.whole else 1)


def _plain(found) -> dict:
    trail, broken = found.trail, found.broken
    said = {"whole": found.whole, "waiting": found.waiting}
    if broken:
        return said | {
            "kind": broken.kind,
            "seal": broken.seal,
            "row": broken.entry or None,
            "sentence": broken.sentence,
        }
    return said | {
        "rows": trail.rows,
        "seals": trail.seals,
        "anchors": trail.anchors,
        "anchored_to": trail.anchored_to,
        "head": trail.head.hex(),
    }


@command.command("copy")
@click.option("--after", type=click.IntRange(0), help="Begin behind this seal.")
@click.option(
    "--state",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Begin behind the seal that this file names, and write the last one into it at the end.",
)
@needs_database("kw_owner")
def copy(after: int | None, state: Path | None) -> None:
    """Each sealed row of the trail as one line of JSON, for a system of its own.

    With --state it goes on where it ended. What was cut off in the middle comes again: a row keeps
    its id.
    """
    from kinwork.config.server_files import private_file
    from kinwork.trust.disclosures import copying

    if state and after is not None:
        raise Trouble("Give --after or --state, not both.")
    last = before = copying.copied_to(state) if state else after or 0
    out = click.get_text_stream("stdout")
    for seal, line in copying.lines(before):
        out.write(line + "\n")
        last = seal
    out.flush()
    if state and last != before:
        private_file(state, json.dumps({"seal": last}))


@command.command("who-saw")
@click.argument("household", type=click.UUID)
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="From this day on (UTC).")
@AS_JSON
@needs_database("kw_owner")
def who_saw(household: UUID, since: datetime | None, as_json: bool) -> None:
    """Who opened or changed anything of HOUSEHOLD (its id), when, and which kinds of things.

    Asking is itself a row of the trail: the family can read that the operator asked.
    """
    from kinwork.trust.disclosures.who_saw import lines

    found = list(lines(household, since))
    if as_json:
        click.echo(json.dumps(found, indent=2))
        return
    if not found:
        raise Trouble(f"The trail knows no household {household} in that time.")
    for line in found:
        who = ", ".join(part for part in (line["who"], line["role"], line["agency"]) if part)
        kinds = f" ({', '.join(line['classes'])})" if line["classes"] else ""
        click.echo(f"{line['at']}  {line['verb']}{kinds}  {who}")
