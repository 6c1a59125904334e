"""The address of a contact's own link, without signing in."""

from django.urls import path

from kinwork.system.approaches.views import open as views

app_name = "open_approaches"
urlpatterns = [path("profiles/<str:token>/", views.confirm, name="confirm")]
