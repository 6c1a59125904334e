"""Pages about one's own account: the way in, hats, devices. The staff of an agency: staff_views."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from kinwork.accounts import actions, queries
from kinwork.accounts.current import HAT, is_protected
from kinwork.accounts.forms import PASSKEY, NewAccountForm
from kinwork.accounts.models import Invitation, User
from kinwork.accounts.rules import Impossible
from kinwork.web.pages import STAFF, page


@page(action="accounts.protect")
@login_required
def protect(request: HttpRequest) -> HttpResponse:
    """Where everybody is led who has neither a passkey nor an app for codes, or did not show it."""
    if is_protected(request) and not request.user.mfa_due:
        return redirect("accounts:account")
    if queries.has_second_factor(request.user) and not request.user.mfa_due:
        return redirect(f"{reverse('mfa_reauthenticate')}?next={reverse('accounts:account')}")
    return render(request, "accounts/protect.html")


@page(action="accounts.account")
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """My account: how I sign in, where I am signed in, whom I work for."""
    told = {
        "devices": queries.devices(request.user),
        "protected": queries.has_second_factor(request.user),
        "own_hats": queries.open_hats(request.user, timezone.now()),
    }
    return render(request, "accounts/account.html", told)


@page(action="accounts.choose_hat", who=STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def choose_hat(request: HttpRequest) -> HttpResponse:
    """One hat at a time. GET shows them; POST puts one on."""
    if request.method != "POST":
        return render(request, "accounts/hats.html")
    own = {str(one.id): one for one in request.hats}
    chosen = own.get(request.POST.get("hat", ""))
    if chosen is None:
        return render(request, "accounts/hats.html", {"gone": True}, status=409)
    actions.choose_hat(membership=chosen, by=request.actor, at=timezone.now())
    request.session[HAT] = str(chosen.id)
    return redirect(_own_page(request, request.POST.get("next", "")))


@page(action="accounts.sign_out_everywhere")
@login_required
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """This device too."""
    user = request.user
    actions.sign_out_everywhere(user=user, by=request.actor, at=timezone.now())
    request.session.flush()
    return redirect("account_login")


@page(action="accounts.accept_invitation")
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Opening the link changes nothing, however often a mail scanner does it; sending does."""
    one = queries.invitation_of(key)
    if one is None or one.standing(timezone.now()) != "open":
        return _closed(request)
    account = queries.by_email(one.email)
    if account is not None:
        return _accept_signed_in(request, key, one, account)
    form = NewAccountForm(request.POST or None, email=one.email)
    if request.method == "POST" and form.is_valid():
        return _accept_as_new(request, key, one, form)
    return render(request, "accounts/accept.html", {"invitation": one, "form": form})


def _accept_as_new(
    request: HttpRequest, key: str, one: Invitation, form: NewAccountForm
) -> HttpResponse:
    typed = form.cleaned_data
    try:
        hat = actions.accept_invitation(
            key=key,
            name=typed["name"],
            password=typed["password"],
            language=get_language() or one.language,
            by=request.actor,
            at=timezone.now(),
        )
    except Impossible as why:  # somebody was a moment faster
        return _closed(request, why.sentence)
    target = "mfa_add_webauthn" if typed["way"] == PASSKEY else "accounts:protect"
    response = sign_in(request, hat.user, reverse(target))
    # The secret was typed a second ago: do not ask for it again before the second factor is made.
    record_authentication(request, hat.user, "password", reauthenticated=True)
    return response


def _accept_signed_in(
    request: HttpRequest, key: str, one: Invitation, account: User
) -> HttpResponse:
    """Somebody who already has an account takes another hat, after signing in."""
    told = {"invitation": one, "account": account}
    if request.user != account or request.method != "POST":
        told["sign_in"] = redirect_to_login(request.path).url
        return render(request, "accounts/accept_more.html", told)
    try:
        hat = actions.accept_invitation(key=key, user=account, by=request.actor, at=timezone.now())
    except Impossible as why:
        return _closed(request, why.sentence)
    request.session[HAT] = str(hat.id)
    return redirect("accounts:account")


def sign_in(request: HttpRequest, user: User, target: str) -> HttpResponse:
    """Begin a session for `user`, who has just proved who they are, and go to `target`."""
    adapter = get_adapter(request)
    adapter.login(request, user)
    response = adapter.post_login(
        request,
        user,
        email_verification="none",
        signal_kwargs=None,
        email=None,
        signup=False,
        redirect_url=target,
    )
    response["Location"] = target
    return response


def _closed(request: HttpRequest, sentence: str = "") -> HttpResponse:
    return render(request, "accounts/closed.html", {"sentence": sentence}, status=410)


def _own_page(request: HttpRequest, wanted: str) -> str:
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if safe else resolve_url("/")
