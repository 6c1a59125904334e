"""Pages of whoever complains: how to, the questions, one's own, and the same by a link."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.community import setting
from kinwork.common.models import Community
from kinwork.common.moves import WrongState
from kinwork.common.rights import Refused
from kinwork.family.complaints import actions, links, queries, rules, words
from kinwork.family.complaints.forms import SITE, STEPS, ComplaintForm, WordsForm
from kinwork.family.complaints.models import Complaint
from kinwork.people.models import Household
from kinwork.people.queries import members
from kinwork.trust.access.queries import visible
from kinwork.trust.consent.family_page import family_page
from kinwork.web.context import community_of
from kinwork.web.limits import limited
from kinwork.web.pages import ANYONE, page, right

CLASSES = ("notes",)
DEEDS = ("add", "settle", "reopen", "withdraw")


@page(action="complaints.how", keep=True)
def how(request: HttpRequest) -> HttpResponse:
    """How to complain, who hears it, how long it takes; for everybody."""
    place = community_of(request)
    return render(request, "complaints/how.html", _said_of(place))


@page(action="complaints.make", who=right("complaints.make"))
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Nobody outside the agency complained of hears it here: whom to go to. Nothing was kept."""
    name = "nobody_desk" if request.actor.is_staff else "nobody"
    return render(request, f"complaints/{name}.html", _said_of(_place(request)))


@page(action="complaints.make", who=right("complaints.make"))
@limited("complain")
def new(request: HttpRequest) -> HttpResponse:
    """Three short pages; what was said on one travels along to the next. Works without JavaScript."""
    if request.actor.is_staff:
        return redirect("complaints:write")
    place, actor = _place(request), request.actor
    asked = {"agencies": queries.agencies(place), "has_page": actor.is_family}
    step = _step(request)
    if request.method != "POST":
        return _asked(request, ComplaintForm(step=0, **asked))
    form = ComplaintForm(request.POST, step=step, **asked)
    if not form.is_valid():
        return _asked(request, form)
    chosen = form.cleaned_data["agency"]
    if queries.office_for(place, chosen.pk if chosen else None, timezone.now()) is None:
        return redirect("complaints:elsewhere")
    if step < len(STEPS) - 1:
        typed = {name: request.POST.get(name, "") for names in STEPS[: step + 1] for name in names}
        first = typed | {"form_id": form.cleaned_data["form_id"], "known": "known"}
        return _asked(request, ComplaintForm(step=step + 1, initial=first, **asked))
    row = _made(place, form, actor)
    if actor.is_family:
        messages.success(request, _("We have it. You read the answer here."))
        return redirect("complaints:mine")
    return redirect("complaints:link", links.token(row.pk))


def _asked(request: HttpRequest, form: ComplaintForm) -> HttpResponse:
    told = {"form": form, "step": form.step, "number": form.step + 1, "of": len(STEPS)}
    return render(request, "complaints/new.html", told)


def _step(request: HttpRequest) -> int:
    said = request.POST.get("step", "0")
    return int(said) if said in ("0", "1", "2") else 0


def _made(place: Community, form: ComplaintForm, by: Actor, home: Any = None) -> Complaint:
    said = form.cleaned_data
    agency, allows = said["agency"], said.get("allows", [])
    about = SITE if agency is None else "worker" if said["worker"].strip() else "agency"
    who = actions.Who(
        household=home,
        person=UUID(said["on_behalf_of"]) if said.get("on_behalf_of") else None,
        name=said.get("name", ""),
        reach=said.get("reach", ""),
        hidden=said.get("known") == "hidden",
        allows_name="name" in allows,
        allows_words="words" in allows,
    )
    told = actions.Said(
        happened=said["happened"],
        subject=said["subject"],
        wanted=said["wanted"],
        worker=said["worker"],
        is_about_safety=said["is_about_safety"],
    )
    return actions.make(
        community=place,
        about=about,
        agency=agency,
        said=told,
        who=who,
        language=(get_language() or "en")[:2],
        form_id=said["form_id"],
        by=by,
        at=timezone.now(),
    )


def AT_WORK(actor: Actor) -> bool:
    """Whoever works here."""
    return actor.is_staff and right("complaints.make")(actor)


@page(action="complaints.make", classes=("identity",), who=AT_WORK, enter="complaints:new")
@limited("complain")
def write(request: HttpRequest, household: UUID | None = None) -> HttpResponse:
    """Any worker writes down what somebody told them; for a family that they see, also from its page.
    Afterwards they read nothing of it: it is the office's."""
    place, home = _place(request), None
    if household is not None:
        home = Household.objects.filter(pk=household).first()
        if home is None or not visible(request.actor, [home]):
            raise Http404
    people = [one.person for one in members(home.pk) if one.relation == "caregiver"] if home else []
    form = ComplaintForm(
        request.POST if request.method == "POST" else None,
        agencies=queries.agencies(place),
        has_page=home is not None,
        caregivers=people,
    )
    if form.is_bound and form.is_valid():
        try:
            _made(place, form, request.actor, home)
        except actions.NobodyHears:
            return redirect("complaints:elsewhere")
        except Refused as why:
            form.add_error(None, why.sentence)
        else:
            messages.success(request, _("It went to the office. You will not see it any more."))
            return redirect("home:first_page")
    return render(request, "complaints/write.html", {"form": form, "home": home})


@family_page("complaints.see", classes=CLASSES)
def mine(request: HttpRequest) -> HttpResponse:
    """A family's own, with where each stands."""
    rows = [(one, *words.STATE_WORDS[one.state][:2]) for one in queries.mine()[:50]]
    return render(request, "complaints/mine.html", {"rows": rows})


@family_page("complaints.see", classes=CLASSES)
def one(request: HttpRequest, complaint: UUID) -> HttpResponse:
    row = queries.mine().filter(pk=complaint).first()
    if row is None:
        raise Http404
    here = reverse("complaints:one", args=[row.pk])
    return _shown(request, row, request.actor, here, queries.words(row))


@page(action="complaints.see", who=ANYONE)
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The same for whoever kept the link: where it stands and the answer, and not what was said."""
    try:
        by = Actor("link", links.complaint_of(token))
    except signing.BadSignature:
        raise Http404 from None
    with acting_as(by):
        row = queries.mine().filter(pk=by.id).first()
        if row is None:
            raise Http404
        here = reverse("complaints:link", args=[token])
        return _shown(request, row, by, here, None)


def _shown(request: HttpRequest, row: Complaint, by: Actor, here: str, told: Any) -> HttpResponse:
    """One's own complaint: where it stands, the answer, and what one can do next."""
    asked = request.POST.get("deed", "") if request.method == "POST" else ""
    verb = asked if asked in DEEDS else ""
    form = WordsForm(
        request.POST if verb in ("add", "reopen") else None,
        label=_("What do you want to say?"),
        initial={"version": row.version},
    )
    if verb and _done(request, row, verb, form, by):
        return redirect(here)
    can = [one for one in DEEDS if rules.LIFE.may(one, row.state, rules.FAMILY)]
    steps = [one for one in queries.events(row) if one.verb not in words.INSIDE]
    answers = [one for one in steps if one.verb in ("answer", "hand_on")]
    tone, stands, _office = words.STATE_WORDS[row.state]
    shown = {
        "row": row,
        "tone": tone,
        "stands": stands,
        "about": row.about_agency.name if row.about_agency else words.ABOUT_WORDS["site"],
        "told": told,
        "answer": answers[-1] if answers else None,
        "steps": [(words.EVENT_WORDS[one.verb], one) for one in steps],
        "asks": queries.asks(row) if told else [],
        "form": form,
        "can": can,
        "by_link": by.kind == "link",
        "address": request.build_absolute_uri(here) if by.kind == "link" else "",
    }
    return render(request, "complaints/one.html", shown)


def _done(request: HttpRequest, row: Complaint, verb: str, form: WordsForm, by: Actor) -> bool:
    said: dict[str, Any] = {"complaint": row, "by": by, "at": timezone.now()}
    if verb in ("add", "reopen"):
        if not form.is_valid():
            return False
        said["words"] = form.cleaned_data["words"]
    try:
        getattr(actions, verb)(**said)
    except Refused as why:
        form.add_error(None, why.sentence)
        return False
    except WrongState:
        messages.info(request, _("Something changed meanwhile. Read where it stands now."))
        return True
    messages.success(request, _("Thank you. It is written down."))
    return True


def _place(request: HttpRequest) -> Community:
    return community_of(request)


def _said_of(place: Community | None) -> dict[str, Any]:
    if place is None:
        raise Http404
    return {
        "take_days": setting(place, "complaint_take_days"),
        "answer_days": setting(place, "complaint_answer_days"),
        "state_path": queries.state_path(place, (get_language() or "en")[:2]),
        "place": place,
    }
