"""Addresses of the read API; whatever else is asked for below /hsds/ is a JSON error."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import include, path, re_path
from django.views.decorators.csrf import csrf_exempt

from kinwork.interop.hsds.api import JSON, PROFILE, api, problem
from kinwork.web.pages import page


@page(action="hsds.profile", keep=True)
def profile(request: HttpRequest, name: str = "profile") -> HttpResponse:
    """The profile's description, and its merge patches by the name of the schema."""
    known = {file.stem: file for file in PROFILE.glob("*.json")}
    if name not in known:
        return problem(404, "The profile has no such file.")
    answer = HttpResponse(known[name].read_text(), content_type=JSON)
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@csrf_exempt
@page(action="hsds.nothing", keep=True)
def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    return problem(404, "There is no such address.")


def in_json(view):
    """The router says "method not allowed" in plain text; the API says everything in JSON."""

    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        found = view(request, *args, **kwargs)
        if isinstance(found, HttpResponseNotAllowed):
            said = problem(405, "Read with GET, or POST for the lists.")
            said["Allow"] = found["Allow"]
            return said
        return found

    answer.csrf_exempt = True
    answer.__module__ = view.__module__
    return page(action="hsds.read", keep=True)(answer)


def _served() -> list:
    routes, *_names = api.urls
    for route in routes:
        route.callback = in_json(route.callback)
    return routes


urlpatterns = [
    path("profile/", profile, name="hsds_profile"),
    path("profile/<slug:name>.json", profile),
    path("", include((_served(), "ninja"), namespace="hsds")),
    re_path(r"^(?P<rest>.*)$", nothing),
]
