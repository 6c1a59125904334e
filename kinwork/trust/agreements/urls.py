from django.urls import path

from kinwork.trust.agreements import views

app_name = "agreements"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/", views.make, name="make"),
    path("<uuid:agreement>/", views.see, name="see"),
    path("<uuid:agreement>/party/", views.party, name="party"),
    path("<uuid:agreement>/sign/<int:party>/", views.sign, name="sign"),
    path("<uuid:agreement>/<slug:verb>/", views.move, name="move"),
]
