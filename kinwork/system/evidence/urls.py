"""Addresses of evidence, below /partnerships/<id>/evidence/."""

from django.urls import path

from kinwork.system.evidence import views

app_name = "evidence"
urlpatterns = [
    path("", views.board, name="board"),
    path("file.csv", views.file, name="file"),
    path("count/", views.ask_count, name="ask_count"),
    path("system/", views.system, name="system"),
    path("thresholds/", views.thresholds, name="thresholds"),
    path("thresholds/<slug:rule>/", views.set_threshold, name="set_threshold"),
    path("<uuid:one>/<uuid:other>/", views.pair, name="pair"),
]
