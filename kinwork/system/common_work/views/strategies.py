"""The seven strategies: where each stands, one with its history, and looking at it again."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kinwork.library.coordination import strategies_cite
from kinwork.system.common_work import actions, queries, rules, words
from kinwork.system.common_work.forms.doing import ReviewForm
from kinwork.system.common_work.models import StrategyReview
from kinwork.system.common_work.views.shared import (
    SEE,
    by,
    day_of,
    declared,
    done,
    found,
    kept,
    leads,
    sent,
    shown,
    to,
)
from kinwork.web.pages import page


@page(**SEE)
def strategies(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    day = day_of(row)
    told = {
        "row": row,
        "lines": [_line(one.key, one.row, day) for one in queries.strategies(row)],
        "cites": strategies_cite(),
        "leads": leads(request, row),
    }
    return render(request, "common_work/strategies.html", told)


@page(**SEE)
def strategy(request: HttpRequest, partnership: UUID, strategy: str) -> HttpResponse:
    row = found(partnership)
    _known(strategy)
    past, day = queries.reviews(row, strategy), day_of(row)
    told = {
        "row": row,
        **_line(strategy, past[0] if past else None, day),
        "means": words.means(strategy),
        "past": [_line(strategy, one, day) for one in past],
        "changes": list(queries.changes(row, {"strategy": strategy})[:20]),
        "leads": leads(request, row),
    }
    return render(request, "common_work/strategy.html", told)


@page(**declared("review_strategy"))
def review(request: HttpRequest, partnership: UUID, strategy: str) -> HttpResponse:
    row = found(partnership)
    _known(strategy)
    past = queries.reviews(row, strategy)
    form = ReviewForm(sent(request), initial=_first(past[0]) if past else None)

    def deed(_said: dict[str, Any]) -> Any:
        told = form.told()
        return actions.review_strategy(partnership=row, strategy=strategy, **told, **by(request))

    up = to(row, "strategy", strategy)
    if done(form, deed):
        return kept(request, up)
    title = _("Where it stands today")
    return shown(request, form, title, up, words.strategy(strategy), words.means(strategy))


def _known(strategy: str) -> None:
    if strategy not in rules.STRATEGIES:
        raise Http404


def _first(row: StrategyReview) -> dict[str, Any]:
    names = ("since", "intensity", "evidence", "next_step", "next_on")
    return {name: getattr(row, name) for name in names} | {
        "adopted": "yes" if row.adopted else "no"
    }


def _line(key: str, row: StrategyReview | None, day: Any) -> dict[str, Any]:
    return {
        "key": key,
        "name": words.strategy(key),
        "one": row,
        "intensity": words.INTENSITY_WORDS[row.intensity] if row and row.intensity else "",
        "near": rules.nearness(row.next_on, day) if row else "",
        "stale": rules.is_stale(row.on if row else None, day),
    }
