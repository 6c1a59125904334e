"""Addresses of the emergencies' pages, below /emergencies/."""

from django.urls import path

from kinwork.trust.access import views

app_name = "access"
urlpatterns = [
    path("", views.emergencies, name="emergencies"),
    path("open/", views.break_by_name, name="break_by_name"),
    path("open/<uuid:household>/", views.break_one, name="break"),
    path("now/", views.after, name="after"),
    path("alarms/<uuid:worker>/", views.read_alarm, name="read_alarm"),
    path("<uuid:glass>/", views.one, name="glass"),
    path("<uuid:glass>/close/", views.close, name="close"),
]
