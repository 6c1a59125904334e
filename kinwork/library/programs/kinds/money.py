"""Kinds that hold money against a limit, with every unknown kept as a span."""

from decimal import ROUND_HALF_UP, Decimal

from kinwork.common.answers import MAYBE, YES, Answer, FactRef, Reason
from kinwork.library.programs import limits
from kinwork.library.programs.amounts import TOP, cents, dollars, most
from kinwork.library.programs.household import UNKNOWN, Line, Member, role_told_by
from kinwork.library.programs.kinds.language import COUNTED, LIMIT, kind
from kinwork.library.programs.model import Criterion
from kinwork.library.programs.view import Span, View, words

EARNED = frozenset({"wages", "self_employment"})
CENT = Decimal("0.01")


@kind(allowed=f"{LIMIT} {COUNTED}", household=True)
def income_at_most(criterion: Criterion, view: View, member: Member | None) -> Reason:
    """Money that comes in at or below (strict: below) a limit, for the household's size.

    Income, size and place may each be known only between two ends; the answer is yes or no only
    where every possible value agrees.
    """
    return _income(criterion, view, member, over=False)


@kind(allowed=f"{LIMIT} {COUNTED}", household=True)
def income_over(criterion: Criterion, view: View, member: Member | None) -> Reason:
    """Money that comes in is above that limit: the other program is not the one."""
    return _income(criterion, view, member, over=True)


def _income(criterion: Criterion, view: View, member: Member | None, over: bool) -> Reason:
    options = criterion.options
    got = counted(options, view, member)
    span = Bounds(criterion, view)
    if span.told is not None:
        return _told(criterion, view, span, over)
    within = Answer.of(span.holds(got.low, got.high))
    answer = ~within if over else within
    missing = () if answer.decided else (*got.missing, *span.missing)
    per = options.get("per", "year")
    shown = _shown(got, within, per)
    return view.reason(
        criterion,
        answer,
        member if options.get("whose") == "member" else None,
        facts=(("income", shown), ("size", span.size)),
        limit=span.shown(per),
        source=span.source,
        missing=tuple(dict.fromkeys(missing)),
        say=_say(span, answer, shown),
        income=shown,
        size=span.size,
        per=words("per", per),
    )


def _say(span: "Bounds", answer: Answer, shown: Decimal | None) -> str | None:
    if answer.decided and span.least.amount is None:
        return "no_limit"
    return "near" if answer is MAYBE and shown is not None else None


def _shown(got: Span, within: Answer, per: str) -> Decimal | None:
    """The sum to show: the one known, or at least the part that is already too much."""
    known = got.high if got.high < TOP else got.low if within.value == "no" else None
    return None if known is None else at(known, per)


def at(amount: int, per: str) -> Decimal:
    """Cents a year as dollars a year or a month."""
    whole = dollars(amount)
    return whole if per == "year" else (whole / 12).quantize(CENT, ROUND_HALF_UP)


def _told(criterion: Criterion, view: View, span: "Bounds", over: bool) -> Reason:
    """There is no limit to hold money against: no row of the state, or no rules for the day."""
    answer, group = span.told
    return view.reason(
        criterion, ~answer if over else answer, None, missing=span.missing, group=group
    )


def counted(options, view: View, member: Member | None) -> Span:
    """What a criterion counts of the money that comes in, by its options."""
    own = member.key if member and options.get("whose") == "member" else None
    key = (own, *(_plain(options.get(name)) for name in COUNTING))
    sums = view.household.sums
    if key not in sums:
        sums[key] = _counted(options, view, member)
    return sums[key]


COUNTING = ("only", "exclude", "whose", "earned_off", "earned_percent_off", "per")


def _plain(option: object) -> object:
    return tuple(option) if isinstance(option, list) else option


def _counted(options, view: View, member: Member | None) -> Span:
    if options.get("whose") == "adults":
        return _of_adults(options, view)
    return _sum(options, view, chosen_by(options, view, member))


def _of_adults(options, view: View) -> Span:
    """Money of all but the children; where nobody but children is at home, theirs."""
    home, told = view.household, chosen_by(options, view, None)
    children = {m.key for m in home.members if m.role == "child"}
    unknown = {m.key for m in home.members if m.role == UNKNOWN}
    grown = len(children | unknown) < len(home.members) or not home.members
    alone = not grown and not unknown and home.members_complete
    sure = set() if alone else children | unknown
    possible = children if grown else set()
    low, high = (
        _sum(options, view, lambda line, left=left: told(line) and line.member not in left)
        for left in (sure, possible)
    )
    if sure == possible:
        return high
    missing = [*high.missing, *(role_told_by(m) for m in home.members if m.role == UNKNOWN)]
    missing += [FactRef("members")] * (not grown and not home.members_complete)
    return Span(low.low, high.high, tuple(dict.fromkeys(missing)))


def _sum(options, view: View, chosen) -> Span:
    if not options.get("earned_off") and not options.get("earned_percent_off"):
        return view.income(chosen)
    rest = view.income(lambda line: chosen(line) and line.kind not in EARNED)
    if view.lines is None:
        return rest
    low, high, missing = rest
    for person in dict.fromkeys(line.member for line in view.lines):
        earned = view.income(
            lambda line, person=person: (
                chosen(line) and line.kind in EARNED and line.member == person
            )
        )
        low += after_work(options, earned.low)
        high = min(TOP, high + (TOP if earned.high >= TOP else after_work(options, earned.high)))
        missing += earned.missing
    return Span(low, high, tuple(dict.fromkeys(missing)))


def chosen_by(options, view: View, member: Member | None):
    """Which lines of money count: by kind (`only`, `exclude`), and `whose = "member"` by person."""
    only, exclude = options.get("only"), options.get("exclude", ())
    whose = options.get("whose", "home")
    own = member.key if member else None

    def counts(line: Line) -> bool:
        if line.kind in exclude or (only is not None and line.kind not in only):
            return False
        return whose != "member" or line.member in (None, own)

    return counts


def after_work(options, earned):
    """Pay from work in cents a year after what the rules leave out of it, cents rounded down."""
    times = 12 if options.get("per", "year") == "month" else 1
    off = cents(Decimal(str(options.get("earned_off", 0)))) * times
    rest = most(earned - off, 0)
    return rest * (100 - options.get("earned_percent_off", 0)) // 100


class Bounds:
    """The least and the highest limit that may apply, in cents a year, and what would tell more.

    `told`: (answer, sentence group) where there is no limit at all.
    """

    def __init__(self, criterion: Criterion, view: View):
        self.criterion, self.strict = criterion, bool(criterion.options.get("strict"))
        self.size, self.size_high, facts = view.sizes
        self.missing: tuple[FactRef, ...] = facts if self.size_high != self.size else ()
        self.told: tuple[Answer, str] | None = None
        self.source = ""
        self.low = self.high = TOP
        state, on = view.household.lives_in, view.on
        if state is None and limits.by_state(criterion):
            self._without(MAYBE, "state_is", (FactRef("place"),))
            return
        least = limits.limit(criterion, on, state or "", self.size)
        if least is None or least.open:
            self._without(
                MAYBE if least is None else Answer(least.open),
                "no_rules" if least is None else "state_rules",
            )
            return
        self.least, self.source = least, least.source
        self.low = least.cents(self.strict)
        area = "AK" if state is None and has_area(criterion) else state or ""
        if self.size_high is not None:
            self.high = limits.limit(criterion, on, area, self.size_high).cents(self.strict)
        if state is None and has_area(criterion):
            self.missing += (FactRef("place"),)

    def _without(self, answer: Answer, group: str, missing: tuple[FactRef, ...] = ()) -> None:
        self.told, self.missing = (answer, group), missing

    def holds(self, low: int, high: int) -> bool | None:
        """Is every possible sum within every possible limit? None where they disagree."""
        if high < self.low or (high == self.low and (not self.strict or self.low >= TOP)):
            return True
        if low > self.high or (self.strict and low == self.high < TOP):
            return False
        return None

    def shown(self, per: str) -> Decimal | None:
        amount = self.least.amount
        if amount is None or per == "year":
            return amount
        month = amount / 12
        whole = month.to_integral_value()
        return whole if month == whole else month.quantize(CENT, ROUND_HALF_UP)


def has_area(criterion: Criterion) -> bool:
    """Does the guideline's area matter: is it a percent of the poverty guideline?"""
    return criterion.options.get("percent") is not None


@kind(allowed="amount amount_table of per without_row note", household=True)
def assets_at_most(criterion: Criterion, view: View, member: Member | None) -> Reason:
    """Savings at or below a limit. With a `note` the family certifies it when it applies: what is
    not told does not lower a yes."""
    span = Bounds(criterion, view)
    if span.told is not None:
        return _told(criterion, view, span, over=False)
    told = view.household.assets
    if told is None and (note := criterion.options.get("note")):
        limit = span.shown("year")
        return view.reason(criterion, YES, None, limit=limit, later=True, group="later", note=note)
    own = None if told is None else cents(told)
    answer = Answer.of(span.holds(own or 0, TOP if own is None else own))
    missing = () if answer.decided else (*((FactRef(ASSETS),) if own is None else ()),)
    return view.reason(
        criterion,
        answer,
        None,
        facts=((ASSETS, told),),
        limit=span.shown("year"),
        source=span.source,
        missing=missing or (() if answer.decided else span.missing),
        say=_say(span, answer, told),
        assets=told,
    )


ASSETS = "assets"
