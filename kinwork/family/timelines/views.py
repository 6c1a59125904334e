"""A child's clocks for its workers, and the supervisors' list of what is due or late."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinwork.common.rights import Refused, may
from kinwork.family.timelines import actions, counting, queries, rules, showing, words
from kinwork.family.timelines.forms import TOLD_FORMS, MarkForm
from kinwork.family.timelines.models import Watch
from kinwork.family.timelines.queries import Known
from kinwork.family.timelines.rights import STAFF
from kinwork.library.timelines import DUE, LATE, Line
from kinwork.people.models import Household
from kinwork.trust.access.queries import opened, visible
from kinwork.web.pages import page, right, roles
from kinwork.web.sheets import csv_file

CLASSES = ("identity", *rules.classes())
SHOW = {
    "": (gettext_lazy("Due or late"), (DUE, LATE)),
    "late": (gettext_lazy("Late"), (LATE,)),
    "due": (gettext_lazy("Due"), (DUE,)),
}
MOST = 50


@page(action="timelines.see", classes=CLASSES, who=roles(*STAFF))
def household(request: HttpRequest, household: UUID) -> HttpResponse:
    """The children of a family, each with what is next."""
    home, now = _home(request, household), timezone.now()
    opened(by=request.actor, household=home.pk, classes=CLASSES, page="timelines.see", at=now)
    found = _seen(request, queries.of_household(home, now))
    drawn = [(one, showing.drawn(one, now, _language())) for one in found]
    return render(request, "timelines/household.html", {"home": home, "children": drawn})


@page(action="timelines.see", classes=CLASSES, who=roles(*STAFF))
def child(request: HttpRequest, household: UUID, child: UUID) -> HttpResponse:
    """What must happen around this child, by when, who holds it, where it stands."""
    one, now = _child(request, household, child), timezone.now()
    opened(by=request.actor, household=household, classes=CLASSES, page="timelines.see", at=now)
    told = {
        "one": one,
        "lines": showing.drawn(one, now, _language()),
        "history": [
            (words.title_of(row.key, _language()), words.STATES.get(row.state), row)
            for row in visible(request.actor, queries.history(one.person.pk))
        ],
        "watch": queries.watch_of(one.person.pk, request.actor.agency),
        "may_mark": may(request.actor, "timelines.mark", one),
    }
    return render(request, "timelines/child.html", told)


@page(action="timelines.mark", classes=CLASSES, who=right("timelines.tell"))
def mark(request: HttpRequest, household: UUID, child: UUID) -> HttpResponse:
    """It was done on a day, or it does not apply and why."""
    one, now = _child(request, household, child), timezone.now()
    line = line_of(request, one)
    form = MarkForm(
        request.POST if request.method == "POST" else None,
        line=line,
        today=queries.today_of(one.household, now),
    )
    if form.is_bound and form.is_valid():
        try:
            actions.mark(
                household=one.household,
                child=one.person,
                key=line.key,
                by=request.actor,
                at=now,
                **form.cleaned_data,
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Written down."))
            return redirect("timelines:child", household, child)
    told = {"one": one, "form": form, "line": line, "title": words.title(line, _language())}
    return render(request, "timelines/mark.html", told)


@page(action="timelines.reopen", classes=CLASSES, who=right("timelines.tell"))
@require_POST
def reopen(request: HttpRequest, household: UUID, child: UUID) -> HttpResponse:
    """What was recorded was wrong: the clock runs again."""
    one = _child(request, household, child)
    actions.reopen(
        household=one.household,
        child=one.person,
        key=line_of(request, one).key,
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(request, _("Open again. What was written before stays in the list below."))
    return redirect("timelines:child", household, child)


@page(action="timelines.tell", classes=CLASSES, who=right("timelines.tell"))
def tell(request: HttpRequest, household: UUID, child: UUID, what: str) -> HttpResponse:
    """A date or number that the clocks rest on."""
    key = what.replace("-", " ")
    if key not in TOLD_FORMS:
        raise Http404
    one, now = _child(request, household, child), timezone.now()
    data = request.POST if request.method == "POST" else None
    more = {"today": queries.today_of(one.household, now)} if key == rules.REFERRED else {}
    form = TOLD_FORMS[key](data, **more)
    if form.is_bound and form.is_valid():
        try:
            actions.tell(
                household=one.household,
                child=one.person,
                key=key,
                by=request.actor,
                at=now,
                **form.cleaned_data,
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Written down. The dates are counted anew."))
            return redirect("timelines:child", household, child)
    return render(request, "timelines/tell.html", {"one": one, "form": form})


@page(action="timelines.watch", classes=CLASSES, who=right("timelines.watch"))
@require_POST
def watch(request: HttpRequest, household: UUID, child: UUID) -> HttpResponse:
    """Put this child's dates on our desk, or take them off."""
    one = _child(request, household, child)
    said: dict[str, Any] = {"household": one.household, "child": one.person}
    if request.POST.get("end"):
        actions.end_watch(**said, by=request.actor, at=timezone.now())
        messages.success(request, _("Your desk is not reminded of this child any more."))
    elif actions.watch(**said, by=request.actor, at=timezone.now()) is None:
        messages.info(request, _("Nothing waits for anybody here now."))
    else:
        messages.success(request, _("Your desk is reminded when a date comes near."))
    return redirect("timelines:child", household, child)


@page(action="timelines.see", classes=CLASSES, who=roles(*STAFF))
def from_desk(request: HttpRequest, watch: UUID) -> HttpResponse:
    """A line of the desk leads to the child it is about."""
    row = Watch.objects.filter(pk=watch, recorded_by=request.actor.agency).first()
    if row is None or row.said_in is None:
        raise Http404
    return redirect("timelines:child", row.said_in, row.person_id)


@page(action="timelines.list", classes=CLASSES, who=right("timelines.list"))
def due_list(request: HttpRequest) -> HttpResponse:
    """What is due or late around the children that this agency works with."""
    wanted, now = _wanted(request), timezone.now()
    found = _ours(request, now)
    rows = showing.rows(found, now, _language(), SHOW[wanted][1])
    start = _start(request)
    told = {
        "rows": rows[start : start + MOST],
        "next_key": start + MOST if len(rows) > start + MOST else "",
        "first": start == 0,
        "shows": [(key, said) for key, (said, _states) in SHOW.items()],
        "wanted": wanted,
        "counts": [(words.group(key), n) for key, n in counting.counts(found).items()],
    }
    return render(request, "timelines/list.html", told)


@page(action="timelines.list", classes=CLASSES, who=right("timelines.list"))
def due_file(request: HttpRequest) -> HttpResponse:
    """The list as a file, for one's own agency."""
    now = timezone.now()
    rows = showing.rows(_ours(request, now), now, _language(), SHOW[_wanted(request)][1])
    heads = (_("Child"), _("What"), _("By"), _("State"), _("Who holds it"))
    cells = ((one.family, one.title, one.by, str(one.state), one.holder) for one in rows)
    return csv_file("children-due", heads, cells)


@page(action="timelines.count", classes=("education",), who=right("timelines.count"))
def count_file(request: HttpRequest) -> HttpResponse:
    """The 45 days in numbers, to hand on: small numbers are kept back."""
    counted = counting.leaving(counting.counts(_ours(request, timezone.now())))
    rows = ((str(words.group(key)), _hidden(count)) for key, count in counted.items())
    return csv_file("first-meetings", (_("First meetings"), _("Children")), rows)


def _hidden(count: int | None) -> Any:
    return _("kept back") if count is None else count


def _ours(request: HttpRequest, now: Any) -> list[Known]:
    return _seen(request, queries.of_agency(request.actor.agency, now))


def _seen(request: HttpRequest, found: list[Known]) -> list[Known]:
    shown = {one.pk for one in visible(request.actor, [one.person for one in found])}
    return [one for one in found if one.person.pk in shown]


def _start(request: HttpRequest) -> int:
    said = request.GET.get("after", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 0


def _wanted(request: HttpRequest) -> str:
    show = request.GET.get("show", "")
    return show if show in SHOW else ""


def _home(request: HttpRequest, household: UUID) -> Household:
    row = Household.objects.select_related("community").filter(pk=household).first()
    if row is None or not visible(request.actor, [row]):
        raise Http404
    return row


def _child(request: HttpRequest, household: UUID, child: UUID) -> Known:
    one = queries.of_child(_home(request, household), child, timezone.now())
    if one is None or not visible(request.actor, [one.person]):
        raise Http404
    return one


def line_of(request: HttpRequest, one: Known) -> Line:
    """The line that the address names; 404 where this child has none such."""
    key = request.GET.get("key", "") or request.POST.get("key", "")
    line = one.line(key[:80])
    if line is None:
        raise Http404
    return line


def _language() -> str:
    return (get_language() or "en")[:2]
