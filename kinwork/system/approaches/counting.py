"""Figures of the registry: how far approaches came, which models they are, how far coders agree."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch

from kinwork.library.approaches import LEVELS, NO_MODEL, Scheme, codebook
from kinwork.library.approaches.rule import OPEN
from kinwork.system.approaches import queries, rules
from kinwork.system.approaches.models import (
    Approach,
    ApproachStep,
    Classification,
    Coding,
    ProfileField,
    Settlement,
)

# Each line of the stages: a name, and whether an approach counts in it.
STAGES = (
    *("found", "met", "not_met", "selected", "profiled", "sent", "returned", "left_out"),
    *("not_returned", "verified", "drafts", "analysed"),
)


@dataclass(frozen=True)
class Stage:
    """How many approaches came this far: of each level, and altogether."""

    key: str
    by_level: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.by_level.values())


@dataclass(frozen=True)
class Table:
    """Counts by row and column; `n` approaches stand behind it."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: dict[tuple[str, str], int]
    n: int

    def line(self, row: str) -> list[int]:
        return [self.cells.get((row, column), 0) for column in self.columns]


def stages() -> list[Stage]:
    """From the steps that were written down, not from what anybody typed as a total."""

    def went(*verbs: str) -> Exists:
        return Exists(ApproachStep.objects.filter(approach=OuterRef("pk"), verb__in=verbs))

    found = Approach.objects.annotate(
        was_met=went("meet"),
        was_selected=went("select"),
        was_profiled=went("profile"),
        was_sent=went("send"),
        came_back=went(*queries.CAME_BACK),
        was_left_out=went("leave_out"),
    )
    counted = {name: Counter() for name in STAGES}
    for row in found:
        analysed = row.state == rules.CLASSIFIED
        for name, holds in (
            ("found", True),
            ("met", row.was_met and row.state != rules.NOT_MET),
            ("not_met", row.state == rules.NOT_MET),
            ("selected", row.was_selected),
            ("profiled", row.was_profiled),
            ("sent", row.was_sent),
            ("returned", row.came_back),
            ("left_out", row.was_left_out),
            ("not_returned", row.was_sent and not row.came_back),
            ("verified", analysed and row.came_back),
            ("drafts", analysed and not row.came_back),
            ("analysed", analysed),
        ):
            counted[name][row.level] += holds
    return [Stage(name, {level: some[level] for level in LEVELS}) for name, some in counted.items()]


def models(by: Scheme) -> Table:
    """Level by model, of those that were classified by this scheme."""
    told = list(_classified(by).values_list("approach__level", "model"))
    names = (*by.models, NO_MODEL, OPEN)
    return Table(names, LEVELS, Counter((model, level) for level, model in told), len(told))


def dimension(key: str, by: Scheme) -> Table:
    """The values of one dimension by model, of those classified by this scheme; each approach counts
    once in each value that it has."""
    told = codebook()[key]
    model = dict(_classified(by).values_list("approach", "model"))
    said = ProfileField.objects.filter(key=key, approach__in=list(model)).order_by("number")
    newest = {one.approach_id: one for one in said}
    cells: Counter[tuple[str, str]] = Counter()
    for approach, one in newest.items():
        for group in {told.group(code) for code in one.codes}:
            cells[group, model[approach]] += 1
    columns = (*by.models, NO_MODEL, OPEN)
    return Table(
        tuple(told.groups()), columns, cells, sum(bool(one.codes) for one in newest.values())
    )


def pairs(by: Scheme) -> list[rules.Pair]:
    """Every criterion of every approach that two have coded."""
    made = Coding.objects.filter(scheme=by.key).prefetch_related("judgements").order_by("position")
    settled = Settlement.objects.order_by("number")
    found = Approach.objects.filter(coded=rules.CODERS).prefetch_related(
        Prefetch("codings", queryset=made, to_attr="both"),
        Prefetch("settlements", queryset=settled, to_attr="came"),
    )
    told: list[rules.Pair] = []
    for row in found:
        if len(row.both) == rules.CODERS:
            told += queries.paired(row.both, {one.criterion: one.answer for one in row.came})
    return told


def alike(by: Scheme) -> tuple[int, int]:
    """Of how many both coders judge as the rule does, and of how many in all."""
    told = list(_classified(by).values_list("model", "judged"))
    return sum(rules.judged_alike(model, judged) for model, judged in told), len(told)


def _classified(by: Scheme):
    return Classification.objects.filter(scheme=by.key, version=by.version)
