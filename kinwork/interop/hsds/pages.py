"""Addresses of the quarantine, below /directory/."""

from django.urls import path

from kinwork.interop.hsds import views

urlpatterns = [
    path("quarantine/", views.quarantine, name="hsds_quarantine"),
    path("quarantine/<uuid:id>/", views.mend, name="hsds_mend"),
    path("quarantine/<uuid:id>/dismiss/", views.dismiss, name="hsds_dismiss"),
]
