from django.urls import path

from kinwork.directory import corrections, views

urlpatterns = [
    path("find/", views.find_help, name="find"),
    path("right-now/", views.right_now, name="right_now"),
    path("services/<uuid:id>/", views.service, name="service"),
    path("services/<uuid:id>/correct/", views.suggest, name="suggest_correction"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/<uuid:id>/", corrections.settle, name="settle_correction"),
]
