"""Addresses of records that must stay, below /retention/."""

from django.urls import path

from kinwork.trust.retention import views

app_name = "retention"
urlpatterns = [
    path("", views.holds, name="holds"),
    path("hold/", views.hold, name="hold"),
    path("<uuid:hold>/release/", views.release, name="release"),
]
