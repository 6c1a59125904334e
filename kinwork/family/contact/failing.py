"""Messages that did not get through: who follows the family sees them, tries again, or gives up."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinwork.common.actor import Actor
from kinwork.common.moves import WrongState
from kinwork.family.contact import actions, queries, words
from kinwork.family.contact.models import Delivery
from kinwork.family.contact.rights import WORKERS, looks_after_it
from kinwork.web.forms import PlainForm
from kinwork.web.pages import page, right

PAGE = 25
TO_PEOPLE = ("notice", "link", "ask", "word")


class GiveUpForm(PlainForm):
    words = forms.CharField(
        label=gettext_lazy("Why do you give up?"),
        max_length=300,
        help_text=gettext_lazy(
            "For example: told her at the visit. Write no diagnosis and no secret."
        ),
    )


def _ours(actor: Actor) -> QuerySet[Delivery]:
    """What this role looks after: workers the families', an administrator its system's."""
    found = Delivery.objects.select_related("agency", "follower")
    if actor.role == "operator":
        return found
    found = found.filter(agency=actor.agency)
    if actor.role == "account administrator":
        return found.filter(kind="webhook")
    return found if actor.role == "supervisor" else found.filter(kind__in=TO_PEOPLE)


@page(action="contact.failed", who=right("contact.failed"))
def failed(request: HttpRequest) -> HttpResponse:
    """Dead letters, the oldest first; and what waits for a letter or a call."""
    ours = _ours(request.actor)
    dead = ours.filter(state="failed").order_by("settled_at", "id")
    desk = ours.filter(state="on a desk").order_by("made_at", "id")
    told = {
        "dead": [_line(one) for one in dead[:PAGE]],
        "desk": [_line(one) for one in desk[:PAGE]] if request.actor.role in WORKERS else [],
        "is_more": dead[PAGE : PAGE + 1].exists(),
    }
    return render(request, "contact/failed.html", told)


def _line(row: Delivery) -> dict[str, Any]:
    return {
        "row": row,
        "kind": words.KIND[row.kind],
        "channel": words.CHANNEL.get(row.channel, ""),
        "why": words.WHY.get(row.why, row.why),
        "state": words.STATE[row.state],
    }


@page(action="contact.failed", classes=("contact",), who=right("contact.failed"))
def one(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """One message, why it failed, and what can be done."""
    return _show(request, _found(request.actor, delivery), GiveUpForm())


@page(action="contact.retry", who=right("contact.retry"))
def retry(request: HttpRequest, delivery: UUID) -> HttpResponse:
    row = _found(request.actor, delivery)
    if request.method != "POST":
        return redirect("contact:failed_one", row.pk)
    return _do(request, row, actions.retry, _("It is sent once more."))


@page(action="contact.give_up", who=right("contact.give_up"))
def give_up(request: HttpRequest, delivery: UUID) -> HttpResponse:
    row = _found(request.actor, delivery)
    form = GiveUpForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _show(request, row, form)
    why = form.cleaned_data["words"]
    return _do(request, row, actions.give_up, _("It is given up, with your reason."), words=why)


def _found(actor: Actor, delivery: UUID) -> Delivery:
    row = _ours(actor).filter(pk=delivery).first()
    if row is None or not looks_after_it(actor, row):
        raise Http404
    return row


def _show(request: HttpRequest, row: Delivery, form: GiveUpForm) -> HttpResponse:
    reach = queries.points(row.household) if row.kind == "notice" else []
    told = {"line": _line(row), "row": row, "form": form, "reach": reach}
    return render(request, "contact/failed_one.html", told)


def _do(request: HttpRequest, row: Delivery, deed, done: str, **said: Any) -> HttpResponse:
    """One deed; where a colleague was faster, the page says so."""
    try:
        deed(delivery=row, by=request.actor, at=timezone.now(), **said)
    except WrongState:
        messages.info(request, _("Somebody else has seen to it already."))
    else:
        messages.success(request, done)
    return redirect("contact:failed")
