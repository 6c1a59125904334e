"""Addresses of accounts. allauth's pages are named one by one: what is not here does not exist."""

from allauth.account import views as account
from allauth.usersessions.views import list_usersessions
from django.urls import include, path, re_path

from kinwork.accounts import staff_views, views

ours = [
    path("", views.account, name="account"),
    path("protect/", views.protect, name="protect"),
    path("hat/", views.choose_hat, name="choose_hat"),
    path("sign-out-everywhere/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("invitation/<str:key>/", views.accept_invitation, name="accept_invitation"),
    path("staff/", staff_views.staff, name="staff"),
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
    path(
        "staff/<uuid:pk>/forget-second-factor/",
        staff_views.forget_second_factor,
        name="forget_second_factor",
    ),
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
    path("devices/", list_usersessions, name="usersessions_list"),
    path("factors/", include("allauth.mfa.urls")),
]
urlpatterns = [
    path("", include((ours, "accounts"))),
    path("hat/", views.choose_hat, name="choose_hat"),  # the kit's header knows this name
    path("", include(allauth)),
]
