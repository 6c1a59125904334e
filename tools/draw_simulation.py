"""Draw the figures of docs/explanation/simulation.md by running the simulation (about two minutes).

Usage: .venv/bin/python tools/draw_simulation.py [SEEDS]
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "explanation" / "simulation.md"
FAMILIES, AGENCIES, SEEDS = 5000, 20, 10
MARK, END = "<!-- drawn by tools/draw_simulation.py -->", "<!-- end of what is drawn -->"


def drawn(seeds: int) -> str:
    """The tables, with the commit that made them."""
    from kinwork.cli.simulate import measured
    from kinwork.measure.flow.assumptions import assumptions

    told = measured(FAMILIES, AGENCIES, seeds)
    first, last = told["seeds"]
    commit = subprocess.run(
        ["git", "log", "-1", "--format=%h", "--", "kinwork/measure/flow"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    lines = [
        f"{FAMILIES:,} families, {AGENCIES} agencies, one year; seeds {first} to {last}; model of"
        f" commit `{commit}`. The interval is 95 % over the seeds: the luck of the draw, not the"
        " doubt about the assumptions.",
        "",
        "| switched on | connected | 95 % over seeds | more than with none | referrals answered | median days to service |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for one in told["arms"]:
        share, gain = one["connected"], one["more_than_none"]
        cells = [
            one["arm"],
            f"**{share['mean']:.1%}**",
            f"{share['low']:.1%} to {share['high']:.1%}",
            "" if one["arm"] == "none" else f"{100 * gain['mean']:+.1f} points",
            f"{one['answered']:.0%}",
            f"{one['median_days']:.0f}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", "How needs ended, with none and with all three:", ""]
    none, every = told["arms"][0]["ends"], told["arms"][-1]["ends"]
    lines += ["| end | none | all three |", "| --- | --- | --- |"]
    for end in sorted(none | every, key=lambda one: -none.get(one, 0)):
        lines.append(f"| {end} | {none.get(end, 0):.1%} | {every.get(end, 0):.1%} |")
    lines += [
        "",
        "What it hangs on: each assumption alone at the ends of its range (fewer families and seeds)."
        " The three that move the figures most stand first.",
        "",
        "| assumption | from, to | connected with none | with all three | gain |",
        "| --- | --- | --- | --- | --- |",
    ]
    for one in told["sensitivity"]:
        low, high = one["low"], one["high"]
        gains = [f"{100 * (end['all'] - end['none']):+.0f}" for end in (low, high)]
        lines.append(
            f"| `{one['name']}` | {low['value']:g}, {high['value']:g}"
            f" | {low['none']:.0%}, {high['none']:.0%} | {low['all']:.0%}, {high['all']:.0%}"
            f" | {gains[0]}, {gains[1]} points |"
        )
    lines += ["", "Every assumption:", "", "| name | value | tried | source | why |"]
    lines.append("| --- | --- | --- | --- | --- |")
    for one in assumptions().values():
        tried = "" if one.low is None else f"{one.low:g} to {one.high:g}"
        lines.append(f"| `{one.name}` | {one.value:g} | {tried} | {one.source} | {one.why} |")
    return "\n".join(lines)


def main(seeds: int) -> None:
    sys.path.insert(0, str(ROOT))
    text = PAGE.read_text()
    before, _, rest = text.partition(MARK)
    _old, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{MARK}\n\n{drawn(seeds)}\n\n{END}{after}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS)
