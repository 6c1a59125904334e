"""Reads of common work: where each part stands, and what of it is due."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, Prefetch, Q, QuerySet, Sum, Value, When

from kinwork.system.common_work import rules
from kinwork.system.common_work.models import (
    Change,
    CheckRound,
    Convening,
    Funding,
    FundingPartner,
    HelpPlan,
    HelpRequest,
    PeopleCount,
    StrategyReview,
    Support,
)
from kinwork.system.partnerships import queries as partnerships
from kinwork.system.partnerships.models import Member, Partnership
from kinwork.system.partnerships.rules import is_vertical


@dataclass(frozen=True)
class Stands:
    """One strategy and the newest that was said of it; None: nobody looked yet."""

    key: str
    row: StrategyReview | None

    @property
    def is_adopted(self) -> bool:
        return self.row is not None and self.row.adopted


def strategies(partnership: Partnership) -> list[Stands]:
    found = StrategyReview.objects.filter(partnership=partnership)
    newest = found.order_by("strategy", "-on", "-at").distinct("strategy")
    known = {one.strategy: one for one in newest}
    return [Stands(key, known.get(key)) for key in rules.STRATEGIES]


def reviews(partnership: Partnership, strategy: str) -> list[StrategyReview]:
    found = StrategyReview.objects.filter(partnership=partnership, strategy=strategy)
    return list(found.select_related("said_by").order_by("-on", "-at"))


def changes(partnership: Partnership, said: dict[str, Any] | None = None) -> QuerySet[Change]:
    """Those that hold first, the newest of each first."""
    over = Case(When(ends=None, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = Change.objects.filter(partnership=partnership).select_related("result", "barrier")
    for name in ("kind", "strategy", "result"):
        if said and said.get(name):
            found = found.filter(**{name: said[name]})
    if said and said.get("holds"):
        found = found.filter(ends=None)
    return found.order_by(over, "-since", "pk")


def supports(partnership: Partnership, member: Member | None = None) -> QuerySet[Support]:
    """What waits for an answer first, and of that what is due first."""
    over = Case(
        When(state=rules.ASKED, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    found = Support.objects.filter(partnership=partnership).select_related("member")
    if member is not None:
        found = found.filter(member=member)
    return found.order_by(over, F("due_on").asc(nulls_last=True), "-asked_on", "pk")


def above(partnership: Partnership, on: date) -> list[Member]:
    """Members that support from above."""
    rows = partnerships.members(partnership, on)
    return [one for one in rows if is_vertical(one.level, partnership.level)]


def fundings(partnership: Partnership, state: str = "") -> QuerySet[Funding]:
    """Open deadlines first, then what waits for an answer, then what is over."""
    order = Case(
        When(state__in=rules.BEFORE_DEADLINE, then=Value(0)),
        When(state=rules.APPLIED, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    partners = FundingPartner.objects.select_related("member").order_by("member__name", "pk")
    found = Funding.objects.filter(partnership=partnership).select_related("applicant")
    found = found.prefetch_related(Prefetch("partners", queryset=partners))
    if state:
        found = found.filter(state=state)
    return found.order_by(order, "deadline", "name", "pk")


def rounds(partnership: Partnership) -> list[CheckRound]:
    """Every self-check with its ratings, the newest first."""
    found = CheckRound.objects.filter(partnership=partnership).prefetch_related("ratings")
    return list(found.order_by("-on"))


def ratings(one: CheckRound) -> dict[str, Any]:
    return {row.item: row for row in one.ratings.all()}


def plans(partnership: Partnership) -> QuerySet[HelpPlan]:
    """What is open first, and of that what is due first."""
    found = HelpPlan.objects.filter(partnership=partnership)
    return found.order_by(F("done_on").desc(nulls_first=True), "due_on", "pk")


def events(partnership: Partnership) -> QuerySet[Convening]:
    """With how many people came (`people`) and of how many members each; the newest first."""
    found = Convening.objects.filter(partnership=partnership).select_related("host")
    return found.annotate(people=Sum("counts__people")).order_by("-on", "pk")


def people(event: Convening) -> list[PeopleCount]:
    return list(event.counts.select_related("member").order_by("member__name", "pk"))


def members_for(event: Convening) -> list[Member]:
    """Whose people may have come: those that had not left by its day, and those counted already."""
    stays = Q(ends=None) | Q(ends__gt=event.on) | Q(pk__in=event.counts.values("member"))
    return list(event.partnership.members.filter(stays).order_by("name", "pk"))


def requests(partnership: Partnership) -> QuerySet[HelpRequest]:
    """What nobody answered first, the oldest of it first."""
    found = HelpRequest.objects.filter(partnership=partnership).select_related("member")
    return found.order_by(
        F("answered_on").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "asked_on", "pk"
    )


def last_check(partnership: Partnership) -> CheckRound | None:
    return CheckRound.objects.filter(partnership=partnership).order_by("-on").first()
