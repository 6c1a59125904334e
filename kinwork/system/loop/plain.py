"""The report as lines of plain text, for a terminal."""

from collections.abc import Iterator, Mapping
from typing import Any

from kinwork.system.loop import sheets

DEFINED = "What each number means: docs/explanation/referral-outcomes.md"


def plain(told: Mapping[str, Any]) -> str:
    """`told` as `kinwork report referrals --json` prints it."""
    who = f"{told['agency']}, {told['side']}" if told["agency"] else told["community"]
    lines = [f"Referrals sent from {told['from']} to {told['to']}: {who}"]
    if not told["agency"]:
        small = told["least"] - 1
        lines.append(f"Counts from 1 to {small}, and what would tell them, are kept back.")
    return "\n".join(
        [*lines, *_needs(told), *_way(told), *_beside(told), *_groups(told), "", DEFINED]
    )


def _needs(told: Mapping[str, Any]) -> Iterator[str]:
    if told["needs"] and told["needs"]["told"]:
        yield from ("", "  from a told need to the family's word")
        for name, count in sheets.needs(told["needs"]):
            yield f"    {str(name):<32}{sheets.counted(count)!s:>10}"


def _way(told: Mapping[str, Any]) -> Iterator[str]:
    yield ""
    for one in sheets.steps(told):
        share = f"{one['share']:>6}  of {str(one['of']).lower()}" if one["of"] else ""
        yield f"  {str(one['name']):<34}{str(one['count']):>10}  {share}".rstrip()
    yield from ("", f"  {'':<34}{'half':>10}  {'9 of 10':>10}  {'n':>6}  still open")
    for one in sheets.times(told):
        still = "" if one["open"] is None else one["open"]
        times = f"{one['median']:>10}  {one['p90']:>10}  {one['n']:>6}  {still}"
        yield f"  {str(one['name']):<34}{times}".rstrip()


def _beside(told: Mapping[str, Any]) -> Iterator[str]:
    reasons = sheets.reasons(told["reasons"])
    if reasons:
        yield from ("", f"  why not (n = {sum(count for _name, count in reasons)})")
        yield from (f"    {str(name):<38}{count:>10}" for name, count in reasons)
    for head, rows in (
        ("beside the way", sheets.aside(told)),
        ("the family's word", sheets.family(told)),
    ):
        yield from ("", f"  {head}")
        for one in rows:
            counted = f"{str(one['count']):>10}  {one['share']:>6}  of {one['of']}"
            yield f"    {str(one['name']):<38}{counted}"


def _groups(told: Mapping[str, Any]) -> Iterator[str]:
    """One line a group; of each time the one by which half, and nine of ten, were there."""
    if not told["by"]:
        return
    heads = "".join(f"  {name:>22}" for name in ("to an answer", "to first contact", "to service"))
    yield from ("", f"  {'by ' + told['by']:<34}{'sent':>6}  in time  accepted   served{heads}")
    names = {one["code"]: one["name"] for one in told["groups"]}
    for one in sheets.groups({one["code"]: one for one in told["groups"]}, names):
        shares = "  ".join(f"{share['share']:>7}" for share in one["shares"])
        times = "".join(f"  {time['median'] + ', ' + time['p90']:>22}" for time in one["times"])
        yield f"  {one['name'][:33]:<34}{str(one['sent']):>6}  {shares}{times}"
    if told["groups_kept_back"]:
        yield f"  groups kept back: {told['groups_kept_back']}"
