"""List and check the screening instruments; score a file of answers: `kinwork instruments`, `kinwork score`.

Two verbs, because one reads folders and the other reads somebody's file.
"""

import json as json_
import sys

import click


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def command(as_json: bool) -> None:
    """Every screening instrument, and whether its folder is whole; exit code 2 when one is not."""
    from kinwork.library.instruments import check

    whole, cases, troubles = check()
    if as_json:
        rows = [
            {
                "instrument": one.key,
                "name": dict(one.words),
                "subject": one.subject,
                "class": one.sensitivity,
                "who_answers": list(one.who_answers),
                "from_months": one.from_months,
                "to_months": one.to_months,
                "minutes": one.minutes,
                "wording": one.wording,
                "licence": one.licence,
                "cites": one.cites,
                "results": [result.key for result in one.results],
            }
            for one in whole
        ]
        said = {"instruments": rows, "cases": cases, "troubles": troubles}
        click.echo(json_.dumps(said, ensure_ascii=False, indent=2))
    else:
        for one in whole:
            ages = "" if one.from_months is None else f"{one.from_months}-{one.to_months} months"
            click.echo(
                f"{one.key:<22}{one.subject:<11}{ages:<14}{one.wording:<13}{one.words['en']}"
            )
    for trouble in troubles:
        click.echo(trouble, err=True)
    if troubles:
        sys.exit(2)
    if not as_json:
        click.echo(f"{len(whole)} instruments, {cases} worked cases: whole.")
