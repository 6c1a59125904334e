"""Pages around a session: staying, coming back to what was typed, the second step, the training."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kinwork.accounts import actions, devices, sessions
from kinwork.accounts.forms import RecoverForm
from kinwork.web import limits
from kinwork.web.pages import STAFF, page

SETS = page(action="accounts.set_second_step")


@page(action="accounts.stay", who=STAFF)
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Somebody who reads slowly says that they are still there; the middleware counted it already."""
    return HttpResponse(status=204)


@page(action="accounts.kept", who=STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def kept(request: HttpRequest) -> HttpResponse:
    """What was typed when the session ended, to be sent again or thrown away."""
    typed = sessions.kept(request)
    if request.method == "POST" or typed is None:
        sessions.forget_typed(request)
        return redirect("/")
    shown = [(name, value) for name, value in typed.fields if value.strip() and "_id" not in name]
    return render(request, "accounts/kept.html", {"typed": typed, "shown": shown})


@page(action="accounts.training")
@login_required
def training(request: HttpRequest) -> HttpResponse:
    """Where a worker is led whose yearly training is out of date."""
    due = request.user.training_due
    if due is None or due > timezone.now():
        return redirect("accounts:account")
    return render(request, "accounts/training.html", {"due": due})


@page(action="accounts.finish_recovery")
@require_http_methods(["GET", "HEAD", "POST"])
def recover(request: HttpRequest) -> HttpResponse:
    """The device is lost: a supervisor asked for a code, it came by mail, here it is written."""
    form, sentence = RecoverForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        email, code = form.cleaned_data["email"], form.cleaned_data["code"]
        where = limits.address(request)
        slot = devices.slot(request, email)
        seconds = max(limits.rests("recover", *slot), limits.rests("recover from", where))
        if seconds:
            sentence = limits.said(seconds)
        elif actions.finish_recovery(email=email, code=code, by=request.actor, at=timezone.now()):
            return render(request, "accounts/recovered.html")
        else:
            limits.count("recover", *slot)
            limits.count("recover from", where)
            sentence = _("This address and code do not fit together, or the code is too old.")
        form.add_error(None, sentence)
    return render(request, "accounts/recover.html", {"form": form})


class SetsSecondStep:
    """A factor that was just set up was shown in this session too."""

    def form_valid(self, form) -> HttpResponse:
        response = super().form_valid(form)
        user = self.request.user
        newest = Authenticator.objects.filter(user=user).exclude(
            type=Authenticator.Type.RECOVERY_CODES
        )
        one = newest.latest("created_at")
        record_authentication(self.request, user, "mfa", id=one.pk, type=one.type)
        actions.set_second_step(user=user, by=self.request.actor, at=timezone.now())
        return response


class ActivateCodes(SetsSecondStep, ActivateTOTPView):
    """An app for codes."""


class AddPasskeyPage(SetsSecondStep, AddWebAuthnView):
    """A passkey."""


activate_totp = SETS(ActivateCodes.as_view())
add_webauthn = SETS(AddPasskeyPage.as_view())
