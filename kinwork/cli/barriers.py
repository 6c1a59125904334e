"""Barriers: what stands in the way, who could change it, and whose answer is late.

`kinwork barriers list` says so in words, or with --json for programs.
"""

import json
from typing import Any

import click

from kinwork.cli.base import needs_database
from kinwork.common.trouble import Trouble


@click.group()
def command() -> None:
    """What stands in the way of families, who could change it, and what they answered."""


@command.command(name="list")
@click.option("--community", "slug", default="", help="Its short name; without it: all.")
@click.option("--state", default="", help="For example: noted, put, refused, closed.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@needs_database()
def show(slug: str, state: str, as_json: bool) -> None:
    """Every barrier, what is open first and of that what is due first."""
    told = _told(slug, state)
    if as_json:
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    for one in told:
        late = ", LATE" if one["late"] else ""
        due = f", answer expected by {one['due_on']}" if one["due_on"] else ""
        click.echo(f"{one['words']}")
        click.echo(
            f"  {one['state']}{due}{late}; {one['kind']}; {one['office']} ({one['authority']})"
        )
        if one["reason"]:
            number = "too few to tell" if one["counted"] is None else one["counted"]
            days = f"{one['counted_from']} to {one['counted_to']}"
            click.echo(f"  {one['reason']}: {number} referrals, {days}")
    if not told:
        click.echo("No barrier fits.")


def _told(slug: str, state: str) -> list[dict[str, Any]]:
    from django.utils import timezone

    from kinwork.common.acting import acting_as
    from kinwork.common.actor import OPERATOR
    from kinwork.common.models import Community
    from kinwork.system.barriers import queries, rules, telling

    if state and state not in rules.STATES:
        raise Trouble(f"There is no state {state}. There is: {', '.join(rules.STATES)}.")
    with acting_as(OPERATOR):
        found = queries.listed().filter(**({"state": state} if state else {}))
        if slug:
            known = list(Community.objects.order_by("slug").values_list("slug", flat=True))
            if slug not in known:
                raise Trouble(f"There is no community {slug}. There is: {', '.join(known)}.")
            found = found.filter(community__slug=slug)
        now = timezone.now()
        return [{"community": row.community.slug, **telling.plain(row, now)} for row in found]
