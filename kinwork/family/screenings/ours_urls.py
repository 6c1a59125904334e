from django.urls import path

from kinwork.family.screenings import ours

app_name = "screenings_ours"
urlpatterns = [
    path("", ours.results, name="results"),
    path("questions/", ours.check, name="check"),
    path("<uuid:sitting>/", ours.result, name="result"),
]
