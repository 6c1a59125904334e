"""An agency's own numbers; a community's releases; a partner's page of one, with its comment."""

import csv
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.community import today
from kinwork.common.rights import may, why_not
from kinwork.system.loop import actions, queries, rules, sheets, telling, words
from kinwork.system.loop.asking import ask
from kinwork.system.loop.forms import CommentForm
from kinwork.system.loop.models import PartnerPage, Release, ReleaseTables
from kinwork.web.context import community_of
from kinwork.web.pages import page, right

READ = right("loop.read")


# --- an agency's own ----------------------------------------------------------------------------


@page(action="loop.own", purpose="statistics", who=right("loop.own"))
def own(request: HttpRequest) -> HttpResponse:
    """What became of the referrals that this agency received, or sent."""
    asked = ask(request)
    told = telling.told(asked.found)
    _seen(request, "loop.own", referrals=len(asked.found))
    needs = asked.needs
    shown = {
        "form": asked.form,
        "n": len(asked.found),
        "by": words.BY_WORDS[_said(asked.by)],
        "filtered": any(request.GET.get(name) for name in asked.form.fields),
        "from_family": asked.by in rules.FROM_FAMILY,
        "kept_back": asked.kept_back,
        "half": rules.half_year(asked.period.ends),
        "least": asked.least,
        "needs": sheets.needs(needs) if needs and needs["told"] else None,
        "query": request.GET.urlencode(),
        "mine": queries.pages_of(request.actor.agency).first(),
        **_tabs(request, "own"),
        **_sheet(told, asked.groups, asked.by),
    }
    return render(request, "loop/own.html", shown)


@page(action="loop.own", purpose="statistics", who=right("loop.own"))
def own_file(request: HttpRequest) -> HttpResponse:
    """The same as a file for a spreadsheet."""
    asked = ask(request)
    _seen(request, "loop.own_file", referrals=len(asked.found))
    names = words.group_names(asked.by, asked.groups, _language())
    told = telling.told(asked.found) | {"needs": asked.needs}
    said = asked.said()
    return _file("our-referrals", sheets.rows(told, {_said(asked.by): asked.groups}, names, said))


# --- what leaves an agency ----------------------------------------------------------------------


@page(action="loop.read", purpose="statistics", who=READ)
def releases(request: HttpRequest) -> HttpResponse:
    """Every half year that was released, and one that its partners still comment on."""
    rows, now = list(queries.releases(community_of(request))), timezone.now()
    told = {
        "lines": [{"row": one, "open": one.opens_at <= now} for one in rows],
        "ready": rules.settled(today(community_of(request), now)),
        **_tabs(request, "releases"),
    }
    return render(request, "loop/releases.html", told)


@page(action="loop.read", purpose="statistics", who=READ)
def release(request: HttpRequest, release: UUID) -> HttpResponse:
    """One half year: counts from 1 to 10, and what would tell them, are kept back."""
    row, body = _open_release(request, release)
    by = rules.BY.get(request.GET.get("by", ""), "partner")
    table = body["tables"][by]
    said = queries.comments(row) if by == "partner" else {}
    _seen(request, "loop.read", row)
    shown = {
        "row": row,
        "tabs": [(name, words.BY_WORDS[name], rules.BY[name] == by) for name in rules.BY],
        "by": words.BY_WORDS[_said(by)],
        "needs": sheets.needs(body["needs"]) if body["needs"]["told"] else None,
        "reasons_kept_back": body["reasons"]["kept_back"],
        "kept_back": table["kept_back"],
        **_sheet(_whole(body), table["groups"], by),
    }
    _lay_beside(shown, said)
    return render(request, "loop/release.html", shown)


def _lay_beside(shown: dict[str, Any], said: dict[str, Any]) -> None:
    """What partners say stands beside their lines, also of those whose numbers are kept back."""
    names = words.group_names("partner", said, _language())
    shown["comments"] = [(names[partner], one) for partner, one in said.items()]
    for line in shown["groups"]:
        line["comment"] = said.get(line["key"])


@page(action="loop.read", purpose="statistics", who=READ)
def release_file(request: HttpRequest, release: UUID) -> HttpResponse:
    """All tables of a release as one file."""
    row, body = _open_release(request, release)
    _seen(request, "loop.read_file", row)
    tables = {_said(name): table["groups"] for name, table in body["tables"].items()}
    names: dict[str, Any] = {}
    for name, table in body["tables"].items():
        names |= words.group_names(name, table["groups"], _language())
    told = _whole(body) | {"needs": body["needs"]}
    said = {"since": row.starts, "until": row.ends, "least": row.least}
    return _file(f"referral-outcomes-{row.starts}", sheets.rows(told, tables, names, said))


def _whole(body: dict[str, Any]) -> dict[str, Any]:
    """All referrals of a release together, in the shape that an agency's own have."""
    return body["total"] | {"aside": body["aside"], "reasons": body["reasons"]["groups"]}


def _open_release(request: HttpRequest, release: UUID) -> tuple[Release, dict[str, Any]]:
    found = ReleaseTables.objects.filter(release=release).select_related("release").first()
    if found is None:
        raise Http404
    return found.release, found.body


# --- a partner's page ---------------------------------------------------------------------------


@page(action="loop.own", purpose="statistics", who=right("loop.own"))
def fair(request: HttpRequest, release: UUID) -> HttpResponse:
    """A partner's own numbers of a release, before others read them; its supervisor comments."""
    row = queries.pages_of(request.actor.agency).filter(release=release).first()
    if row is None:
        raise Http404
    now = timezone.now()
    form = CommentForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.comment(page=row, by=request.actor, at=now, **form.cleaned_data)
        messages.success(request, _("Your words will stand beside your numbers."))
        return redirect("loop:fair", release)
    _seen(request, "loop.fair", row.release)
    said = queries.comments(row.release).get(str(row.agency_id))
    still = row.release.opens_at > now
    told = {
        "row": row,
        "lines": _compared(row),
        "circumstances": row.body["circumstances"],
        "by_a_rule": row.body["own"]["aside"].get("by a rule", 0),
        **_beside(row.body["own"]),
        "comment": said,
        "still": still,
        "form": form if still and may(request.actor, "loop.comment", row) else None,
        "why_not": why_not(request.actor, "loop.comment", row) if still else None,
        "agency": row.agency.name,
        "least": row.release.least,
        "compared": rules.COMPARED,
    }
    return render(request, "loop/fair.html", told)


def _compared(row: PartnerPage) -> list[dict[str, Any]]:
    """Each number of this partner beside the middle of the others', with how many those are."""
    own, beside, lines = row.body["own"], row.body["beside"], []
    for step, of in rules.steps_in_order():
        if not of or step == "due":
            continue
        middle, n = beside[step]
        numbers = own["steps"]
        lines.append(
            {
                "name": words.STEP_WORDS[step][0],
                "means": words.STEP_WORDS[step][1],
                "own": words.percent(numbers[step], numbers[of]),
                "n": numbers[of],
                "middle": "–" if middle is None else f"{100 * middle:.0f} %",
                "partners": n,
            }
        )
    for name in ("first answer", "first contact", "service"):
        middle, n = beside[name]
        one = own["times"][name]
        lines.append(
            {
                "name": words.TIME_WORDS[name][0],
                "means": words.TIME_WORDS[name][1],
                "own": words.lasted(one["median"]),
                "p90": words.lasted(one["p90"]),
                "n": one["n"],
                "middle": words.lasted(middle),
                "partners": n,
            }
        )
    return lines


# --- shared -------------------------------------------------------------------------------------


def _tabs(request: HttpRequest, here: str) -> dict[str, Any]:
    """Which of the two pages this person may open."""
    actor = request.actor
    return {"here": here, "may_own": right("loop.own")(actor), "may_read": READ(actor)}


def _sheet(told: dict[str, Any], parts: dict[str, Any], by: str) -> dict[str, Any]:
    names = words.group_names(by, parts, _language())
    return {
        "bars": sheets.bars(told),
        "steps": sheets.steps(told),
        "times": sheets.times(told),
        "groups": sheets.groups(parts, names),
        **_beside(told),
    }


def _beside(told: dict[str, Any]) -> dict[str, Any]:
    """What stands beside the way: why not, what else happened, what families say."""
    return {
        "reasons": sheets.reasons(told["reasons"]),
        "reasons_n": sum(told["reasons"].values()),
        "aside": sheets.aside(told),
        "family": sheets.family(told),
    }


def _said(by: str) -> str:
    """The word of the address for a group."""
    return next(name for name, group in rules.BY.items() if group == by)


def _file(name: str, rows: Iterable[list[Any]]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.writer(response)
    writer.writerow(sheets.HEADS)
    writer.writerows(rows)
    return response


def _language() -> str:
    return (get_language() or "en")[:2]


def _seen(request: HttpRequest, verb: str, target: Any = None, **details: Any) -> None:
    audit.record(f"{verb}.view", target, by=request.actor, at=timezone.now(), **details)
