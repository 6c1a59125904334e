from django.urls import path

from kinwork.family.eligibility import views

app_name = "eligibility"
urlpatterns = [
    path("<uuid:household>/", views.show, name="results"),
    path("<uuid:household>/decide/", views.decide, name="decide"),
]
