"""Say what kind of agency works here: its records by law, victim services, its directory entry."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from kinwork.accounts.rules import PART_2, RECORDS
from kinwork.cli.base import needs_database
from kinwork.common.actor import OPERATOR
from kinwork.common.trouble import Trouble

if TYPE_CHECKING:
    from kinwork.accounts.models import Agency
    from kinwork.directory.models import Organization

KINDS = click.Choice([one.replace(" ", "-") for one in RECORDS])
SURE = (
    "A victim service provider has no record of a family here, and this is never taken back:"
    " its ties end and its people are signed out. Go on?"
)


def kinds(function: Callable) -> Callable:
    """The options that say what kind of agency it is, alike for a new one and one that is here."""
    for option in reversed(
        [
            click.option("--victim-services", is_flag=True, help="It serves victims of violence."),
            click.option("--part-2", is_flag=True, help="It is a 42 CFR Part 2 program."),
            click.option("--keeps", type=KINDS, multiple=True, help="Records it keeps by law."),
            click.option("--organization", default="", help="Its id or name in the directory."),
        ]
    ):
        function = option(function)
    return function


def records_of(part_2: bool, keeps: tuple[str, ...]) -> set[str]:
    return {one.replace("-", " ") for one in keeps} | ({PART_2} if part_2 else set())


@click.group()
def command() -> None:
    """Say what kind of agency works here: its records by law, victim services, directory entry."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="For a machine.")
@needs_database()
def list_(as_json: bool) -> None:
    """Every agency, what it keeps, and its entry in the directory."""
    from kinwork.accounts.models import Agency
    from kinwork.common.acting import acting_as

    with acting_as(OPERATOR):
        found = Agency.objects.select_related("organization").order_by("name", "pk")
        rows = [told(one) for one in found]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(sentence(row))
    if not rows:
        click.echo("No agency yet. The first one begins with: kinwork invite.")


@command.command()
@click.argument("agency")
@kinds
@click.option("--keeps-no-more", type=KINDS, multiple=True, help="Records it no longer keeps.")
@click.option("--yes", is_flag=True, help="Do not ask about what is never taken back.")
@click.option("--json", "as_json", is_flag=True, help="For a machine.")
@needs_database()
def mark(agency: str, yes: bool, as_json: bool, **asked: Any) -> None:
    """Say what kind of agency AGENCY (its name or id) is. What it has written gets its labels, too."""
    from kinwork.accounts.rules import Impossible
    from kinwork.common.acting import acting_as

    if not any(asked.values()):
        raise Trouble("Say what it is: --victim-services, --part-2, --keeps or --organization.")
    both = records_of(asked["part_2"], asked["keeps"]) & records_of(False, asked["keeps_no_more"])
    if both:
        raise Trouble(f"It cannot both keep and no longer keep {', '.join(sorted(both))} records.")
    with acting_as(OPERATOR):
        row = agency_named(agency)
        if asked["victim_services"] and not (row.is_victim_service_provider or yes):
            click.confirm(SURE, abort=True, err=True)
        try:
            _mark(row, **asked)
        except Impossible as why:
            raise Trouble(str(why.sentence)) from None
        row.refresh_from_db()
        said = told(row)
    click.echo(json.dumps(said, ensure_ascii=False, indent=2) if as_json else sentence(said))


def _mark(
    row: "Agency",
    *,
    victim_services: bool,
    part_2: bool,
    keeps: tuple[str, ...],
    organization: str,
    keeps_no_more: tuple[str, ...],
) -> None:
    from django.utils import timezone

    from kinwork.accounts import actions

    said = {"agency": row, "by": OPERATOR, "at": timezone.now()}
    if organization:
        actions.name_organization(organization=organization_named(organization), **said)
    if keeps_no_more:
        actions.drop_records(records=records_of(False, keeps_no_more), **said)
    if part_2 or keeps:
        actions.keep_records(records=records_of(part_2, keeps), **said)
    if victim_services:
        actions.mark_victim_services(**said)


def told(one: "Agency") -> dict[str, Any]:
    return {
        "id": str(one.pk),
        "name": one.name,
        "active": one.active,
        "victim_services": one.is_victim_service_provider,
        "part_2": one.is_part_2,
        "records": one.records,
        "organization": str(one.organization_id) if one.organization_id else None,
    }


def sentence(row: dict[str, Any]) -> str:
    said = [] if row["active"] else ["works here no more"]
    said += ["serves victims of violence, and has no record of a family"] * row["victim_services"]
    said += ["a Part 2 program"] * row["part_2"]
    said += [f"keeps records under: {', '.join(row['records'])}"] * bool(row["records"])
    said += [f"is {row['organization']} of the directory" if row["organization"] else "not tied to"
             " the directory"]  # fmt: skip
    return f"{row['name']}: {'; '.join(said)}."


def agency_named(words: str) -> "Agency":
    """The one agency of this name or id. Trouble where there is none, or more than one."""
    from kinwork.accounts.models import Agency

    return _one(Agency, words, "agency", "Its id tells them apart: kinwork agency list --json.")


def organization_named(words: str) -> "Organization":
    """The one organization of the directory of this name or id. Trouble as above."""
    from kinwork.directory.models import Organization

    return _one(Organization, words, "organization", "Say which one by its id.")


def _one(model: type, words: str, kind: str, help_with_many: str) -> Any:
    try:
        found = list(model.objects.filter(pk=UUID(words)))
    except ValueError:
        found = list(model.objects.filter(name__iexact=words.strip())[:2])
    if len(found) > 1:
        raise Trouble(f"There are several called {words!r}. {help_with_many}")
    if not found:
        raise Trouble(f"There is no {kind} {words!r}.")
    return found[0]
