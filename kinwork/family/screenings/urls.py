from django.urls import path

from kinwork.family.screenings import views

app_name = "screenings"
urlpatterns = [
    path("<uuid:household>/", views.household, name="household"),
    path("<uuid:household>/result/<uuid:sitting>/", views.result, name="result"),
    path("<uuid:household>/<slug:instrument>/", views.enter, name="enter"),
    path("<uuid:household>/<slug:instrument>/no/", views.refuse, name="refuse"),
]
