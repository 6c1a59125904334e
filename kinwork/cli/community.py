"""Set up a community: the place whose partners work together."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from kinwork.cli.base import needs_database
from kinwork.common.actor import OPERATOR

if TYPE_CHECKING:
    from kinwork.common.models import Community


@click.group()
def command() -> None:
    """Set up a community: the place whose partners work together."""


@command.command()
@click.argument("slug")
@click.option("--name", required=True, help='As people call it: "Saguaro Wash County".')
@click.option("--state", required=True, help="Two letters: AZ.")
@click.option("--zip", "postal_code", required=True, help="A ZIP in its middle, for maps.")
@click.option("--time-zone", required=True, help="America/Phoenix.")
@click.option("--county", default="", help="Its county, when it is one.")
@click.option("--help-phone", default="211", show_default=True, help="Whom families call.")
@needs_database()
def create(slug: str, **told: str) -> None:
    """Create the community SLUG (a short name for addresses)."""
    from django.utils import timezone

    from kinwork.accounts import actions
    from kinwork.common.acting import acting_as
    from kinwork.common.models import Community
    from kinwork.common.trouble import Trouble

    told["state"] = told["state"].upper()
    checked(slug, **told)
    with acting_as(OPERATOR):
        if Community.objects.filter(slug=slug).exists():
            raise Trouble(f"There is a community {slug} already.")
        actions.create_community(slug=slug, by=OPERATOR, at=timezone.now(), **told)
    click.echo(f'{told["name"]} is set up. Next: kinwork invite EMAIL --agency NAME --role "..."')


@command.command("close-agency")
@click.argument("name")
@click.confirmation_option(prompt="Its people see nothing from now on. Go on?")
@needs_database()
def close_agency(name: str) -> None:
    """The agency NAME works here no more; what was sent to it has to go another way."""
    from django.utils import timezone

    from kinwork.accounts import actions
    from kinwork.accounts.models import Agency
    from kinwork.common.acting import acting_as
    from kinwork.common.trouble import Trouble

    with acting_as(OPERATOR):
        found = list(Agency.objects.filter(name=name)[:2])
        if len(found) != 1:
            raise Trouble(f"There is no single agency called {name}.")
        actions.close_agency(agency=found[0], by=OPERATOR, at=timezone.now())
    click.echo(
        f"{name} is closed. Open referrals to it are on their senders' desks; what it sent, on the coordinator's."
    )


@command.command()
@click.argument("slug")
@click.option("--year", type=int, help="Only this year.")
@click.option("--json", "as_json", is_flag=True, help="For a machine.")
@needs_database()
def holidays(slug: str, year: int | None, as_json: bool) -> None:
    """The days on which the offices of the community SLUG are closed."""
    from kinwork.common.models import Holiday

    with _read(slug) as community:
        found = Holiday.objects.filter(community=community).order_by("day")
        found = found.filter(day__year=year) if year else found
        rows = [{"day": one.day.isoformat(), "name": one.name} for one in found]
    _write(rows, as_json)


@command.command()
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="For a machine.")
@needs_database()
def texts(slug: str, as_json: bool) -> None:
    """The texts that the community SLUG may write: whose words are in force, drafts, grades."""
    from kinwork.accounts import queries, wording

    with _read(slug) as community:
        rows = [
            {
                "key": one.key,
                "language": one.language,
                "whose": "community" if one.community_id else "product",
                "version": one.version,
                "status": str(one.status),
                "grade": wording.grade(one.body, one.language),
            }
            for one in queries.living_texts(community.pk)
        ]
    _write(rows, as_json)


@contextmanager
def _read(slug: str) -> Iterator["Community"]:
    """The community SLUG, as the operator. Raises Trouble when there is none."""
    from kinwork.common.acting import acting_as
    from kinwork.common.models import Community
    from kinwork.common.trouble import Trouble

    with acting_as(OPERATOR):
        found = Community.objects.filter(slug=slug).first()
        if found is None:
            raise Trouble(f"There is no community {slug}.")
        yield found


def _write(rows: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo("  ".join(str(value) for value in row.values()))
    if not rows:
        click.echo("Nothing yet.")


def checked(slug: str, *, state: str, postal_code: str, time_zone: str, **_more: str) -> None:
    """Raises Trouble with the sentence for the first thing that cannot be right."""
    from zoneinfo import ZoneInfo, available_timezones

    from django.core.validators import slug_re

    from kinwork.common.trouble import Trouble

    if not slug_re.match(slug):
        raise Trouble(f"{slug!r} is no short name: use small letters, numbers and dashes.")
    if len(state) != 2 or not state.isalpha():
        raise Trouble(f"{state!r} is no state: write its two letters, like AZ.")
    if len(postal_code) != 5 or not postal_code.isdecimal() or not postal_code.isascii():
        raise Trouble(f"{postal_code!r} is no ZIP: write its five numbers.")
    if time_zone not in available_timezones():
        raise Trouble(f"{time_zone!r} is no time zone: write it like America/Phoenix.")
    ZoneInfo(time_zone)
