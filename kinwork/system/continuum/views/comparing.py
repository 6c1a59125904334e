"""Claim beside evidence: every pair, one pair, and what to do next."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinwork.common.rights import may
from kinwork.system.continuum import comparing, queries, results, words
from kinwork.system.continuum.comparing import Compared
from kinwork.system.continuum.forms import BoardFilter
from kinwork.system.continuum.results import Results
from kinwork.system.continuum.views.shared import SEE, leads, to
from kinwork.system.meetings import actions as meetings
from kinwork.system.partnerships.models import Partnership
from kinwork.system.partnerships.pages import by, day_of, found, one_of, tried
from kinwork.web.pages import page, right
from kinwork.web.sheets import csv_file

SIZE = 50
HEADS = (
    *("first", "second", "first_says", "second_says", "claimed", "confirmed", "shown", "verdict"),
    *("steps_above", "missing_for_next", "families_of_both"),
)


@page(**SEE)
def board(request: HttpRequest, partnership: UUID) -> HttpResponse:
    """The pairs that say different things than the records first."""
    row = found(partnership)
    told = comparing.board(row, day_of(row))
    form, pairs = _filtered(request, told.pairs)
    start = _start(request)
    shown = {
        "row": row,
        "board": told,
        "counts": [
            (number, *words.VERDICT_WORDS[name]) for name, number in _ordered(told.counts())
        ],
        "saying": sum(one.says for one in told.pairs),
        "form": form,
        "filtered": any(form.data.get(name) for name in form.fields),
        "query": request.GET.urlencode(),
        "lines": [_line(row, one) for one in pairs[start : start + SIZE]],
        "next_key": start + SIZE if len(pairs) > start + SIZE else "",
        "first": start == 0,
        "slow": told.said is not None and told.said.response_rate < 0.7,
        "leads": leads(request, row),
    }
    return render(request, "continuum/board.html", shown)


@page(**SEE)
def board_file(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    _form, pairs = _filtered(request, comparing.board(row, day_of(row)).pairs)
    return csv_file("claim-and-evidence", HEADS, map(_cells, pairs))


@page(**SEE)
def pair(request: HttpRequest, partnership: UUID, one: UUID, other: UUID) -> HttpResponse:
    """What each side says, what the records show, what is missing for the next level."""
    row = found(partnership)
    first, second = one_of(row.members.all(), one), one_of(row.members.all(), other)
    if first.pk == second.pk:
        raise Http404
    told = comparing.pair(row, first, second)
    said = comparing.said_last(row)
    shown = {
        "row": row,
        "one": told,
        "line": _line(row, told),
        "wave": said.wave if said else None,
        "scales": _scales(said, told) if said else [],
        "claimed": words.level(told.claimed),
        "shown_level": words.level(told.shown.level) if told.shown and told.shown.level else None,
        "met": _rules(told, met=True),
        "missing": _missing(told),
        "up": to(row, "board"),
        "evidence_url": _evidence_url(row, first, second),
    }
    return render(request, "continuum/pair.html", shown)


@page(**SEE)
def next_steps(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    told = comparing.board(row, day_of(row))
    steps = comparing.next_steps(told)
    shown = {
        "row": row,
        "lines": [
            {
                "step": one,
                "url": to(row, "pair", one.one.first.pk, one.one.second.pk),
                "level": words.level(one.to),
                "missing": _missing(one.one),
            }
            for one in steps
        ],
        "counted": told.shown,
        "may_propose": may(request.actor, "meetings.propose", row),
    }
    return render(request, "continuum/next.html", shown)


@page(action="meetings.propose", purpose="oversight", who=right("meetings.propose"))
@require_POST
def propose(request: HttpRequest, partnership: UUID, one: UUID, other: UUID) -> HttpResponse:
    """A step up as a proposal for the next agenda, with the reason in words."""
    row = found(partnership)
    first, second = one_of(row.members.all(), one), one_of(row.members.all(), other)
    told = comparing.pair(row, first, second)
    level = words.level(min((told.shown.level if told.shown else 0) + 1, comparing.HIGHEST))
    names = {"first": first.name, "second": second.name, "level": str(level)}
    title = _("%(first)s and %(second)s: up to %(level)s") % names
    why = _("What is missing:") + "\n" + "\n".join(f"- {one['words']}" for one in _missing(told))
    return tried(
        request,
        to(row, "next"),
        lambda: meetings.propose(
            partnership=row, title=title[:200], why=why, from_family=False, **by(request)
        ),
        _("It waits for the next agenda."),
    )


def _filtered(request: HttpRequest, pairs: list[Compared]) -> tuple[BoardFilter, list[Compared]]:
    names = sorted(comparing.members_of(pairs).items(), key=lambda one: one[1])
    form = BoardFilter(request.GET, members=[(str(key), name) for key, name in names])
    form.is_valid()  # what is no choice is no filter
    verdict = form.cleaned_data.get("verdict", "")
    member = form.cleaned_data.get("member", "")
    kept = [
        one
        for one in pairs
        if (not verdict or one.verdict == verdict)
        and (not member or member in (str(one.first.pk), str(one.second.pk)))
    ]
    return form, sorted(kept, key=_weight)


def _weight(one: Compared) -> tuple[Any, ...]:
    """Contradictions first, then what is claimed highest."""
    return (-abs(one.step or 0), -(one.claimed or 0), one.first.name, one.second.name)


def _ordered(counts: dict[str, int]) -> list[tuple[str, int]]:
    return [(name, counts[name]) for name in words.VERDICT_WORDS if name in counts]


def _line(row: Partnership, one: Compared) -> dict[str, Any]:
    return {
        "one": one,
        "url": to(row, "pair", one.first.pk, one.second.pk),
        "there": one.claim.there if one.claim else None,
        "back": one.claim.back if one.claim else None,
        "confirmed": one.claim is not None and one.claim.is_confirmed,
        "claimed": one.claimed,
        "shown": one.shown.level if one.shown else None,
        "verdict": words.VERDICT_WORDS[one.verdict],
        "n": sum(v.n for v in one.shown.by_rule if v.is_met) if one.shown else 0,
    }


def _cells(one: Compared) -> list[Any]:
    claim = one.claim
    return [
        one.first.name,
        one.second.name,
        claim.there if claim and claim.first.member_id == one.first.pk else claim and claim.back,
        claim.back if claim and claim.first.member_id == one.first.pk else claim and claim.there,
        one.claimed,
        claim.is_confirmed if claim else None,
        one.shown.level if one.shown else None,
        one.verdict,
        one.step,
        " ".join(verdict.rule.key for verdict in one.shown.missing) if one.shown else None,
        one.shown.shared if one.shown else None,
    ]


def _scales(said: Results, one: Compared) -> list[dict[str, Any]]:
    """Every scale of the wave, both sides, in words."""
    told = []
    for key in queries.scale_keys(said.wave):
        here = Results(said.wave, said.partners, said.counted, key)
        claim = here.pair(one.first.pk, one.second.pk)
        if claim is None:
            continue
        there, back = claim.there, claim.back
        if claim.first.member_id != one.first.pk:
            there, back = back, there
        scale = results.scale_of(key)
        told.append(
            {
                "name": words.in_language(scale.words),
                "there": _step_words(scale, there),
                "back": _step_words(scale, back),
                "apart": claim.apart,
            }
        )
    return told


def _step_words(scale: Any, value: int | None) -> dict[str, Any] | None:
    if value is None:
        return None
    choice = scale.choice(value)
    return {
        "value": value,
        "words": words.in_language(choice.words),
        "means": words.in_language(choice.means),
    }


def _rules(one: Compared, *, met: bool) -> list[dict[str, Any]]:
    if one.shown is None:
        return []
    return [_rule(verdict) for verdict in one.shown.by_rule if verdict.is_met == met]


def _missing(one: Compared) -> list[dict[str, Any]]:
    return [_rule(verdict) for verdict in one.shown.missing] if one.shown else []


def _rule(verdict: Any) -> dict[str, Any]:
    rule = verdict.rule
    value: Any = verdict.value
    if value is not None and rule.unit == "share":
        value = f"{round(100 * value)} %"
    return {
        "words": words.in_language(rule.words),
        "reason": words.in_language(rule.reason),
        "level": rule.level,
        "value": value,
        "n": verdict.n,
        "measured": rule.measured,
    }


def _evidence_url(row: Partnership, first: Any, second: Any) -> str:

    return reverse("evidence:pair", args=[row.pk, first.pk, second.pk])


def _start(request: HttpRequest) -> int:
    said = request.GET.get("after", "")
    return min(int(said), 100_000) if said.isascii() and said.isdigit() and len(said) < 7 else 0
