"""One intake through either door: whose draft it is, where its pages are, how an answer is saved."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kinwork.accounts.current import DRAFT, FAMILY
from kinwork.common import community as communities
from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.models import Community
from kinwork.family.intake import actions, queries, rules
from kinwork.family.intake.models import Draft
from kinwork.people.models import Household
from kinwork.web import errors

# Whoever has begun nothing here yet; a small organization that holds a link may be a family, too.
NEWCOMERS = ("visitor", "link")
LABELS = {
    "needs": gettext_lazy("What you need"),
    "soon": gettext_lazy("How soon"),
    "place": gettext_lazy("Where you are"),
    "people": gettext_lazy("Your home"),
    "questions": gettext_lazy("A few questions"),
    "result": gettext_lazy("What you may get"),
    "near": gettext_lazy("Places near you"),
    "reach": gettext_lazy("How to reach you"),
    "agree": gettext_lazy("What you agree to"),
    "send": gettext_lazy("Send"),
}


def moment(request: HttpRequest) -> datetime:
    return getattr(request, "now", None) or timezone.now()


class Flow:
    """`draft` None: nothing was answered yet. `desk`: a worker types what the family says."""

    def __init__(self, request: HttpRequest, draft: Draft | None, *, desk: bool = False):
        self.request, self.draft, self.desk = request, draft, desk
        self.at = moment(request)
        self.language = get_language() or "en"

    @property
    def by(self) -> Actor:
        return self.request.actor

    @property
    def answers(self) -> dict[str, Any]:
        return self.draft.answers if self.draft else {}

    @cached_property
    def community(self) -> Community:
        if self.draft:
            return self.draft.community
        if self.by.community:
            return Community.objects.get(pk=self.by.community)
        return communities.home()

    @cached_property
    def today(self) -> date:
        """The calendar day where the family is, whatever the server's clock says."""
        return communities.today(self.community, self.at)

    def url(self, name: str, *args: Any) -> str:
        if self.desk:
            return reverse(f"intake:desk-{name}", args=[self.draft.pk, *args])
        return reverse(f"intake:{name}", args=args)

    def go(self, name: str, *args: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url(name, *args))

    def after(self, step: str) -> HttpResponse:
        """The next page; a family that changes one earlier answer goes on where it was."""
        target = self.request.POST.get("back_to", "")
        if target in ("send", "result") and self.draft:
            return self.go(target)
        return self.go(rules.after(step))

    def keep(self, changes: Mapping[str, Any]) -> HttpResponse | None:
        """Saves, or gives the page that shows both texts when somebody else was faster."""
        try:
            with self.hand():
                self.draft = actions.answer(
                    self.draft,
                    version=self.version_of_form,
                    changes=changes,
                    by=self.by_hand,
                    at=self.at,
                )
        except actions.Stale as stale:
            return self._conflict(stale)
        return None

    @property
    def by_hand(self) -> Actor:
        """Who writes: a visitor's first answer is written by the draft that it begins."""
        return Actor("draft", self.draft.pk) if self.by.kind in NEWCOMERS else self.by

    def hand(self):
        return acting_as(self.by_hand)

    @property
    def version_of_form(self) -> int:
        typed = self.request.POST.get("version", "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0

    def begin(self, id: UUID) -> None:
        """A draft for whoever is here: a stranger, a known family, or a worker."""
        by = Actor("draft", id) if self.by.kind in NEWCOMERS else self.by
        known = self._known_family()
        with acting_as(by):
            self.draft = actions.begin(
                id=id,
                community=self.community,
                door="desk" if self.desk else "web",
                language=self.language,
                household=known.pk if known else None,
                answers=queries.told_before(known, self.today) if known else None,
                by=by,
                at=self.at,
            )
        if not self.desk:
            if self.by.kind in NEWCOMERS:
                self.request.session.cycle_key()  # a key from before opens nothing
            self.request.session[DRAFT] = str(id)

    def _known_family(self):
        wanted = self.by.household or self.request.POST.get("household") or None
        try:
            return Household.objects.filter(pk=wanted).first() if wanted else None
        except (ValueError, TypeError):
            return None

    def page(self, step: str, template: str, /, status: int = 200, **context: Any) -> HttpResponse:
        context |= {
            "flow": self,
            "base": "web/desk.html" if self.desk else "web/family.html",
            "step": step,
            "part": rules.PARTS.get(step, 1),
            "parts": rules.LAST_PART,
            "version": self.draft.version if self.draft else 0,
            "answers": self.answers,
            "stop_url": self.url("stop") if self.draft and not self.desk else "",
            "back_to": self.request.GET.get("back_to") or self.request.POST.get("back_to", ""),
        }
        return render(self.request, f"intake/{template}.html", context, status=status)

    def back(self, step: str) -> str:
        """The page before this one; the draft stays as it is."""
        previous = rules.before(step)
        return self.url(previous) if previous else reverse("home")

    def _conflict(self, stale: actions.Stale) -> HttpResponse:
        texts = [(_label(one.key), words(one.saved), words(one.typed)) for one in stale.clashes]
        at = stale.clashes[0].at
        return errors.conflict(self.request, texts, at=at, again=self.request.path)


def mine(request: HttpRequest) -> Flow:
    """The flow of whoever is here alone: the draft that this browser holds, if any."""
    held = request.session.get(DRAFT)
    draft = queries.open_draft(UUID(held)) if held else None
    return Flow(request, draft)


def become(request: HttpRequest, done: Any, *, renew: bool = True) -> None:
    """This browser is on the family's own page from now on; the session gets a new key.

    renew False: it told the story itself and keeps its key, so that pressing again works when the
    answer to the last step got lost.
    """
    if renew:
        request.session.cycle_key()
    request.session.pop(DRAFT, None)
    since = timezone.now().isoformat()
    request.session[FAMILY] = [str(done.person), str(done.household), str(done.community), since]


def _label(key: str) -> str:
    kind = key.partition(":")[0]
    return {"member": _("Somebody in the home"), "fact": _("A question")}.get(kind) or str(
        LABELS.get(kind, kind)
    )


def words(value: Any) -> str:
    """An answer as people can compare it."""
    if isinstance(value, Mapping):
        return ", ".join(words(part) for key, part in value.items() if part and key != "order")
    if isinstance(value, list):
        return ", ".join(words(part) for part in value)
    if value is True or value is False:
        return _("Yes") if value else _("No")
    return "" if value is None else str(value)
