from django.urls import path

from kinwork.web import views

urlpatterns = [
    path("language/", views.set_language, name="set_language"),
    path("leave/", views.leave, name="leave"),
    path("away/", views.away, name="away"),
]
