"""Two records of one person: the supervisor's pages, and the family's answer."""

from django.urls import path

from kinwork.home import ours_same, same

app_name = "same"
urlpatterns = [
    path("desk/same/", same.records, name="records"),
    path("desk/same/<uuid:person>/", same.compare, name="compare"),
    path("desk/same/<uuid:link>/undo/", same.undo, name="undo"),
    path("desk/same/<uuid:match>/settle/", same.settle, name="settle"),
    path("ours/same/", ours_same.same, name="ours"),
    path("ours/same/<uuid:match>/", ours_same.answer, name="answer"),
]
