"""An administrator's page: where our own system hears that a referral moved."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from kinwork.accounts.models import Agency
from kinwork.common.models import Community
from kinwork.family.contact import actions, words
from kinwork.family.contact.actions.endpoints import try_endpoint
from kinwork.family.contact.models import Delivery, Endpoint
from kinwork.family.contact.signing import must_be_allowed
from kinwork.web.forms import PlainForm
from kinwork.web.pages import page, right

LAST = 10
REFUSED = {
    "no address": gettext_lazy(
        "Write an address that begins with https://, without a name or password in it."
    ),
    "port": gettext_lazy("Only the usual ports 443 and 8443 may be called."),
    "not listed": gettext_lazy(
        "The operator of this site has not allowed this host. Ask them to add it."
    ),
}


class EndpointForm(PlainForm):
    url = forms.CharField(label=gettext_lazy("Address"), max_length=500)

    def clean_url(self) -> str:
        try:
            must_be_allowed(self.cleaned_data["url"])
        except ValueError as why:
            raise forms.ValidationError(REFUSED[str(why)]) from None
        return self.cleaned_data["url"]


@page(action="contact.endpoint", who=right("contact.endpoint"))
def endpoint(request: HttpRequest) -> HttpResponse:
    """Set it, see how it does, make a new secret, pause it, try it."""
    actor, now = request.actor, timezone.now()
    found = Endpoint.objects.filter(agency=actor.agency).first()
    form = EndpointForm(initial={"url": found.url if found else ""})
    secret = ""
    if request.method == "POST":
        deed = request.POST.get("deed", "")
        said = {"by": actor, "at": now}
        if deed == "set":
            form = EndpointForm(request.POST)
            if form.is_valid():
                found, secret = actions.point_endpoint(
                    agency=Agency.objects.get(pk=actor.agency),
                    community=Community.objects.get(pk=actor.community),
                    url=form.cleaned_data["url"],
                    **said,
                )
        elif found and deed == "rotate":
            secret = actions.rotate_secret(endpoint=found, **said)
        elif found and deed in DEEDS:
            DEEDS[deed][0](endpoint=found, **said)
            messages.success(request, DEEDS[deed][1])
            return redirect("contact:endpoint")
    told = {"found": found, "form": form, "secret": secret, "last": _last(actor.agency)}
    return render(request, "contact/endpoint.html", told)


DEEDS = {
    "pause": (actions.pause_endpoint, gettext_lazy("Nothing is sent until you resume it.")),
    "resume": (actions.resume_endpoint, gettext_lazy("It is on again.")),
    "try": (try_endpoint, gettext_lazy("A test is on its way. Load this page again in a moment.")),
}


def _last(agency) -> list[list]:
    rows = Delivery.objects.filter(agency=agency, kind="webhook").order_by("-made_at", "-id")[:LAST]
    return [
        [one.made_at, one.said.get("state", ""), words.STATE[one.state], words.WHY.get(one.why, "")]
        for one in rows
    ]
