from django.urls import path

from kinwork.family.phrases import views

app_name = "phrases"
urlpatterns = [
    path("", views.texts, name="texts"),
    path("new/", views.write, name="write"),
    path("<uuid:phrase>/", views.change, name="change"),
    path("<uuid:phrase>/end/", views.end, name="end"),
]
