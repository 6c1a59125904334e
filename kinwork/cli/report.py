"""What became of referrals, as numbers: `kinwork report referrals --from DAY --to DAY`.

The community's numbers leave out what is small (1 to 10) and what would tell it; an agency's own are
whole. Definitions: docs/explanation/referral-outcomes.md.
"""

import csv
import io
import json
from datetime import date, datetime
from typing import Any

import click

from kinwork.cli.base import needs_database
from kinwork.common.trouble import Trouble

BY = ("program", "partner", "zip", "language")
DAY = click.DateTime(["%Y-%m-%d"])
LONGEST = 366 * 5


@click.group()
def command() -> None:
    """What became of referrals, as numbers."""


@command.command()
@click.option("--from", "since", type=DAY, required=True, help="First day of sending (2026-01-01).")
@click.option("--to", "until", type=DAY, required=True, help="Last day of sending.")
@click.option("--by", type=click.Choice(BY), help="One line for each of these, too.")
@click.option(
    "--as",
    "whose",
    type=click.Choice(("community", "agency")),
    default="community",
    show_default=True,
    help="Whose numbers.",
)
@click.option("--agency", "name", default="", help="With --as agency: its name, as it signs in.")
@click.option(
    "--side",
    type=click.Choice(("received", "sent")),
    default="received",
    show_default=True,
    help="With --as agency.",
)
@click.option(
    "--community", "slug", default="", help="Its short name; needed where there are several."
)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--csv", "as_csv", is_flag=True, help="For spreadsheets.")
@needs_database()
def referrals(since, until, by, whose, name, side, slug, as_json, as_csv) -> None:
    """How many were sent, answered in time, accepted, served; how long it took; why not."""
    if as_json and as_csv:
        raise Trouble("Choose --json or --csv, not both.")
    if (whose == "agency") != bool(name):
        raise Trouble("Name an agency with --agency when you say --as agency, and only then.")
    days = _days(since, until)
    told = _told(days, by, name, side, slug)
    if as_json:
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    elif as_csv:
        click.echo(_csv(told), nl=False)
    else:
        from kinwork.system.loop.plain import plain

        click.echo(plain(told))


@command.command()
@click.option("--from", "since", type=DAY, required=True, help="First day of sending (2026-01-01).")
@click.option("--to", "until", type=DAY, required=True, help="Last day of sending.")
@click.option("--by", type=click.Choice(("program", "partner")), help="One line for each, too.")
@click.option(
    "--community", "slug", default="", help="Its short name; needed where there are several."
)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--csv", "as_csv", is_flag=True, help="For spreadsheets.")
@needs_database()
def voice(since, until, by, slug, as_json, as_csv) -> None:
    """What families say of the help that providers say they gave: shares, n, 95 % interval."""
    if as_json and as_csv:
        raise Trouble("Choose --json or --csv, not both.")
    told, names = _voice(_days(since, until), by, slug)
    if as_json:
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    from kinwork.system.voice import telling

    if not as_csv:
        click.echo(telling.plain(told, names))
        return
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(telling.HEADS)
    writer.writerows(telling.rows(told, names, (told["from"], told["to"])))
    click.echo(out.getvalue(), nl=False)


def _voice(days: tuple[date, date], by: str | None, slug: str) -> tuple[dict[str, Any], dict]:
    """Counted as the report of the community; small numbers, and what would tell one, are left out."""
    from django.utils import timezone

    from kinwork.common import audit
    from kinwork.common.acting import acting_as
    from kinwork.common.actor import OPERATOR, Actor
    from kinwork.common.rights import check
    from kinwork.system.loop import queries as loop
    from kinwork.system.loop import rules
    from kinwork.system.loop.words import group_names
    from kinwork.system.voice import queries, rights, telling, words  # noqa: F401

    now, period = timezone.now(), rules.Period(*days)
    with acting_as(OPERATOR):
        check(OPERATOR, "voice.report")
        place = _community(slug)
        audit.record("voice.report", by=OPERATOR, at=now, community=place.pk)
    actor = Actor("report", community=place.pk, purpose="statistics")
    with acting_as(actor):
        found = queries.words(actor, place, period, agency=None, now=now)
        told = telling.released(found, rules.least_cell(loop.least_cells()))
        tables = {by: told["tables"][by]} if by else {}
        names = {
            code: str(called)
            for name, table in tables.items()
            for code, called in group_names(name, table, "en").items()
        }
    head = {"community": place.slug, "from": str(period.starts), "to": str(period.ends)}
    head |= {"at": now.isoformat(timespec="seconds"), "by": by}
    return head | told | {
        "tables": tables,
        "names": names,
        "definitions": words.definitions(),
    }, names


def _days(since: datetime, until: datetime) -> tuple[date, date]:
    first, last = since.date(), until.date()
    if first > last:
        raise Trouble(f"The last day, {last}, lies before the first, {first}.")
    if not 2000 <= first.year <= last.year < 2100 or (last - first).days > LONGEST:
        raise Trouble("Choose days of this century, and five years at most.")
    return first, last


def _told(
    days: tuple[date, date], by: str | None, name: str, side: str, slug: str
) -> dict[str, Any]:
    """Counted as a report, which sees no family's row; that it was asked for is in the trail."""
    from django.utils import timezone

    from kinwork.common import audit
    from kinwork.common.acting import acting_as
    from kinwork.common.actor import OPERATOR, Actor
    from kinwork.common.rights import check
    from kinwork.system.loop import asking, queries, rights, rules, telling, words  # noqa: F401

    now, period = timezone.now(), rules.Period(*days)
    with acting_as(OPERATOR):
        check(OPERATOR, "loop.report")
        place = _community(slug)
        agency = _agency(queries.agencies(place), name) if name else None
        audit.record(
            "loop.report", by=OPERATOR, at=now, community=place.pk, whose=name or "community"
        )
    hat = agency.pk if agency else None
    actor = Actor("report", hat=hat, community=place.pk, purpose="statistics")
    with acting_as(actor):
        found = queries.passages(actor, place, period, agency=hat, now=now)
        found = [one for one in found if not agency or one.mine == side]
        least, whole = rules.least_cell(queries.least_cells()), period == rules.half_year(days[1])
        if agency and by and rules.BY[by] in rules.FROM_FAMILY and not whole:
            half = rules.half_year(days[1])
            raise Trouble(
                f"An agency's own numbers by {by} are told for whole half years: say --from"
                f" {half.starts} --to {half.ends}."
            )
        needs = queries.needs(actor, place, period, agency=hat, now=now)
        if agency:
            told = telling.told(found) | {"needs": _needs_of_one(needs, whole), "least": 1}
            parts, kept_back = asking.own_groups(found, rules.BY[by], least) if by else ({}, 0)
        else:
            safe = telling.safe(found, least, needs)
            table = safe["tables"][rules.BY[by]] if by else {"groups": {}, "kept_back": 0}
            told = safe["total"] | {one: safe[one] for one in ("needs", "aside", "least")}
            told["reasons"] = safe["reasons"]["groups"]
            parts, kept_back = table["groups"], table["kept_back"]
        called = words.group_names(rules.BY[by], parts, "en") if by else {}
    return {
        "community": place.slug,
        "agency": agency.name if agency else None,
        "side": side if agency else None,
        "from": str(period.starts),
        "to": str(period.ends),
        "at": now.isoformat(timespec="seconds"),
        **told,
        "by": by,
        "groups": [{"name": str(called[one]), "code": one, **cell} for one, cell in parts.items()],
        "groups_kept_back": kept_back,
        "definitions": words.definitions(),
    }


def _needs_of_one(needs, whole: bool) -> dict[str, int | None]:
    """How far an agency's needs came may be the work of others: for a whole half year alone."""
    from kinwork.system.loop import telling

    return telling.needs_of_one(needs) if whole else {}


def _community(slug: str):
    from kinwork.common.models import Community

    places = list(Community.objects.order_by("slug"))
    known = ", ".join(one.slug for one in places) or "none yet"
    if slug:
        places = [one for one in places if one.slug == slug]
        if not places:
            raise Trouble(f"There is no community {slug}. There is: {known}.")
    if len(places) != 1:
        raise Trouble(f"Say which community with --community. There is: {known}.")
    return places[0]


def _agency(known, name: str):
    found = [one for one in known if one.name.casefold() == name.strip().casefold()]
    if not found:
        names = "; ".join(one.name for one in known) or "none"
        raise Trouble(f"No agency here is called {name}. There is: {names}.")
    return found[0]


def _csv(told: dict[str, Any]) -> str:
    from kinwork.system.loop import sheets

    names = {one["code"]: one["name"] for one in told["groups"]}
    tables = {told["by"]: {one["code"]: one for one in told["groups"]}} if told["by"] else {}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    asked = {name: told[name] or "all" for name in ("from", "to", "community", "agency", "side")}
    writer.writerow(sheets.HEADS)
    writer.writerows(sheets.rows(told, tables, names, asked))
    return out.getvalue()
