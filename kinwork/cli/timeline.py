"""A child's birth-to-five clocks from a few dates: `kinwork timeline --born 2024-02-29`."""

import json as json_
import sys
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click


def _refuse(sentence: str) -> None:
    """One sentence, nothing on the standard output, exit code 2."""
    click.echo(sentence, err=True)
    sys.exit(2)


@click.command()
@click.option("--born", metavar="DATE", help="The birth date (2024-02-29).")
@click.option("--expected", metavar="DATE", help="The due date of a child not yet born.")
@click.option(
    "--referred", metavar="DATE", help="Early intervention received the referral that day."
)
@click.option(
    "--early", metavar="WEEKS", type=click.IntRange(0, 18), default=0, help="Born so early."
)
@click.option("--state", metavar="AZ", default="", help="Where the family lives.")
@click.option(
    "--zone", metavar="Z", default="America/Phoenix", show_default=True, help="Whose today."
)
@click.option("--on", metavar="DATE", help="The day to look from; today in the zone if not said.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def command(
    born: str | None,
    expected: str | None,
    referred: str | None,
    early: int,
    state: str,
    zone: str,
    on: str | None,
    as_json: bool,
) -> None:
    """What must happen around a child, by when, who holds it, and which text says so."""
    from kinwork.library.timelines import Child, lines

    if bool(born) == bool(expected):
        _refuse("Say --born or --expected: one of the two.")
    day = _day("--on", on) or _today(zone)
    child = Child(
        born=_day("--born", born),
        expected=_day("--expected", expected),
        referred=_day("--referred", referred),
        weeks_early=early,
    )
    if child.born and child.referred and child.referred < child.born:
        _refuse("--referred: this day is before the birth.")
    found = lines(child, on=day, state=state.upper())
    if as_json:
        rows = [
            {
                "key": one.key,
                "title": one.rule.title["en"].format(months=one.about, program=one.about),
                "opens": one.opens.isoformat(),
                "by": one.by.isoformat(),
                "holder": one.rule.holder,
                "state": one.state,
                "reason": one.reason,
                "source": one.rule.source,
                "jurisdiction": one.rule.jurisdiction,
            }
            for one in found
        ]
        click.echo(json_.dumps({"on": day.isoformat(), "lines": rows}, indent=2))
        return
    for one in found:
        words = one.rule.title["en"].format(months=one.about, program=one.about)
        click.echo(f"{one.by}  {one.state:<15}{words}")
        why = f" ({one.reason})" if one.reason else ""
        click.echo(f"            {one.rule.holder}{why}; {one.rule.source}")


def _day(name: str, said: str | None) -> date | None:
    if said is None:
        return None
    try:
        day = date.fromisoformat(said)
    except ValueError:
        _refuse(f"{name}: “{said[:40]}” is not a date such as 2026-11-15.")
    if not 1900 <= day.year <= 2200:
        _refuse(f"{name}: {day.year} is too far away.")
    return day


def _today(zone: str) -> date:
    try:
        return datetime.now(ZoneInfo(zone)).date()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        _refuse(f"--zone: there is no time zone “{zone[:40]}”.")
