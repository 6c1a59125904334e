"""Addresses of a respondent's own link: without signing in."""

from django.urls import path

from kinwork.system.continuum.views import answering

app_name = "open_continuum"
ONE = "answers/<str:token>/"
urlpatterns = [
    path(ONE, answering.start, name="start"),
    path(f"{ONE}whole/", answering.whole, name="whole"),
    path(f"{ONE}send/", answering.send, name="send"),
    path(f"{ONE}<uuid:partner>/", answering.about, name="about"),
]
