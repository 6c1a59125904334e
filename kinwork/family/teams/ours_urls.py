from django.urls import path

from kinwork.family.teams import ours

app_name = "our_team"
urlpatterns = [
    path("", ours.team, name="team"),
    path("write/", ours.write, name="write"),
    path("back/<uuid:block>/", ours.let_in, name="let_in"),
    path("<uuid:who>/remove/", ours.remove, name="remove"),
]
