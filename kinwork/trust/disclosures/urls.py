"""Addresses of the privacy officer's pages, below /audit/."""

from django.urls import path

from kinwork.trust.disclosures import views

app_name = "disclosures"
urlpatterns = [
    path("", views.odd, name="odd"),
    path("odd-views.csv", views.export, name="export"),
    path("odd/<uuid:view>/", views.review, name="review"),
    path("trail/", views.trail, name="trail"),
]
