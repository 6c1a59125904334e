"""Addresses of barriers, below /barriers/."""

from django.urls import path

from kinwork.system.barriers import views

app_name = "barriers"
ONE = "<uuid:barrier>/"
urlpatterns = [
    path("", views.listing, name="list"),
    path("file.csv", views.file, name="file"),
    path("note/", views.note, name="note"),
    path(ONE, views.see, name="see"),
    path(f"{ONE}put/", views.put, name="put"),
    path(f"{ONE}answer/", views.answer, name="answer"),
    path(f"{ONE}close/", views.close, name="close"),
    path(f"{ONE}evidence/", views.add_evidence, name="add_evidence"),
    path(f"{ONE}withdraw/", views.withdraw, name="withdraw"),
]
