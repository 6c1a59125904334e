"""How many families a program's new rules would let in or leave out: counts, never families."""

from datetime import date
from uuid import UUID

from kinwork.family.facts.queries import household_for_screening
from kinwork.family.programs import rules
from kinwork.library.alignment.spared import FAMILIES, population
from kinwork.library.programs import Program, batch
from kinwork.library.programs.evaluate import evaluate
from kinwork.people.models import Household

MOST = 200  # families looked at while somebody waits


def known(community: UUID, old: Program | None, new: Program, on: date) -> rules.Effects:
    """Over the households that the one who asks may see, the newest `MOST` of them."""
    before, after = [], []
    rows = Household.objects.filter(community=community).order_by("-pk")
    for pk in rows.values_list("pk", flat=True)[:MOST]:
        home, _facts = household_for_screening(pk, on)
        after.append(evaluate(new, home, on).answer.value)
        before.append(evaluate(old, home, on).answer.value if old else "no")
    return rules.effects(before, after)


def simulated(state: str, old: Program | None, new: Program, on: date) -> rules.Effects:
    """Over invented families; where they live is taken to be the program's own county."""
    columns = population(on, state, FAMILIES)
    return rules.effects(
        _answers(columns, old, on) if old else ["no"] * len(columns), _answers(columns, new, on)
    )


def _answers(columns: batch.Columns, program: Program, on: date) -> list[str]:
    found = batch.screen(columns, on, [_anywhere(program)])[program.code].household
    names = ("no", "maybe", "yes")
    return [names[answer] for answer in found.tolist()]


def _anywhere(program: Program) -> Program:
    """The program without its county: invented families have none."""
    from dataclasses import replace

    kept = {name: rows for name, rows in program.criteria.items() if name != "county"}
    rule = _without(program.rule)
    return replace(program, criteria=kept, rule=rule, version=f"{program.version}/anywhere")


def _without(rule: object) -> object:
    if isinstance(rule, str):
        return rule
    parts = [_without(part) for part in rule[1:] if part != "county"]
    return (rule[0], *parts)
