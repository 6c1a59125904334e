"""Pages about messages."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt

from kinwork.family.contact import actions, queries, stops
from kinwork.family.contact.models import MailChoice
from kinwork.web.forms import Choice, PlainForm
from kinwork.web.limits import limited
from kinwork.web.pages import STAFF, page


class MailForm(PlainForm):
    mails = forms.ChoiceField(
        label=gettext_lazy("How often should a mail tell you what is on your desk?"),
        widget=forms.RadioSelect,
        choices=[
            (
                "daily",
                Choice(
                    gettext_lazy("Once a day"),
                    gettext_lazy("In the morning of each business day, if there is something."),
                ),
            ),
            (
                "each",
                Choice(
                    gettext_lazy("For each new line"),
                    gettext_lazy("Within five minutes; several at once are one mail."),
                ),
            ),
            ("off", Choice(gettext_lazy("Never"), gettext_lazy("All of it stands on your desk."))),
        ],
    )


@page(action="contact.choose_mails", who=STAFF)
def mails(request: HttpRequest) -> HttpResponse:
    """Off, daily, each: for oneself."""
    actor = request.actor
    chosen = MailChoice.objects.filter(user=actor.id).first()
    data = request.POST if request.method == "POST" else None
    form = MailForm(data, initial={"mails": chosen.mails if chosen else "daily"})
    if form.is_bound and form.is_valid():
        actions.choose_mails(
            user=actor.id, mails=form.cleaned_data["mails"], by=actor, at=timezone.now()
        )
        messages.success(request, _("Your choice is kept."))
        return redirect("contact:mails")
    return render(request, "contact/mails.html", {"form": form})


@page(action="contact.stop")
@csrf_exempt
@limited("stop by a link")
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """The link in a letter. GET changes nothing: mail scanners open links. A mail program's one click
    (RFC 8058) and the button of the page both send a form."""
    told = stops.read(token)
    if told is None:
        return render(request, "contact/stop.html", {"known": False})
    channel, address_hash = told
    if request.method == "POST":
        deed = actions.start if request.POST.get("again") else actions.stop
        deed(
            channel=channel,
            address_hash=address_hash,
            way="link",
            by=request.actor,
            at=timezone.now(),
        )
    stopped = queries.is_stopped(channel, address_hash)
    return render(request, "contact/stop.html", {"known": True, "stopped": stopped})
