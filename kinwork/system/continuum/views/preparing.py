"""A wave before it is closed: who is asked about whom, how many have answered."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kinwork.common.rights import Refused
from kinwork.system.continuum import actions, queries, rules, words
from kinwork.system.continuum.actions import Asked, Rated
from kinwork.system.continuum.forms import AskForm, ExtendForm, PrepareForm, SectorForm, WhyForm
from kinwork.system.continuum.models import Partner, Respondent, Wave
from kinwork.system.continuum.views.shared import SEE, declared, leads, to, wave_in
from kinwork.system.partnerships import queries as partnerships
from kinwork.system.partnerships.models import Partnership
from kinwork.system.partnerships.pages import (
    by,
    day_of,
    done,
    found,
    kept,
    one_of,
    sent,
    shown,
    tried,
)
from kinwork.web.pages import page
from kinwork.web.times import exact

LAST_HOUR = datetime.min.time().replace(hour=17)


@page(**declared("prepare"))
def prepare(request: HttpRequest, partnership: UUID) -> HttpResponse:
    """Members are on it with those who represent them: who lacks an address is named on the next page."""
    row, day = found(partnership), day_of(found(partnership))
    members = partnerships.members(row, day)
    first = {
        "title": _("How we work together, %(when)s") % {"when": f"{day:%Y}"},
        "members": [str(one.pk) for one in members],
        "hour": LAST_HOUR,
        "also": ["family"],
    }
    form = PrepareForm(sent(request), initial=first, zone=row.community.time_zone, members=members)

    def deed(said: dict[str, Any]) -> Wave:
        keys = set(said.pop("members"))
        chosen = [one for one in members if str(one.pk) in keys]
        known = queries.sectors_before(row)
        rated = [Rated(one, known.get(one.pk, _sector(one))) for one in chosen]
        asked = _asked(row, {one.pk for one in chosen}, said.pop("also"))
        return actions.prepare(partnership=row, rated=rated, asked=asked, **said, **by(request))

    if made := done(form, deed):
        return kept(request, to(row, "wave", made.pk))
    intro = _(
        "Each organization says how closely it works with each other one. Nobody is written to before"
        " you say so on the next page."
    )
    up_name = _("How coordinated are we?")
    return shown(request, form, _("Prepare a wave"), to(row, "hub"), up_name, intro)


def _sector(member: Any) -> str:
    return "families and residents" if member.kind == "family group" else "other"


def _asked(row: Partnership, members: set[UUID], also: list[str]) -> list[Asked]:
    """Whoever sits on seats and has an address, each address once."""
    found: dict[str, Asked] = {}
    spoken: set[UUID] = set()
    for seat in partnerships.seats(row, day_of(row)):
        one, other = seat.representative, seat.alternate
        own = seat.row.member if seat.row.member_id in members else None
        if one and one.email and own and own.pk not in spoken:
            found.setdefault(one.email.lower(), _of(one, own, seat.row.role))
            spoken.add(own.pk)
        elif one and one.email and seat.is_family and "family" in also:
            found.setdefault(one.email.lower(), _of(one, None, seat.row.role))
        if other and other.email and "alternate" in also:
            found.setdefault(other.email.lower(), _of(other, None, seat.row.role))
    return list(found.values())


def _of(one: Any, member: Any, role: str) -> Asked:
    return Asked(one.name, one.email, member, role, one.language)


@page(**SEE)
def wave(request: HttpRequest, partnership: UUID, wave: UUID) -> HttpResponse:
    """Who is asked, and how many have answered: live."""
    row = found(partnership)
    one = wave_in(row, wave)
    if one.state == "closed":
        return redirect(to(row, "results", one.pk))
    people = list(queries.respondents(one))
    by_partner = {who.partner_id: who for who in people if who.partner_id}
    told = queries.progress(one)
    partners = queries.partners(one)
    leading = leads(request, row)
    shown_to = {
        "row": row,
        "one": one,
        "state": words.STATE_WORDS[one.state],
        "until": exact(one.closes_at, row.community.time_zone),
        "progress": told,
        "percent": round(100 * rules.share(told["done"], told["asked"])),
        "slow": told["asked"] and told["done"] / told["asked"] < rules.SLOW,
        "lines": [_line(row, who, by_partner.get(who.pk), one) for who in partners],
        "silent": len(partners) - told["speaking"],
        "others": [_person(one, who) for who in people if who.partner_id is None],
        "leads": leading,
        "goes_on": one.state in ("prepared", "open"),
    }
    return render(request, "continuum/wave.html", shown_to)


def _line(row: Partnership, partner: Partner, who: Respondent | None, one: Wave) -> dict[str, Any]:
    return {
        "partner": partner,
        "sector": words.SECTOR_WORDS[partner.sector],
        "who": who,
        "said": _person(one, who)["said"] if who else None,
        "url": to(row, "partner", one.pk, partner.pk),
    }


def _person(one: Wave, who: Respondent) -> dict[str, Any]:
    if who.done_at:
        said = ("good", _("Sent"))
    elif who.begun_at:
        said = ("going", _("Begun"))
    elif one.state == "open":
        said = ("waiting", _("Not yet"))
    else:
        said = ("quiet", _("Not asked yet"))
    return {"who": who, "said": said}


@page(**declared("ask_also"))
def partner(request: HttpRequest, partnership: UUID, wave: UUID, partner: UUID) -> HttpResponse:
    """The sector of one organization on the roster."""
    row = found(partnership)
    one = wave_in(row, wave)
    who = one_of(Partner.objects.filter(wave=one), partner)
    form = SectorForm(sent(request), initial={"sector": who.sector})
    up = to(row, "wave", one.pk)
    if done(form, lambda said: actions.set_sector(partner=who, **said, **by(request))):
        return kept(request, up)
    return shown(request, form, who.name, up, one.title)


@page(**declared("ask_also"))
def ask(request: HttpRequest, partnership: UUID, wave: UUID) -> HttpResponse:
    """Somebody else is asked: for an organization without a voice, or about the whole."""
    row = found(partnership)
    one = wave_in(row, wave)
    spoken = {who.partner_id for who in queries.respondents(one)}
    partners = [who for who in queries.partners(one) if who.pk not in spoken]
    first = {"partner": request.GET.get("for", "")}
    form = AskForm(sent(request), initial=first, partners=partners)
    up = to(row, "wave", one.pk)
    known = {
        str(who.pk): who.member for who in Partner.objects.filter(wave=one).select_related("member")
    }

    def deed(said: dict[str, Any]) -> Respondent:
        member = known.get(said.pop("partner"))
        return actions.ask_also(wave=one, asked=Asked(member=member, **said), **by(request))

    if done(form, deed):
        return kept(request, up)
    intro = _("They get a link of their own at once.") if one.state == "open" else ""
    return shown(request, form, _("Ask somebody"), up, one.title, intro)


@page(**declared("leave_out"))
@require_POST
def leave_out(
    request: HttpRequest, partnership: UUID, wave: UUID, respondent: UUID
) -> HttpResponse:
    row = found(partnership)
    one = wave_in(row, wave)
    who = one_of(queries.respondents(one), respondent)
    said = _("%(name)s is not asked.") % {"name": who.name}
    return tried(
        request,
        to(row, "wave", one.pk),
        lambda: actions.leave_out(respondent=who, **by(request)),
        said,
    )


@page(**declared("open"))
@require_POST
def open_wave(request: HttpRequest, partnership: UUID, wave: UUID) -> HttpResponse:
    row = found(partnership)
    one = wave_in(row, wave)
    said = _("It is open. The links are on their way.")
    deed = lambda: actions.open_wave(wave=one, **by(request))  # noqa: E731
    return tried(request, to(row, "wave", one.pk), deed, said)


@page(**declared("remind"))
@require_POST
def remind(request: HttpRequest, partnership: UUID, wave: UUID) -> HttpResponse:
    row = found(partnership)
    one = wave_in(row, wave)
    count: list[int] = []
    where = to(row, "wave", one.pk)
    try:
        count.append(actions.remind(wave=one, **by(request)))
    except Refused as why:
        messages.error(request, why.sentence)
        return redirect(where)
    said = ngettext("%(n)s reminder is on its way.", "%(n)s reminders are on their way.", count[0])
    return kept(request, where, said % {"n": count[0]})


@page(**declared("extend"))
def extend(request: HttpRequest, partnership: UUID, wave: UUID) -> HttpResponse:
    row = found(partnership)
    one = wave_in(row, wave)
    zone = row.community.time_zone
    there = one.closes_at.astimezone(ZoneInfo(zone))
    form = ExtendForm(sent(request), initial={"on": there.date(), "hour": there.time()}, zone=zone)
    up = to(row, "wave", one.pk)
    if done(form, lambda said: actions.extend(wave=one, **said, **by(request))):
        return kept(request, up)
    return shown(request, form, _("Another last day"), up, one.title)


@page(**declared("close"))
def close(request: HttpRequest, partnership: UUID, wave: UUID) -> HttpResponse:
    """What closing does, before it is done: nobody can answer after it."""
    row = found(partnership)
    one = wave_in(row, wave)
    up = to(row, "wave", one.pk)
    if request.method == "POST":
        return tried(
            request,
            to(row, "results", one.pk),
            lambda: actions.close(wave=one, by=request.actor, at=timezone.now()),
            _("It is closed and counted."),
        )
    told = {"row": row, "one": one, "up": up, "progress": queries.progress(one)}
    return render(request, "continuum/close.html", told)


@page(**declared("call_off"))
def call_off(request: HttpRequest, partnership: UUID, wave: UUID) -> HttpResponse:
    row = found(partnership)
    one = wave_in(row, wave)
    form = WhyForm(sent(request))
    if done(form, lambda said: actions.call_off(wave=one, **said, **by(request))):
        return kept(request, to(row, "hub"))
    intro = _("It ends without being counted. What was answered is read by nobody.")
    up = to(row, "wave", one.pk)
    button = _("Call the wave off")
    return shown(request, form, button, up, one.title, intro, button=button)
