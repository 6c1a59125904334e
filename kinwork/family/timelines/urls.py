from django.urls import path

from kinwork.family.timelines import views

app_name = "timelines"
urlpatterns = [
    path("", views.due_list, name="list"),
    path("list.csv", views.due_file, name="file"),
    path("first-meetings.csv", views.count_file, name="count"),
    path("desk/<uuid:watch>/", views.from_desk, name="from_desk"),
    path("<uuid:household>/", views.household, name="household"),
    path("<uuid:household>/<uuid:child>/", views.child, name="child"),
    path("<uuid:household>/<uuid:child>/mark/", views.mark, name="mark"),
    path("<uuid:household>/<uuid:child>/reopen/", views.reopen, name="reopen"),
    path("<uuid:household>/<uuid:child>/watch/", views.watch, name="watch"),
    path("<uuid:household>/<uuid:child>/tell/<slug:what>/", views.tell, name="tell"),
]
