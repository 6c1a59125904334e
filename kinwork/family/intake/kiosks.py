"""A shared computer: set up and ended at the desk; begun, asked and cleared by families."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinwork.common.ids import new_id
from kinwork.common.rights import may
from kinwork.family.intake import actions, beside, kiosk_mode, queries
from kinwork.family.intake.doors import ALONE, AT_DESK
from kinwork.family.intake.flow import moment
from kinwork.family.intake.forms.ways import EndKiosk, SetUpKiosk
from kinwork.family.intake.rules import KIOSK_FORGETS, KIOSK_HOURS, KIOSK_TRIES
from kinwork.web.once import form_id
from kinwork.web.pages import page

# At the desk -----------------------------------------------------------------------------------


@page(action="intake.open_kiosk", who=AT_DESK)
def desk_kiosks(request: HttpRequest) -> HttpResponse:
    """The office's shared computers, and: make this one a shared computer."""
    form = SetUpKiosk(request.POST or None, initial={"form_id": new_id()})
    if request.method == "POST" and form.is_valid():
        kiosk = actions.open_kiosk(
            id=form_id(request),
            place=form.cleaned_data["place"],
            by=request.actor,
            at=moment(request),
        )
        logout(request)
        response = HttpResponseRedirect(reverse("intake:kiosk"))
        for name in request.COOKIES:
            response.delete_cookie(name)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return kiosk_mode.set_up(response, kiosk, form.cleaned_data["number"])
    found = queries.kiosks(request.actor, moment(request))
    return render(
        request,
        "intake/kiosks.html",
        {
            "form": form,
            "kiosks": [(one, may(request.actor, "intake.end_kiosk", one)) for one in found],
            "hours": KIOSK_HOURS,
        },
    )


@require_POST
@page(action="intake.end_kiosk", who=AT_DESK)
def end_kiosk(request: HttpRequest, kiosk: str) -> HttpResponse:
    """From its next page on the computer is like any other; whoever is at it is cleared away."""
    found = queries.kiosk(kiosk, moment(request))
    if found is None or found.agency_id != request.actor.agency:
        raise Http404
    actions.end_kiosk(found, by=request.actor, at=moment(request))
    messages.success(request, _("It is a computer like any other again."))
    return HttpResponseRedirect(reverse("intake:desk-kiosks"))


# At the computer itself ------------------------------------------------------------------------


def _here(request: HttpRequest) -> None:
    if getattr(request, "kiosk", None) is None:
        raise Http404


@page(action="intake.kiosk", who=ALONE)
def start(request: HttpRequest) -> HttpResponse:
    """The first page for everybody: the language is the button that begins, and begins anew."""
    _here(request)
    language = request.POST.get("language")
    if request.method == "POST" and language in dict(settings.LANGUAGES):
        response = kiosk_mode.clear(request, HttpResponseRedirect(reverse("intake:needs")))
        response.cookies.pop(settings.LANGUAGE_COOKIE_NAME, None)  # it was about to be deleted
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
        return response
    here = get_language() or settings.LANGUAGE_CODE
    there = next(code for code in beside.KNOWN if code != here)
    with translation.override(there):
        twin = render(request, "intake/kiosk.html")
    return beside.both(render(request, "intake/kiosk.html"), twin, languages=(here, there))


@page(action="intake.end_kiosk_here", who=ALONE)
def end_here(request: HttpRequest) -> HttpResponse:
    """A worker ends it with its number; whoever is at it is cleared away."""
    _here(request)
    if not request.kiosk_number:
        raise Http404
    form, tries = EndKiosk(request.POST or None), f"kiosk:{request.kiosk.pk}"
    if request.method == "POST" and form.is_valid():
        count = cache.get(tries, 0) + 1
        cache.set(tries, count, kiosk_mode.LONGEST)
        if count <= KIOSK_TRIES and actions.end_kiosk_here(
            request.kiosk,
            number=form.cleaned_data["number"],
            mark=request.kiosk_number,
            by=request.actor,
            at=moment(request),
        ):
            done = kiosk_mode.clear(request, HttpResponseRedirect("/"))
            return kiosk_mode.given_back(done)
        form.add_error(
            "number",
            _("This is not the number. After 5 wrong ones, only another computer ends it."),
        )
    return render(request, "intake/kiosk_end.html", {"form": form})


@page(action="intake.kiosk", who=ALONE)
def still(request: HttpRequest) -> HttpResponse:
    """Are you still there? Looking at this is no touch; a form sent here (by the script) is one."""
    _here(request)
    if request.method == "POST":
        return HttpResponse(status=204)
    back = request.GET.get("back", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None) or not back.startswith("/"):
        back = reverse("intake:needs")
    response = render(
        request, "intake/kiosk_still.html", {"back": back, "seconds": KIOSK_FORGETS, "asking": True}
    )
    response.is_not_a_touch = True
    return response


@require_POST
@page(action="intake.forget", who=ALONE)
def over(request: HttpRequest) -> HttpResponse:
    """Finish and clear: the next family finds an empty page."""
    _here(request)
    return kiosk_mode.clear(request, HttpResponseRedirect(reverse("intake:kiosk")))
