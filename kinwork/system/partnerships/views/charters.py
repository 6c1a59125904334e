"""The charter as whoever leads writes it: drafted, changed, promised under, decided."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinwork.common.community import today
from kinwork.common.rights import Refused
from kinwork.system.partnerships import actions, queries, rules, words
from kinwork.system.partnerships.forms import CharterForm, CommitForm, DecideForm
from kinwork.system.partnerships.models import Charter, Partnership
from kinwork.system.partnerships.views.preparing import declared, done, here, sent, shown
from kinwork.system.partnerships.views.reading import charter_of, found, member_of
from kinwork.web.pages import page


@page(**declared("write_charter"))
@require_POST
def write(request: HttpRequest, partnership: UUID) -> HttpResponse:
    """A new draft, from what is in force or from the template."""
    row = found(partnership)
    try:
        made = actions.write_charter(partnership=row, by=request.actor, at=timezone.now())
    except Refused as why:
        messages.error(request, why.sentence)
        return redirect("partnerships:see", row.pk)
    return redirect("partnerships:change_charter", row.pk, made.pk)


@page(**declared("change_charter"))
def change(request: HttpRequest, partnership: UUID, charter: UUID) -> HttpResponse:
    row = found(partnership)
    made = charter_of(row, charter)
    if made.state != "draft":
        return _fixed(request, row, made)
    form = CharterForm(sent(request), initial=CharterForm.first(made))
    by = {"by": request.actor, "at": timezone.now()}
    if done(form, lambda said: actions.change_charter(charter=made, **said, **by)):
        return redirect("partnerships:charter", row.pk, made.pk)
    up = reverse("partnerships:charter", args=[row.pk, made.pk])
    intro = _("The words are a beginning. Change them until they are yours.")
    return shown(request, form, _("Write the charter"), up, up_name=_("Charter"), intro=intro)


@page(**declared("commit"))
def commit(request: HttpRequest, partnership: UUID, member: UUID) -> HttpResponse:
    """What one member promises under the draft."""
    row = found(partnership)
    one = member_of(row, member)
    made = queries.draft(row)
    if made is None:
        return _fixed(request, row, queries.in_force(row))
    before = queries.commitments(made).get(one.pk)
    first = {name: getattr(before, name) for name in rules.COMMITMENTS} if before else {}
    form = CommitForm(sent(request), initial=first)
    by = {"by": request.actor, "at": timezone.now()}
    if done(form, lambda said: actions.commit(charter=made, member=one, **said, **by)):
        return redirect("partnerships:member", row.pk, one.pk)
    up = reverse("partnerships:member", args=[row.pk, one.pk])
    title = _("What %(name)s promises") % {"name": one.name}
    return shown(request, form, title, up, up_name=one.name)


@page(**declared("decide"))
def decide(request: HttpRequest, partnership: UUID, charter: UUID) -> HttpResponse:
    """How each seat was there and what it said; what is missing is named before anybody votes."""
    row = found(partnership)
    made = charter_of(row, charter)
    if made.state != "draft":
        return _fixed(request, row, made)
    now = timezone.now()
    day = today(row.community, now)
    form = DecideForm(sent(request), taken=queries.seats(row, day), initial={"held_on": day})
    by = {"by": request.actor, "at": now}

    def deed(said) -> object:
        heard = [actions.Heard(**_plain(one)) for one in form.heard()]
        return actions.decide(charter=made, held_on=said["held_on"], heard=heard, **by)

    if vote := done(form, deed):
        messages.info(request, words.OUTCOME_WORDS[vote.outcome][0])
        return redirect("partnerships:charter", row.pk, made.pk)
    said = words.sentences(queries.in_force(row) or made)
    told = {
        "form": form,
        "row": made,
        "partnership": row,
        "rule": said["deciding"][1],
        "missing": words.told(rules.missing(queries.prepared(row, made, day))),
    }
    return render(request, "partnerships/decide.html", told)


def _plain(one: dict) -> dict:
    """What stood empty in the form."""
    said = {name: one[name] or "" for name in ("way", "said", "reason")}
    return said | {"seat": one["seat"], "recused": bool(one["recused"])}


def _fixed(request: HttpRequest, row: Partnership, made: Charter | None) -> HttpResponse:
    told = {"partnership": row, "row": made, "up": here(row)}
    return render(request, "partnerships/fixed.html", told)
