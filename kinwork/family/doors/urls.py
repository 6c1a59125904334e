from django.urls import path

from kinwork.family.doors import views

app_name = "doors"
urlpatterns = [
    path("wishes/", views.wishes, name="our_wishes"),
    path("<uuid:household>/wishes/", views.wishes, name="wishes"),
    path("<uuid:household>/not/<uuid:service>/", views.shut_out, name="shut_out"),
]
