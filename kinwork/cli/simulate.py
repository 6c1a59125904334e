"""What share of referrals connects with and without clocks, capacity and follow-up: a simulation.

Says what follows from its assumptions (kinwork/measure/flow/assumptions.toml), nothing about real
families. See docs/explanation/simulation.md.
"""

import json
from typing import Any

import click

from kinwork.common.trouble import Trouble

FIRST_SEED = 1


@click.command()
@click.option("--families", type=click.IntRange(10, 50_000), default=5000, show_default=True)
@click.option("--agencies", type=click.IntRange(2, 200), default=20, show_default=True)
@click.option(
    "--seeds",
    type=click.IntRange(2, 200),
    default=10,
    show_default=True,
    help="How many years are drawn.",
)
@click.option(
    "--sensitivity/--no-sensitivity", default=True, show_default=True, help="What it hangs on."
)
@click.option(
    "--fit",
    "report",
    type=click.File(),
    help="What `kinwork report referrals --json` wrote: what it can say of an assumption counts.",
)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(families, agencies, seeds, sensitivity, report, as_json) -> None:
    """A year of an invented community: what connects with clocks, capacity, follow-up, or without."""
    told = measured(families, agencies, seeds, sensitivity, _fitted(report))
    click.echo(json.dumps(told, indent=2) if as_json else in_words(told))


def _fitted(report) -> dict[str, Any]:
    """What the report says of assumptions; none where there is no report."""
    from kinwork.measure.flow.fitting import fitted

    if report is None:
        return {}
    try:
        found = fitted(json.load(report))
    except (ValueError, TypeError, KeyError, AttributeError) as why:
        raise Trouble(
            f"{report.name} is not what `kinwork report referrals --json` wrote."
        ) from why
    if not found:
        raise Trouble(f"{report.name} counts too few referrals to say anything of an assumption.")
    return {name: vars(one) for name, one in found.items()}


def measured(
    families: int,
    agencies: int,
    seeds: int,
    sensitivity: bool = True,
    fitted: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The figures; the same numbers in, the same figures out. fitted: in place of what is assumed."""
    from kinwork.measure.flow import running

    changed = {name: one["value"] for name, one in (fitted or {}).items()}
    drawn = range(FIRST_SEED, FIRST_SEED + seeds)
    told: dict[str, Any] = {
        "families": families,
        "agencies": agencies,
        "seeds": [drawn[0], drawn[-1]],
        "arms": running.arms(drawn, families=families, agencies=agencies, **changed),
    }
    if fitted:
        told["fitted"] = fitted
    if sensitivity:
        few = range(FIRST_SEED, FIRST_SEED + min(4, seeds))
        told["sensitivity"] = running.sensitivity(
            few, families=min(2000, families), agencies=agencies, **changed
        )
    return told


def in_words(told: dict[str, Any]) -> str:
    """For people: each arm with its interval, then the assumptions that move the figures most."""
    first, last = told["seeds"]
    lines = [
        f"{told['families']:,} families, {told['agencies']} agencies, one year, seeds {first} to {last}.",
        "Invented people under written assumptions: no evidence that anything works.",
        *(
            f"Fitted on the report: {name} {one['value']:.2f} ({one['low']:.2f} to {one['high']:.2f},"
            f" n = {one['n']})"
            for name, one in told.get("fitted", {}).items()
        ),
        "",
        f"  {'switched on':<32}{'connected':>10}  {'95 % of seeds':>15}  {'answered':>8}  median days",
    ]
    for one in told["arms"]:
        share = one["connected"]
        between = f"{share['low']:.1%} to {share['high']:.1%}"
        lines.append(
            f"  {one['arm']:<32}{share['mean']:>10.1%}  {between:>15}  {one['answered']:>8.0%}"
            f"  {one['median_days']:>11.1f}"
        )
    if "sensitivity" in told:
        lines += ["", "What it hangs on most (connected with nothing, with everything):"]
        for one in told["sensitivity"][:6]:
            low, high = one["low"], one["high"]
            lines.append(
                f"  {one['name']:<22} {low['value']:g}: {low['none']:.0%}, {low['all']:.0%}"
                f"   {high['value']:g}: {high['none']:.0%}, {high['all']:.0%}"
            )
    return "\n".join(lines)
