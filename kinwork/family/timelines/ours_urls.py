from django.urls import path

from kinwork.family.timelines import ours

app_name = "timelines_ours"
urlpatterns = [
    path("", ours.children, name="children"),
    path("<uuid:child>/", ours.child, name="child"),
    path("<uuid:child>/did/", ours.mark, name="mark"),
]
