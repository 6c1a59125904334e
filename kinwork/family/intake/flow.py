"""One intake through either door: whose draft it is, where its pages are, how an answer is saved."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID, uuid5

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kinwork.accounts.current import DRAFT, FAMILY
from kinwork.common import community as communities
from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.rights import may
from kinwork.family.intake import (
    actions,
    beside,
    drawn,
    interpreting,
    queries,
    rules,
    together,
)
from kinwork.family.intake.models import Draft
from kinwork.people.models import Household
from kinwork.trust.access.queries import may_change

# Whoever has begun nothing here yet; a small organization that holds a link may be a family, too.
NEWCOMERS = ("visitor", "link")
BROWSER = "browser"  # in the session: tells a family's phones apart, and nothing else
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

    def __init__(
        self,
        request: HttpRequest,
        draft: Draft | None,
        *,
        desk: bool = False,
        address: UUID | None = None,
    ):
        self.request, self.draft, self.desk = request, draft, desk
        self._address = address  # what stands in the desk's addresses: the draft's id, or a seat's
        self.at = moment(request)
        self.language = get_language() or "en"
        self.beside = ""  # the language that is shown beside it
        self.bare = self.wrote = self.drew = False  # the twin of a page; what has happened so far
        self.finished: Draft | None = None  # what this browser held and somebody has sent since

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
            address = self._address or self.draft.pk
            return reverse(f"intake:desk-{name}", args=[address, *args])
        return reverse(f"intake:{name}", args=args)

    def go(self, name: str, *args: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url(name, *args))

    def after(self, step: str) -> HttpResponse:
        """The next page; a family that changes one earlier answer goes on where it was."""
        target = self.request.POST.get("back_to", "")
        if target in ("send", "result") and self.draft:
            return self.go(target)
        return self.go(rules.after(step))

    def keep(
        self, changes: Mapping[str, Any], *, version: int | None = None
    ) -> HttpResponse | None:
        """Saves, or gives the page that shows both texts when somebody else was faster."""
        try:
            with self.hand():
                self.draft = actions.answer(
                    self.draft,
                    version=self.version_of_form if version is None else version,
                    changes=changes,
                    by=self.by_hand,
                    at=self.at,
                    browser=self.browser,
                    language="" if self.desk else self.language,
                )
        except actions.Stale as stale:
            return together.ask(self, stale)
        return None

    @cached_property
    def browser(self) -> str:
        """Which of a family's browsers this is; a worker's does not matter."""
        if self.by.is_staff:
            return ""
        return self.request.session.setdefault(BROWSER, new_id().hex)

    @cached_property
    def may_send(self) -> bool:
        return may(self.by_hand, "intake.finish", self.draft)

    @property
    def join_url(self) -> str:
        """Where the other one types the code."""
        return reverse("intake:join")

    @property
    def desk_home(self) -> str:
        return reverse("intake:desk")

    @property
    def is_guest(self) -> bool:
        """The family at an intake that a desk typed: it answers, and the desk sends."""
        return bool(not self.desk and self.draft and self.draft.agency_id)

    @property
    def _may_stop(self) -> bool:
        return (
            not self.desk
            and bool(self.draft)
            and may(self.by_hand, "intake.keep_place", self.draft)
        )

    @property
    def by_hand(self) -> Actor:
        """Who writes: a visitor's first answer is written by the draft that it begins."""
        return Actor("draft", self.draft.pk) if self.by.kind in NEWCOMERS else self.by

    def hand(self):
        self.wrote = True
        return acting_as(self.by_hand)

    @property
    def version_of_form(self) -> int:
        typed = self.request.POST.get("version", "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0

    def twin(self, language: str) -> "Flow":
        """The same page once more in another language, for its words alone."""
        found = Flow(self.request, self.draft, desk=self.desk, address=self._address)
        found.language, found.bare = language, True
        return found

    def begin(self, id: UUID, *, language: str = "") -> None:
        """A draft for whoever is here: a stranger, a known family, or a worker.

        language: the family's, where a worker says that it is another than the page's.
        """
        self.wrote = True
        by = Actor("draft", id) if self.by.kind in NEWCOMERS else self.by
        known = self._known_family()
        with acting_as(by):
            self.draft = actions.begin(
                id=id,
                community=self.community,
                door=self.door,
                language=language or self.language,
                household=known.pk if known else None,
                answers=queries.told_before(known, self.today) if known else None,
                by=by,
                at=self.at,
            )
        if not self.desk:
            if self.by.kind in NEWCOMERS:
                self.request.session.cycle_key()  # a key from before opens nothing
                self.request.session[BROWSER] = uuid5(id, BROWSER).hex  # its answer may get lost
            self.request.session[DRAFT] = str(id)

    @property
    def door(self) -> str:
        if self.desk:
            return "desk"
        return "kiosk" if getattr(self.request, "kiosk", None) else "web"

    def _known_family(self):
        wanted = self.by.household or self.request.POST.get("household") or None
        try:
            row = Household.objects.filter(pk=wanted).first() if wanted else None
        except (ValueError, TypeError):
            return None
        if row and self.by.is_staff and not may_change(self.by, row):
            raise Http404  # what only an emergency opens is read, and copied nowhere
        return row

    def page(self, step: str, template: str, /, status: int = 200, **context: Any) -> HttpResponse:
        self.drew = True
        context |= {
            "flow": self,
            "base": self._base,
            "step": step,
            "part": rules.PARTS.get(step, 1),
            "parts": rules.LAST_PART,
            "version": self.draft.version if self.draft else 0,
            "answers": self.answers,
            "stop_url": self.url("stop") if self._may_stop else "",
            "about": drawn.about(context["asked"]) if "asked" in context else None,
            **({} if self.bare else self._around_the_question()),
            "back_to": self.request.GET.get("back_to") or self.request.POST.get("back_to", ""),
        }
        return render(self.request, f"intake/{template}.html", context, status=status)

    @property
    def _base(self) -> str:
        if self.bare:
            return "intake/_bare.html"
        return "web/desk.html" if self.desk else "web/family.html"

    def _around_the_question(self) -> dict[str, Any]:
        """Who else is here, who interprets, and the other ways to go on."""
        words = _("Show one language") if self.beside else _("Show both languages")
        asked = self.request.GET.copy()
        asked["beside"] = "" if self.beside else beside.other(self)
        both = ("language", f"{self.request.path}?{asked.urlencode()}", words)
        if self.draft is None:
            return {"ways": [both]}
        words = _("Let the family answer too") if self.desk else _("Answer with somebody")
        found = {
            "together": together.strip(self),
            "together_url": self.url("together"),
            "news_url": self.url("news"),
            "ways": [both],
        }
        if not self.draft.is_of_a_known_family:
            found["ways"].append(("groups", self.url("together"), words))
        if self.desk:
            now, url = queries.interpreting(self.draft), self.url("languages")
            found["ways"].append(("support_agent", url, _("Language and interpreter")))
            found |= {"interpreting": now, "languages_url": url}
            found["interpreter"] = interpreting.who(now) if now else ""
        return found

    def back(self, step: str) -> str:
        """The page before this one; the draft stays as it is."""
        previous = rules.before(step)
        return self.url(previous) if previous else reverse("home")


def mine(request: HttpRequest) -> Flow:
    """The flow of whoever is here alone: the draft that this browser holds, if any."""
    held = request.session.get(DRAFT)
    draft = queries.held(UUID(held)) if held else None
    flow = Flow(request, None if draft and draft.finished_at else draft)
    flow.finished = draft if draft and draft.finished_at else None
    return flow


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
