"""Determinations as a page shows them: words in the reader's language, names instead of "your child".

The same for an unfinished intake (answers of the library) and for the record (saved snapshots).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from kinwork.common.acting import current_actor
from kinwork.common.answers import Reason, said
from kinwork.family.eligibility.models import Determination
from kinwork.family.eligibility.queries import Verdict
from kinwork.family.eligibility.rules import GROUPS, group_of
from kinwork.family.facts.documents.rules import asked_kind
from kinwork.family.programs import queries as own_programs
from kinwork.library import programs
from kinwork.library.questions import bank


@dataclass(frozen=True)
class Why:
    """One reason in words, with the rule's source and since when it holds."""

    words: str
    source: str = ""
    since: date | None = None
    answer: str = ""


@dataclass(frozen=True)
class Paper:
    """What a program asks to be shown. `kind`: what it is kept as here, or nothing; `here`: it is."""

    words: str
    kind: str = ""
    here: bool = False


@dataclass(frozen=True)
class Decision:
    """The office's own word: whose, of which day, good until."""

    by: str
    on: date
    until: date


@dataclass(frozen=True)
class Result:
    """One program for this family. `missing`: (question, person or None) that would decide it;
    `asks`: the same questions, each once, with their words. `alone`: the verdict without why."""

    code: str
    group: str
    name: str
    gives: str
    explain: str
    whys: tuple[Why, ...]
    missing: tuple[tuple[str, str | None], ...]
    documents: tuple[str, ...]
    how_to_apply: str
    minutes: int
    days: int
    term: str
    failed: bool = False
    who: tuple[str, ...] = ()
    asks: tuple[tuple[str, str], ...] = ()
    made_at: object = None
    papers: tuple[Paper, ...] = ()
    decision: Decision | None = None
    alone: bool = False


@dataclass(frozen=True)
class Group:
    """Results with the same answer; `key` is one of eligibility.rules.GROUPS."""

    key: str
    results: list[Result] = field(default_factory=list)


def of_library(
    found: Iterable[programs.Determination], names: Mapping[str, str], language: str
) -> list[Result]:
    """Straight from the library: an intake that is not finished."""
    return [
        _result(
            programs.program(one.program),
            group_of(one.answer.value, one.discretion, one.already),
            one.reasons,
            [(ref.key, ref.member) for ref in one.missing],
            one.failed,
            [m.member for m in one.members if m.member and m.answer == one.answer],
            names,
            language,
        )
        for one in found
    ]


def of_record(
    found: Iterable[Determination],
    names: Mapping[str, str],
    language: str,
    here: Iterable[str] = (),
) -> list[Result]:
    """From saved snapshots, with the reasons and rules of their day, withdrawn programs too.

    here: kinds of papers that are kept.
    """
    found = list(found)
    rules = _rules_of(found)
    return [
        _result(
            rules[one.pk],
            group_of(one.verdict, "discretion" in one.flags, "already" in one.flags),
            [Reason.from_dict(reason) for reason in one.reasons],
            [_split(ref) for ref in one.missing],
            "failed" in one.flags,
            [m["member"] for m in one.members if m["member"] and m["answer"] == one.verdict],
            names,
            language,
            one.made_at,
            here,
            _decision(one),
        )
        for one in found
        if one.pk in rules
    ]


def of_verdicts(found: Iterable[Verdict], language: str, here: Iterable[str] = ()) -> list[Result]:
    """Verdicts without their explanation: the same words, whatever they rest on."""
    found = list(found)
    known = {one.program: _on_the_day(one) for one in found}
    return [
        replace(
            _result(program, one.verdict, (), (), False, (), {}, language, one.made_at, here),
            alone=True,
        )
        for one in found
        if (program := known[one.program])
    ]


def _rules_of(found: list[Determination]) -> dict[UUID, programs.Program]:
    """The program behind each snapshot: as it stood then where it is a community's own."""
    now = programs.registry()
    same = {one.pk: now[one.program] for one in found if one.program in now}
    changed = [one for one in found if not _is_still(same.get(one.pk), one)]
    for community in {one.community_id for one in changed}:
        theirs = [one for one in changed if one.community_id == community]
        wanted = ((one.program, one.rule_version) for one in theirs)
        kept = own_programs.by_rule_versions(community, wanted)
        for one in theirs:
            if program := kept.get((one.program, one.rule_version)):
                same[one.pk] = program
    return same


def _is_still(program: programs.Program | None, one: Determination) -> bool:
    return program is not None and program.version == one.rule_version


def _on_the_day(one: Verdict) -> programs.Program | None:
    """The program as it is now, or where it was withdrawn, as it was on the verdict's day."""
    known = programs.registry().get(one.program)
    actor = current_actor()
    if known or actor is None or actor.community is None:
        return known
    return own_programs.own(actor.community, one.on).get(one.program)


def grouped(results: Iterable[Result]) -> list[Group]:
    """In the order a family wants to read them: yes, maybe, ask, what they have, no."""
    groups = {key: Group(key) for key in GROUPS}
    for result in results:
        groups[result.group].results.append(result)
    return [group for group in groups.values() if group.results]


def _decision(one: Determination) -> Decision | None:
    return Decision(one.owner.name, one.on, one.until) if one.decided else None


def _papers(documents: Iterable[Mapping[str, str]], language: str, here: Iterable[str]):
    have = set(here)
    for one in documents:
        kind = asked_kind(one["en"]) or ""
        yield Paper(said(one, language), kind, kind in have)


def _result(
    program: programs.Program,
    group,
    reasons,
    missing,
    failed,
    who,
    names,
    language,
    made_at=None,
    here=(),
    decision=None,
) -> Result:
    return Result(
        code=program.code,
        group=group,
        name=said(program.name, language),
        gives=said(program.gives, language),
        explain=said(program.explain, language),
        whys=tuple(_whys(reasons, names, language)),
        missing=tuple(dict.fromkeys(missing)),
        documents=tuple(said(one, language) for one in program.documents),
        how_to_apply=said(program.how_to_apply, language),
        minutes=program.minutes_to_apply,
        days=program.days_to_delivery,
        term=program.term,
        failed=failed,
        who=tuple(names.get(one, "") for one in who if names.get(one)),
        asks=tuple(_asks(missing, names, language)),
        made_at=made_at,
        papers=tuple(_papers(program.documents, language, here)),
        decision=decision,
    )


def _asks(missing, names: Mapping[str, str], language: str) -> Iterable[tuple[str, str]]:
    """About one person by name; about several, in general words."""
    about: dict[str, list[str | None]] = {}
    for key, member in dict.fromkeys(missing):
        if key in bank():
            about.setdefault(key, []).append(member)
    for key, members in about.items():
        name = names.get(members[0] or "", "") if len(members) == 1 else ""
        yield key, bank()[key].said(language, name)


def _whys(reasons: Iterable[Reason], names: Mapping[str, str], language: str):
    """Each sentence once, in order."""
    shown: set[str] = set()
    for reason in reasons:
        words = reason.sentence(language, who=names.get(reason.member or "", ""))
        if words and words not in shown:
            shown.add(words)
            yield Why(words, reason.source, reason.effective_from, reason.answer.value)


def _split(ref: str) -> tuple[str, str | None]:
    key, _mark, member = ref.partition(":")
    return key, member or None
