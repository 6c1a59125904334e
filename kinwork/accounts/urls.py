"""Addresses of accounts. allauth's pages are named one by one: what is not here does not exist."""

from allauth.account import views as account
from allauth.usersessions.views import list_usersessions
from django.urls import include, path, re_path

from kinwork.accounts import law_views, openid, session_views, sign_on, staff_views, views

ours = [
    path("", views.account, name="account"),
    path("protect/", views.protect, name="protect"),
    path("training/", session_views.training, name="training"),
    path("stay/", session_views.stay, name="stay"),
    path("kept/", session_views.kept, name="kept"),
    path("hat/", views.choose_hat, name="choose_hat"),
    path("sign-out-everywhere/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("invitation/<str:key>/", views.accept_invitation, name="accept_invitation"),
    path("staff/", staff_views.staff, name="staff"),
    path("staff/law/", law_views.law, name="law"),
    path("staff/invite/", staff_views.invite, name="invite"),
    path(
        "staff/invited/<uuid:pk>/resend/", staff_views.resend_invitation, name="resend_invitation"
    ),
    path(
        "staff/invited/<uuid:pk>/withdraw/",
        staff_views.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("staff/<uuid:pk>/role/", staff_views.change_role, name="change_role"),
    path("staff/<uuid:pk>/end/", staff_views.end_membership, name="end_membership"),
    path("staff/<uuid:pk>/disable/", staff_views.disable_account, name="disable_account"),
    path("staff/<uuid:pk>/enable/", staff_views.enable_account, name="enable_account"),
    path("staff/<uuid:pk>/lost-device/", staff_views.start_recovery, name="start_recovery"),
    path("staff/<uuid:pk>/training/", staff_views.record_training, name="record_training"),
    path("lost-device/", session_views.recover, name="recover"),
]
allauth = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("sign-up/", account.signup, name="account_signup"),  # says that there is none
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/first/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("agency/cancelled/", sign_on.cancelled, name="socialaccount_login_cancelled"),
    path("agency/<slug:provider_id>/login/", openid.login, name="openid_connect_login"),
    path(
        "agency/<slug:provider_id>/login/callback/",
        openid.callback,
        name="openid_connect_callback",
    ),
    path("devices/", list_usersessions, name="usersessions_list"),
    path("factors/totp/activate/", session_views.activate_totp, name="mfa_activate_totp"),
    path("factors/webauthn/add/", session_views.add_webauthn, name="mfa_add_webauthn"),
    path("factors/", include("allauth.mfa.urls")),
]
urlpatterns = [
    path("", include((ours, "accounts"))),
    path("hat/", views.choose_hat, name="choose_hat"),  # the kit's header knows this name
    path("", include(allauth)),
]
