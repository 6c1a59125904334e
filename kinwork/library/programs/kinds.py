"""The closed language of criteria: what each kind asks of a member or of the household.

A kind is a function (criterion, view, member) -> Reason. The view holds the household, the day and
what was already worked out. A kind that cannot know says maybe and names the missing fact.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from kinwork.common.answers import MAYBE, NO, YES, Answer, FactRef, Reason, all_of, any_of
from kinwork.library.codes import arizona, places, poverty
from kinwork.library.codes.income import per_month
from kinwork.library.programs.household import Member, pregnancy
from kinwork.library.programs.model import Criterion
from kinwork.library.programs.view import View, words

Kind = Callable[[Criterion, View, Member | None], Reason]
KINDS: dict[str, Kind] = {}
OPTIONS: dict[str, tuple[set[str], set[str]]] = {}  # kind -> (required, allowed) options
HOUSEHOLD_KINDS: set[str] = set()  # kinds whose answer is the same for every member
FACTS = {"homeless"}, {"foster_care", "concern", "disability", "insured", "working_or_training"}


def kind(required: str = "", allowed: str = "", household: bool = False):
    """Register a kind with the options it must and may have."""

    def register(function: Kind) -> Kind:
        name = function.__name__
        KINDS[name] = function
        OPTIONS[name] = set(required.split()), set(required.split()) | set(allowed.split())
        if household:
            HOUSEHOLD_KINDS.add(name)
        return function

    return register


def _age(criterion: Criterion) -> tuple[int, dict]:
    months = criterion.options.get("months")
    if months is not None and (months < 24 or months % 12):
        return months, {"en": f"{months} months", "es": f"{months} meses"}
    years = months // 12 if months is not None else criterion.options["years"]
    return years * 12, {"en": f"{years} years", "es": f"{years} años"}


def _born(criterion: Criterion, view: View, member: Member) -> Reason | None:
    """The reason why an age cannot be told: not born yet, or the birth date is missing."""
    age = _age(criterion)[1] if criterion.options else None
    if member.birth_date and member.birth_date <= view.on:
        return None
    ahead = member.birth_date or (member.due_date if member.unborn else None)
    if ahead and ahead >= view.on:
        fact = ("birth_date" if member.birth_date else "due_date", ahead)
        return view.reason(criterion, NO, member, facts=(fact,), say="unborn", age=age)
    return view.reason(
        criterion, MAYBE, member, missing=(FactRef("birth_date", member.key),), age=age
    )


@kind(allowed="months years")
def age_under(criterion: Criterion, view: View, member: Member) -> Reason:
    """Younger than so many months or years on the day. A caregiver is taken to be ten or older."""
    months, age = _age(criterion)
    if member.role == "caregiver" and member.birth_date is None and months <= 120:
        return view.reason(
            criterion, NO, member, facts=(("role", "caregiver"),), limit=age, age=age
        )
    if unknown := _born(criterion, view, member):
        return unknown
    under = Answer.of(member.age_months(view.on) < months)
    return view.reason(criterion, under, member, facts=_birth(member), limit=age, age=age)


@kind(allowed="months years")
def age_at_least(criterion: Criterion, view: View, member: Member) -> Reason:
    """At least so many months or years old on the day."""
    if unknown := _born(criterion, view, member):
        return unknown
    months, age = _age(criterion)
    enough = Answer.of(member.age_months(view.on) >= months)
    return view.reason(criterion, enough, member, facts=_birth(member), limit=age, age=age)


@kind(required="years")
def turns_by_school_day(criterion: Criterion, view: View, member: Member) -> Reason:
    """That old on the day, or by the date that counts for public school this calendar year."""
    years = criterion.options["years"]
    last = date(view.on.year, 12, 31)
    state = view.household.lives_in
    day = places.school_day(state, view.on.year)
    said = {"age": _age(criterion)[1], "day": day or last}
    if unknown := _born(criterion, view, member):
        return unknown
    facts = _birth(member)
    oldest = max(member.age_months(view.on), (day and member.age_months(day)) or 0)
    if oldest >= years * 12:
        return view.reason(criterion, YES, member, facts=facts, limit=day, **said)
    if day or member.age_months(last) < years * 12:
        return view.reason(criterion, NO, member, facts=facts, limit=day or last, **said)
    missing = (FactRef("place"),) if state is None else ()
    return view.reason(criterion, MAYBE, member, facts=facts, missing=missing, say="place", **said)


@kind()
def under_school_age(criterion: Criterion, view: View, member: Member) -> Reason:
    """Not older than the age at which school is compulsory; states differ from 5 to 8."""
    if unknown := _born(criterion, view, member):
        return unknown
    months, state = member.age_months(view.on), view.household.lives_in
    age = places.must_attend_at(state)
    low, high = (age, age) if age else (5, 8)
    if low * 12 <= months < high * 12:
        missing = (FactRef("place"),) if state is None else ()
        return view.reason(
            criterion, MAYBE, member, facts=_birth(member), missing=missing, say="place"
        )
    return view.reason(
        criterion, Answer.of(months < low * 12), member, facts=_birth(member), limit=low
    )


@kind()
def pregnant(criterion: Criterion, view: View, member: Member) -> Reason:
    """A baby is on the way; after the due date the birth is asked for."""
    answer, missing = pregnancy(member, view.household, view.on)
    overdue = answer is MAYBE and member.due_date is not None
    fact = ("due_date", member.due_date) if member.due_date else ("pregnant", member.pregnant)
    facts = (fact,) if fact[1] is not None else ()
    return view.reason(
        criterion, answer, member, facts=facts, missing=missing, say="overdue" if overdue else None
    )


@kind(required="months breastfeeding_months")
def recently_pregnant(criterion: Criterion, view: View, member: Member) -> Reason:
    """A pregnancy ended within so many months, more while breastfeeding."""
    months, longer = criterion.options["months"], criterion.options["breastfeeding_months"]
    ended = member.pregnancy_ended
    if ended and ended <= view.on:
        facts = (("pregnancy_ended", ended), ("breastfeeding", member.breastfeeding))
        since = _months_up(ended, view.on)
        if since > longer or since <= months or member.breastfeeding is not None:
            within = since <= months or (since <= longer and bool(member.breastfeeding))
            return view.reason(criterion, Answer.of(within), member, facts=facts, limit=longer)
        missing = (FactRef("breastfeeding", member.key),)
        return view.reason(
            criterion, MAYBE, member, facts=facts, missing=missing, say="breastfeeding"
        )
    age = member.age_months(view.on)
    if (
        member.unborn
        or member.recent_birth is False
        or (member.birth_date and not 120 <= (age or 0) < 720)
    ):
        return view.reason(criterion, NO, member, facts=(("recent_birth", False),))
    fact = "birth_date" if member.role == "child" and age is None else "recent_birth"
    missing = FactRef("pregnancy_ended" if member.recent_birth else fact, member.key)
    return view.reason(criterion, MAYBE, member, missing=(missing,))


@kind(
    required="percent",
    allowed="strict per rounding year_starts exclude table level",
    household=True,
)
def income_at_most(criterion: Criterion, view: View, member: Member | None) -> Reason:
    """Income at or below (strict: below) a percent of a table, for the household's size.

    Income, size and place may each be known only between two ends; the answer is yes or no only
    where every possible value agrees.
    """
    options = criterion.options
    low, high, lacking = view.income(tuple(options.get("exclude", ())))
    size_low, size_high, size_facts = view.sizes
    limit_low, limit_high, place_facts = limits(criterion, view)
    if limit_low is None:
        return view.reason(criterion, MAYBE, None, group="no_rules")
    per = options.get("per", "year")
    month = per == "month"
    if month:
        low, high = low / 12, None if high is None else high / 12
    within = Answer.of(_within(low, high, limit_low, limit_high, options.get("strict", False)))
    missing = (
        ()
        if within.decided
        else (*lacking, *(size_facts if size_high != size_low else ()), *place_facts)
    )
    shown = None if high is None else per_month(low * 12) if month else low
    values = {"income": shown, "size": size_low, "per": words("per", per)}
    return view.reason(
        criterion,
        within,
        None,
        facts=(("income", shown), ("size", size_low)),
        limit=limit_low,
        missing=tuple(dict.fromkeys(missing)),
        say="near" if within is MAYBE and shown is not None else None,
        **values,
    )


def limits(criterion: Criterion, view: View) -> tuple[Decimal | None, Decimal | None, tuple]:
    """Lowest and highest limit that may apply, and the missing fact of place if that is why."""
    options = criterion.options
    size_low, size_high, _ = view.sizes
    table = options.get("table", "poverty_guidelines")
    if table != "poverty_guidelines":
        lookup = TABLES[table]
        low = lookup(criterion, view.on, size_low)
        return (
            low,
            None if size_high is None or low is None else lookup(criterion, view.on, size_high),
            (),
        )
    guideline = poverty.guideline_on(view.on, options.get("year_starts"))
    if guideline is None:
        return None, None, ()
    state = view.household.lives_in
    lowest, highest = ("contiguous", "alaska") if state is None else (poverty.area_of(state),) * 2
    how = options["percent"], options.get("per", "year"), options.get("rounding", "none")
    low = poverty.limit(guideline, size_low, lowest, *how)
    high = None if size_high is None else poverty.limit(guideline, size_high, highest, *how)
    return low, high, (FactRef("place"),) if lowest != highest else ()


def _fee_level(criterion: Criterion, on: date, size: int) -> Decimal | None:
    return arizona.child_care_limit(on, size, criterion.options["level"])


def _median(criterion: Criterion, on: date, size: int) -> Decimal | None:
    income = arizona.median_income(on, size)
    share = None if income is None else income * criterion.options["percent"] / 100
    return share if share is None or criterion.options.get("per", "year") == "year" else share / 12


TABLES = {"arizona_child_care": _fee_level, "arizona_median_income": _median}


def _within(low, high, limit_low, limit_high, strict: bool) -> bool | None:
    """Is every possible income within every possible limit? None where they disagree."""
    if high is not None and (high < limit_low if strict else high <= limit_low):
        return True
    if limit_high is not None and (low >= limit_high if strict else low > limit_high):
        return False
    return None


@kind(required="of", allowed="scope")
def receives_any(criterion: Criterion, view: View, member: Member | None) -> Reason:
    """Someone at home (scope "member": this member) gets one of these."""
    return _receives(criterion, view, member, YES)


@kind(required="of", allowed="scope")
def receives_none(criterion: Criterion, view: View, member: Member | None) -> Reason:
    """Nobody at home (scope "member": not this member) gets any of these."""
    return _receives(criterion, view, member, NO)


def _receives(criterion: Criterion, view: View, member: Member | None, wanted: Answer) -> Reason:
    of = criterion.options["of"]
    own = member if criterion.options.get("scope") == "member" else None
    known, complete = view.receives(own)
    got = [code for code in of if code in known]
    answer = YES if got else NO if complete else MAYBE
    missing = () if answer.decided else (FactRef("receives"),)
    return view.reason(
        criterion,
        answer if wanted is YES else ~answer,
        own,
        facts=(("receives", tuple(got)),) if answer.decided else (),
        limit=tuple(of),
        missing=missing,
        aid=words("aid", got[0]) if got else None,
        of=tuple(words("aid", code) for code in of),
    )


@kind(required="of", household=True)
def state_is(criterion: Criterion, view: View, member: Member | None) -> Reason:
    """The household lives in one of these states."""
    of, state = criterion.options["of"], view.household.lives_in
    answer = MAYBE if state is None else Answer.of(state in of)
    named = tuple(words("states", code) for code in of)
    missing = (FactRef("place"),) if state is None else ()
    return view.reason(
        criterion,
        answer,
        None,
        facts=(("place", state),),
        limit=tuple(of),
        missing=missing,
        places=named,
    )


@kind(required="fact", allowed="value")
def fact_is(criterion: Criterion, view: View, member: Member | None) -> Reason:
    """A yes-or-no fact of the household (homeless) or of the member (foster_care, concern ...)."""
    fact, value = criterion.options["fact"], criterion.options.get("value", True)
    if fact == "foster_care" and member.role == "caregiver":  # the rules speak of a child in care
        return view.reason(
            criterion, Answer.of(not value), member, facts=((fact, False),), group=fact, say="no"
        )
    of_household = fact in FACTS[0]
    known = getattr(view.household if of_household else member, fact)
    whose = None if of_household else member
    if known is None:
        missing = (FactRef(fact, whose and whose.key),)
        return view.reason(criterion, MAYBE, whose, missing=missing, group=fact)
    say = "yes" if known else "no"
    return view.reason(
        criterion,
        Answer.of(bool(known) is value),
        whose,
        facts=((fact, bool(known)),),
        group=fact,
        say=say,
    )


@kind(required="fact", household=True)
def every_caregiver(criterion: Criterion, view: View, member: Member | None) -> Reason:
    """The fact holds for each caregiver of the household."""
    return _of_members(
        criterion, view, all_of, [m for m in view.household.members if m.role == "caregiver"], ""
    )


@kind(required="fact", household=True)
def any_member(criterion: Criterion, view: View, member: Member | None) -> Reason:
    """The fact holds for at least one born member of the household."""
    return _of_members(
        criterion, view, any_of, [m for m in view.household.members if not m.unborn], "any_"
    )


def _of_members(
    criterion: Criterion, view: View, join, members: list[Member], prefix: str
) -> Reason:
    fact = criterion.options["fact"]
    answers = {m.key: Answer.of(getattr(m, fact)) for m in members}
    missing = tuple(FactRef(fact, key) for key, answer in answers.items() if answer is MAYBE)
    if not members or not view.household.members_complete:
        answers[""] = MAYBE
        missing += (FactRef("members"),)
    answer = join(answers.values())
    facts = tuple((f"{fact}:{m.key}", getattr(m, fact)) for m in members)
    return view.reason(
        criterion,
        answer,
        None,
        facts=facts,
        missing=() if answer.decided else missing,
        group=prefix + fact,
    )


@kind(required="note", household=True)
def later(criterion: Criterion, view: View, member: Member | None) -> Reason:
    """Settled at a visit or by the office: it is told, and does not lower a yes."""
    return view.reason(criterion, YES, None, later=True, note=criterion.options["note"])


def _birth(member: Member) -> tuple:
    return (("birth_date", member.birth_date),)


def _months_up(start: date, end: date) -> float:
    """Months from start to end, a begun month counting a half more, so that `<= 6` includes the
    day six months after and not the next."""
    whole = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    return whole if end.day == start.day else whole + 0.5
