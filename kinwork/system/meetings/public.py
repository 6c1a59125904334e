"""Addresses of no single partnership: published minutes and a seat's own link to a written vote, both
without signing in; what an agency has of its memberships."""

from django.urls import path

from kinwork.system.meetings.views import open as views
from kinwork.system.meetings.views import ours

app_name = "open_meetings"
urlpatterns = [
    path("minutes/", views.listing, name="minutes"),
    path("minutes/<uuid:minutes>/", views.one, name="one"),
    path("votes/<str:token>/", views.ballot, name="ballot"),
    path("membership/", ours.ours, name="ours"),
]
