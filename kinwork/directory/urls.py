from django.urls import path

from kinwork.directory import views

urlpatterns = [
    path("find/", views.find_help, name="find"),
    path("right-now/", views.right_now, name="right_now"),
    path("services/<uuid:id>/", views.service, name="service"),
    path("services/<uuid:id>/correct/", views.suggest, name="suggest_correction"),
]
