"""Which model a partnership resembles, below /partnerships/<partnership>/model/."""

from django.urls import path

from kinwork.system.approaches.views import own

app_name = "own_approach"
urlpatterns = [
    path("", own.own, name="own"),
    path("<str:criterion>/", own.say_own, name="say_own"),
]
