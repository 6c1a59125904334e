"""Addresses of a community's set-up."""

from django.urls import path

from kinwork.accounts.community import calendar, settings, texts

app_name = "community"
TEXT = "texts/<str:key>/<str:language>/"

urlpatterns = [
    path("settings/", settings.settings, name="settings"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/add-federal/", calendar.add_federal, name="add_federal"),
    path("calendar/remove/", calendar.remove_holiday, name="remove_holiday"),
    path("calendar/put-back/", calendar.put_back, name="put_back"),
    path("texts/", texts.texts, name="texts"),
    path(TEXT, texts.text, name="text"),
    path(TEXT + "draft/", texts.draft_text, name="draft_text"),
    path(TEXT + "discard/", texts.discard_text, name="discard_text"),
    path(TEXT + "put-in-force/", texts.put_text_in_force, name="put_text_in_force"),
    path(TEXT + "retire/", texts.retire_text, name="retire_text"),
]
