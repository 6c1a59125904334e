"""Letters that a worker posts and calls that a worker makes: what to write and say, and how it ended."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kinwork.common.actor import Actor
from kinwork.common.moves import WrongState
from kinwork.family.contact import actions, hours, queries, words
from kinwork.family.contact.models import ContactPoint, Delivery
from kinwork.people.models import Household
from kinwork.people.queries import members
from kinwork.trust.access.queries import opened, visible
from kinwork.web.pages import page, right

CLASSES = ("identity", "contact")


@page(action="contact.tell", classes=CLASSES, who=right("contact.tell"))
def by_hand(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """The script of a call, or the letter to print; two buttons say how it ended."""
    actor, now = request.actor, timezone.now()
    row = _found(actor, delivery)
    home = Household.objects.filter(pk=row.household).first()
    if home is None or not visible(actor, [home]):
        raise Http404
    opened(by=actor, household=home.pk, classes=CLASSES, page="contact.by_hand", at=now)
    told = {"row": row, "home": home, "word": _said(home.language)} | _whom(actor, row, home)
    name = "contact/call.html" if row.channel == "phone" else "contact/letter.html"
    return render(request, name, told)


def _whom(actor: Actor, row: Delivery, home: Household) -> dict[str, Any]:
    """Who may answer, on which safe number or address, and when: as far as this worker sees it."""
    seen = visible(actor, queries.points(home.pk))
    safe = queries.only_reachable(home.pk, seen, row.not_to)
    point = next((one for one in safe if one.channel == row.channel), None)
    if point is None:  # nobody is asked for by name where no way is safe
        return {"point": None, "whom": [], "when": None}
    belong = [one for one in members(home) if one.relation == "caregiver"]
    known = {one.pk for one in visible(actor, [one.person for one in belong])}
    belong = [one.person for one in belong if one.person_id in known]
    if point.person_id:
        belong = [one for one in belong if one.pk == point.person_id]
    return {"point": point, "whom": belong[:1], "when": _hours(point)}


def _hours(point: ContactPoint | None) -> Any:
    found = hours.read(point.safe_hours) if point else None
    return found if isinstance(found, hours.Window) else None


def _said(language: str) -> dict[str, str]:
    """What is read aloud or written, in the family's language."""
    with override(language):
        return {
            "hello": _("Hello. I call with a word for you alone. Can you talk now?"),
            "news": _("There is something new for you on your page."),
            "how": _("You can read it on your phone or on any computer. Do you have your code?"),
            "bye": _("Do you want to hear from us this way again?"),
            "wrong": _("I am sorry, I have the wrong number. Goodbye."),
            "letter": _("There is something new for you. You can read it on your page:"),
            "code": _(
                "You need your code and your word. If you have lost them, ask the person who helps you."
            ),
            "end": _("If this letter is not for you, please throw it away."),
            "page": words.page_address(),
        }


def _found(actor: Actor, delivery: UUID) -> Delivery:
    row = Delivery.objects.filter(pk=delivery, agency=actor.agency, state="on a desk").first()
    if row is None:
        raise Http404
    return row


@page(action="contact.tell", who=right("contact.tell"))
def ended(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """Told or posted; nobody answered; or it cannot be done this way."""
    if request.method != "POST":
        return redirect("contact:by_hand", delivery)
    how, actor, now = request.POST.get("how", ""), request.actor, timezone.now()
    row = Delivery.objects.filter(pk=delivery, agency=actor.agency).first()
    if row is None or how not in DEEDS:
        raise Http404
    try:
        DEEDS[how](row, actor, now)
    except WrongState:
        messages.info(request, _("Somebody else has seen to it already."))
    else:
        messages.success(request, _("It is written down."))
    return redirect("home:desk")


def _tell(row: Delivery, by: Actor, at) -> None:
    actions.tell(delivery=row, by=by, at=at)


def _miss(row: Delivery, by: Actor, at) -> None:
    actions.miss(delivery=row, by=by, at=at)


def _not_now(row: Delivery, by: Actor, at) -> None:
    actions.miss(delivery=row, why="not safe now", by=by, at=at)


def _another_way(row: Delivery, by: Actor, at) -> None:
    actions.go_another_way(delivery=row, by=by, at=at)


def _no_way(row: Delivery, by: Actor, at) -> None:
    actions.give_up(delivery=row, words="no safe way", by=by, at=at)


DEEDS = {
    "told": _tell,
    "missed": _miss,
    "not now": _not_now,
    "wrong": _another_way,
    "no way": _no_way,
}
