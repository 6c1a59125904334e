"""Addresses of referral outcomes, below /outcomes/."""

from django.urls import path

from kinwork.system.loop import views

app_name = "loop"
urlpatterns = [
    path("", views.own, name="own"),
    path("file.csv", views.own_file, name="own_file"),
    path("ours/<uuid:release>/", views.fair, name="fair"),
    path("together/", views.releases, name="releases"),
    path("together/<uuid:release>/", views.release, name="release"),
    path("together/<uuid:release>/file.csv", views.release_file, name="release_file"),
]
