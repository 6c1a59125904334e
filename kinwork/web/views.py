"""Pages of the kit itself: leaving in a hurry, the language switch, bigger letters, and the gallery."""

from calendar import Calendar

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as django_set_language

from kinwork.web.context import LETTERS
from kinwork.web.pages import page


@page(action="web.language")
def set_language(request: HttpRequest) -> HttpResponse:
    """The page again, in the other language; a cookie remembers it."""
    return django_set_language(request)


@page(action="web.letters")
@require_POST
def letters(request: HttpRequest) -> HttpResponse:
    """The page again, with bigger letters or as it was; this visit remembers it."""
    request.session[LETTERS] = request.POST.get("letters") == "big"
    back = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(back, None) and back.startswith("/")
    return HttpResponseRedirect(back if own else "/")


@csrf_exempt  # it must never fail, and all it can do is sign somebody out
@require_POST
@page(action="web.leave")
def leave(request: HttpRequest) -> HttpResponse:
    """Signs out, forgets every cookie but the language, and goes to a page that says nothing."""
    logout(request)
    response = HttpResponseRedirect(reverse("away"))
    for name in request.COOKIES:
        if name != settings.LANGUAGE_COOKIE_NAME:
            response.delete_cookie(name)
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


@page(action="web.away", keep=True)
def away(request: HttpRequest) -> HttpResponse:
    """This month's calendar, without our name; or on to the site that the settings name."""
    today = timezone.localdate()
    return render(
        request,
        "web/away.html",
        {
            "language": get_language(),
            "month": date_format(today, "F Y"),
            "names": [WEEKDAYS_ABBR[number] for number in (6, 0, 1, 2, 3, 4, 5)],
            "weeks": Calendar(firstweekday=6).monthdayscalendar(today.year, today.month),
            "elsewhere": getattr(settings, "LEAVE_TO", ""),
        },
    )
