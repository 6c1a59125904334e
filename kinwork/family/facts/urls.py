from django.urls import path

from kinwork.family.facts import views
from kinwork.family.facts.documents import views as papers

app_name = "facts"
HOME = "households/<uuid:household>/"
urlpatterns = [
    path(f"{HOME}facts/", views.answers, name="answers"),
    path(f"{HOME}facts/<uuid:fact>/paper/", views.show_paper, name="show_paper"),
    path(f"{HOME}facts/<uuid:fact>/certify/", views.certify, name="certify"),
    path(f"{HOME}papers/", papers.of_household, name="papers"),
    path(f"{HOME}papers/add/<str:kind>/", papers.add, name="add_paper"),
    path("ours/papers/", papers.ours, name="our_papers"),
    path("ours/papers/add/<str:kind>/", papers.add_ours, name="add_our_paper"),
    path("papers/<uuid:document>/", papers.download, name="open_paper"),
    path("papers/<uuid:document>/remove/", papers.remove, name="remove_paper"),
    path("community/offices/", views.offices, name="offices"),
    path("community/offices/<uuid:office>/end/", views.end_office, name="end_office"),
]
