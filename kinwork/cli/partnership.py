"""Partnerships: what one has, what is missing, who has signed what, what they do together.

`kinwork partnership status NAME` says so in words, or with --json for programs.
`kinwork partnership agreements NAME` says which member has signed what, and what is missing.
`kinwork partnership work NAME` says what its members do together, and what of it is due.
`kinwork partnership evidence NAME` says how far they work together, by the records.
`kinwork partnership ratings NAME` says what they say of each other, as `kinwork network -` reads it.
"""

import csv
import json
import sys
from typing import Any

import click

from kinwork.cli.base import needs_database
from kinwork.common.trouble import Trouble


@click.group()
def command() -> None:
    """What a partnership has, what is missing, who has signed what, what they do together."""


@command.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@needs_database()
def status(name: str, as_json: bool) -> None:
    """Results, members, seats, charter and meetings of one partnership, and what is missing."""
    told = _told(name)
    if as_json:
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    click.echo(f"{told['name']} ({told['level']}, {told['place']})")
    for one in told["results"]:
        agreed = f"agreed on {one['agreed_on']}" if one["agreed_on"] else "not agreed on yet"
        click.echo(f"  result: {one['words']} ({agreed})")
        for measure in one["measures"]:
            now = measure["newest"] or "no number since"
            click.echo(
                f"    {measure['name']}: baseline {measure['baseline'] or 'not known'}, now {now}"
            )
    seats = told["seats"]
    click.echo(f"  members: {len(told['members'])}")
    click.echo(
        f"  seats: {seats['open']}, filled {seats['filled']}, of residents and caregivers"
        f" {seats['of_residents_and_caregivers']}"
    )
    charter = told["charter"]
    words = f"version {charter['version']}, {charter['state']}" if charter else "none"
    click.echo(f"  charter: {words}")
    if charter and charter["adopted_on"]:
        click.echo(f"  adopted on {charter['adopted_on']}")
    _say_meetings(told["meetings"])
    for sentence in told["missing"]:
        click.echo(f"  missing: {sentence}")


def _say_meetings(told: dict[str, Any]) -> None:
    click.echo(f"  next meeting: {told['next'] or 'none planned'}")
    click.echo(
        f"  in a year: {told['held_in_a_year']} meetings held of {told['asked_for_in_a_year']} asked"
        f" for, {told['decided_in_a_year']} decisions, {told['without_quorum_in_a_year']} of them"
        " without quorum"
    )
    click.echo(
        f"  minutes late: {told['minutes_late']}, agendas late: {told['agendas_late']}, seats absent"
        f" too often: {told['seats_absent_too_often']}"
    )
    click.echo(f"  promises: {told['promises_open']} open, {told['promises_overdue']} overdue")
    for one in told["promises"]:
        if one["overdue"]:
            click.echo(f"    overdue: {one['member']}, {one['overdue']}")


@command.command()
@click.argument("name")
@click.option("--standing", default="", help="For example: missing, expiring, suspended.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@needs_database()
def agreements(name: str, standing: str, as_json: bool) -> None:
    """Every member by kind of agreement: in force, ending soon, missing."""
    told = _agreements(name, standing)
    if as_json:
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    for one in told:
        until = f" until {one['last_day']}" if one["last_day"] else ""
        title = f": {one['title']}" if one["title"] else ""
        click.echo(f"{one['member']}, {one['agreement_kind']}: {one['standing']}{until}{title}")
    if not told:
        click.echo("Nothing fits.")


@command.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@needs_database()
def work(name: str, as_json: bool) -> None:
    """Strategies, changes, support, funding, self-check and events, and what of it is due."""
    told = _work(name)
    if as_json:
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    click.echo(told["partnership"])
    for one in told["strategies"]:
        stands = f"since {one['since']}, {one['intensity']}" if one["adopted"] else "not adopted"
        click.echo(f"  strategy {one['strategy']}: {stands}")
    held = [one for one in told["changes"] if not one["held_until"]]
    click.echo(f"  changes that hold: {len(held)}")
    waits = [one for one in told["support"] if one["state"] == "asked"]
    click.echo(f"  support from above: {len(told['support'])}, waiting for an answer {len(waits)}")
    for one in told["funding"]:
        click.echo(f"  funding {one['name']}: {one['amount']} dollars, {one['state']}")
    click.echo(f"  last self-check: {told['self_check']['last_on'] or 'none'}")
    click.echo(f"  events: {len(told['events'])}")
    for one in told["due"]:
        day = f" {one['on']}" if one["on"] else ""
        click.echo(f"  due ({one['near']}){day}: {one['words']}")


@command.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@needs_database()
def evidence(name: str, as_json: bool) -> None:
    """How far its members work together, pair by pair, by what was counted last."""
    told = _evidence(name)
    if as_json:
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    click.echo(told["partnership"])
    if told["counted_at"] is None:
        click.echo("  Nothing counted yet.")
        return
    click.echo(f"  from {told['from']} until {told['until']}, counted at {told['counted_at']}")
    for one in told["pairs"]:
        shown = f"level {one['level']}" if one["enough_data"] else "not enough data"
        lacks = f"; next: {', '.join(one['missing'])}" if one["missing"] else ""
        click.echo(f"  {' and '.join(one['members'])}: {shown}{lacks}")
    for one in told["questions"]:
        click.echo(f"  question {one['question']}: {one['answer']}")


@command.command()
@click.argument("name")
@click.option("--wave", type=int, help="Its number; else the newest that is closed.")
@click.option("--scale", default="overall", help="For example: planning, trust.")
@click.option("--json", "as_json", is_flag=True, help="For programs: every scale, and the board.")
@needs_database()
def ratings(name: str, wave: int | None, scale: str, as_json: bool) -> None:
    """What members said of each other in a closed wave: from, to, level."""
    from kinwork.web.sheets import neutral

    told = _ratings(name, wave)
    if as_json:
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    known = sorted({one["scale"] for one in told["ratings"]})
    lines = [one for one in told["ratings"] if one["scale"] == scale]
    if not lines:
        raise Trouble(f"Nothing was said on {scale}. There is: {', '.join(known) or 'none'}.")
    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow(["from", "to", "level"])
    rows.writerows([neutral(one["from"]), neutral(one["to"]), one["level"]] for one in lines)
    spoke = {one["from"] for one in lines} | {one["to"] for one in lines}
    rows.writerows([neutral(one), "", ""] for one in told["members"] if one not in spoke)


def _ratings(name: str, number: int | None) -> dict[str, Any]:
    from kinwork.common.acting import acting_as
    from kinwork.common.actor import OPERATOR
    from kinwork.system.continuum import queries as waves
    from kinwork.system.continuum import telling
    from kinwork.system.partnerships import queries

    with acting_as(OPERATOR):
        row = _named(list(queries.listed()), name)
        closed = waves.waves(row).filter(state="closed")
        found = (closed.filter(number=number) if number else closed).first()
        if found is None:
            which = f"wave {number}" if number else "wave"
            raise Trouble(f"No {which} of {row.name} is closed.")
        told = telling.plain(row, found)
        if told is None:
            raise Trouble(
                f"{found.title} was asked without names: nobody's word is kept. Its page has counts."
            )
        return told


def _evidence(name: str) -> dict[str, Any]:
    from django.utils import timezone

    from kinwork.common.acting import acting_as
    from kinwork.common.actor import OPERATOR
    from kinwork.common.community import today
    from kinwork.system.evidence import queries as records
    from kinwork.system.evidence import telling
    from kinwork.system.partnerships import queries

    with acting_as(OPERATOR):
        row = _named(list(queries.listed()), name)
        members = queries.members(row, today(row.community, timezone.now()))
        return telling.plain(row, records.latest(row), members)


def _work(name: str) -> dict[str, Any]:
    from django.utils import timezone

    from kinwork.common.acting import acting_as
    from kinwork.common.actor import OPERATOR
    from kinwork.common.community import today
    from kinwork.system.common_work import telling
    from kinwork.system.partnerships import queries

    with acting_as(OPERATOR):
        row = _named(list(queries.listed()), name)
        return telling.plain(row, today(row.community, timezone.now()))


def _agreements(name: str, standing: str) -> list[dict[str, Any]]:
    from django.utils import timezone

    from kinwork.common.acting import acting_as
    from kinwork.common.actor import OPERATOR
    from kinwork.common.community import today
    from kinwork.system.partnerships import matrix, queries
    from kinwork.trust.agreements.rules import STANDINGS

    if standing and standing not in STANDINGS:
        raise Trouble(f"Nothing can stand {standing}. There is: {', '.join(STANDINGS)}.")
    with acting_as(OPERATOR):
        row, now = _named(list(queries.listed()), name), timezone.now()
        lines = matrix.lines(row, today(row.community, now), now)
        told = matrix.plain(lines, row.community.time_zone)
    return [one for one in told if standing in ("", one["standing"])]


def _told(name: str) -> dict[str, Any]:
    from django.utils import timezone

    from kinwork.common.acting import acting_as
    from kinwork.common.actor import OPERATOR
    from kinwork.common.community import today
    from kinwork.system.meetings import telling
    from kinwork.system.partnerships import queries, rules, words

    with acting_as(OPERATOR):
        row = _named(list(queries.listed()), name)
        day = today(row.community, timezone.now())
        charter = queries.draft(row) or queries.in_force(row)
        ready = queries.prepared(row, charter, day)
        return {
            "name": row.name,
            "community": row.community.slug,
            "level": row.level,
            "place": row.place,
            "results": [_result(one) for one in queries.goals(row)],
            "members": [
                {"name": one.name, "kind": one.kind, "level": one.level, "since": str(one.starts)}
                for one in queries.members(row, day)
            ],
            "seats": {
                "open": len(queries.seats(row, day)),
                "filled": ready.filled,
                "of_residents_and_caregivers": ready.of_families,
            },
            "charter": charter and _charter(charter),
            "meetings": telling.plain(row, timezone.now()),
            "missing": words.told(rules.missing(ready)),
        }


def _charter(row: Any) -> dict[str, Any]:
    votes = row.votes.order_by("held_on", "recorded_at")
    return {
        "version": row.version,
        "state": row.state,
        "adopted_on": str(row.adopted_on) if row.adopted_on else None,
        "votes": [{"held_on": str(one.held_on), "outcome": one.outcome} for one in votes],
    }


def _result(goal: Any) -> dict[str, Any]:
    from kinwork.system.results.queries import measures

    return {
        "words": goal.result.words,
        "agreed_on": str(goal.agreed_on) if goal.agreed_on else None,
        "measures": [
            {
                "name": one.row.name,
                "kind": one.row.kind,
                "unit": one.row.unit,
                "baseline": _plain(one.row.baseline),
                "newest": _plain(one.last and one.last.value),
                "on": str(one.last.on) if one.last else None,
            }
            for one in measures(goal.result)
        ],
    }


def _plain(number: Any) -> str | None:
    return None if number is None else f"{number.normalize():f}"


def _named(rows: list, name: str):
    wanted = name.strip().casefold()
    found = [one for one in rows if one.name.casefold() == wanted]
    known = "; ".join(one.name for one in rows) or "none yet"
    if not found:
        raise Trouble(f"There is no partnership called {name}. There is: {known}.")
    if len(found) > 1:
        raise Trouble(f"Several partnerships are called {name}, in different communities.")
    return found[0]
