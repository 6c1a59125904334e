"""A community's calendar: the days on which its offices are closed, year by year."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kinwork.accounts import actions, queries, rules
from kinwork.accounts.community import words
from kinwork.accounts.community.forms import HolidayForm
from kinwork.accounts.community.here import READ_OR_SEND, place, told
from kinwork.accounts.rules import Impossible
from kinwork.common.clock import is_business_day, local_day
from kinwork.common.models import Community
from kinwork.library import holidays as library
from kinwork.web.pages import page, right

REMOVED = "removed_holiday"  # in the session: what can be put back with one press


@page(action="accounts.set_holidays", who=right("accounts.set_holidays"))
@READ_OR_SEND
def calendar(request: HttpRequest) -> HttpResponse:
    """The holidays of `?year=`; POST adds one."""
    community = place(request, "set_holidays")
    years = _years(community)
    form = HolidayForm(request.POST or None, years=years)
    if request.method == "POST" and form.is_valid():
        day, name = form.cleaned_data["day"], form.cleaned_data["name"]
        return _add(request, community, day, name)
    year = _year(request, years, community)
    return render(
        request, "accounts/community/calendar.html", _told(request, community, year, form)
    )


@page(action="accounts.set_holidays", who=right("accounts.set_holidays"))
@require_POST
def add_federal(request: HttpRequest) -> HttpResponse:
    """The federal holidays of a year that are not in the calendar yet; own names stay."""
    community = place(request, "set_holidays")
    year = _year(request, _years(community), community)
    missing = _missing(community, year)
    actions.set_holidays(community=community, days=missing, by=request.actor, at=timezone.now())
    said = ngettext("%(count)s holiday is added.", "%(count)s holidays are added.", len(missing))
    messages.success(request, said % {"count": len(missing)})
    return _back(year)


@page(action="accounts.remove_holiday", who=right("accounts.remove_holiday"))
@require_POST
def remove_holiday(request: HttpRequest) -> HttpResponse:
    community = place(request, "remove_holiday")
    day = _day(request.POST.get("day", ""))
    gone = day and actions.remove_holiday(
        community=community, day=day, by=request.actor, at=timezone.now()
    )
    if not gone:
        messages.error(request, _("This day is not in the calendar any more."))
        return _back(day.year if day else None)
    request.session[REMOVED] = [gone[0].isoformat(), gone[1]]
    return _back(gone[0].year)


@page(action="accounts.set_holidays", who=right("accounts.set_holidays"))
@require_POST
def put_back(request: HttpRequest) -> HttpResponse:
    """Undo the last removal."""
    community = place(request, "set_holidays")
    gone = request.session.pop(REMOVED, None)
    if not gone:
        messages.error(request, _("There is nothing to put back."))
        return _back(None)
    return _add(request, community, date.fromisoformat(gone[0]), gone[1])


def _add(request: HttpRequest, community: Community, day: date, name: str) -> HttpResponse:
    try:
        actions.set_holidays(
            community=community, days={day: name}, by=request.actor, at=timezone.now()
        )
    except Impossible as why:
        messages.error(request, str(why.sentence))
        return _back(None)
    request.session.pop(REMOVED, None)
    said = {"day": date_format(day), "name": words.HOLIDAYS.get(name, name)}
    messages.success(request, _("%(day)s is in the calendar: %(name)s.") % said)
    if not is_business_day(day):
        messages.info(request, _("It is on a weekend, when clocks stand still anyway."))
    return _back(day.year)


def _told(request: HttpRequest, community: Community, year: int, form: Any) -> dict[str, Any]:
    years = _years(community)
    gone = request.session.get(REMOVED)
    return {
        "here": "calendar",
        "place": community,
        "form": form,
        "year": year,
        "before": year - 1 if year - 1 in years else None,
        "after": year + 1 if year + 1 in years else None,
        "days": [
            (one.day, words.HOLIDAYS.get(one.name, one.name))
            for one in queries.holidays(community.pk, year)
        ],
        "missing": len(_missing(community, year)),
        "citation": library.CITATION,
        "gone": gone and (date.fromisoformat(gone[0]), words.HOLIDAYS.get(gone[1], gone[1])),
        "changes": told(queries.changes(community.pk, "set_holidays", "remove_holiday")),
    }


def _missing(community: Community, year: int) -> dict[date, str]:
    """New Year's Day may be kept in the December before, of which no calendar may be kept."""
    years = _years(community)
    wanted = {day: name for day, name in library.federal(year).items() if day.year in years}
    known = queries.known_holidays(community.pk, wanted)
    return {day: name for day, name in wanted.items() if day not in known}


def _years(community: Community) -> range:
    return rules.years_in_reach(local_day(timezone.now(), community.time_zone))


def _year(request: HttpRequest, years: range, community: Community) -> int:
    """The year that was asked for, where a calendar is kept of it; else this one."""
    asked = request.POST.get("year") or request.GET.get("year") or ""
    if asked.isascii() and asked.isdecimal() and len(asked) == 4 and int(asked) in years:
        return int(asked)
    return local_day(timezone.now(), community.time_zone).year


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _back(year: int | None) -> HttpResponse:
    return redirect(reverse("community:calendar") + (f"?year={year}" if year else ""))
