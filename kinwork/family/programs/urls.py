from django.urls import path

from kinwork.family.programs import aligning, views

app_name = "programs"
urlpatterns = [
    path("alignment/", aligning.alignment, name="alignment"),
    path("alignment/paths/", aligning.paths, name="paths"),
    path("alignment/file.csv", aligning.export, name="export"),
    path("alignment/<slug:left>/<slug:right>/", aligning.pair, name="pair"),
    path("own/", views.own, name="own"),
    path("own/new/", views.write, name="new"),
    path("own/<uuid:own>/", views.version, name="version"),
    path("own/<uuid:own>/write/", views.write, name="write"),
    path("own/<uuid:own>/add-case/", views.add_case, name="add_case"),
    path("own/<uuid:own>/remove-case/<int:number>/", views.remove_case, name="remove_case"),
    path("own/<uuid:own>/publish/", views.publish, name="publish"),
    path("own/<uuid:own>/withdraw/", views.withdraw, name="withdraw"),
    path("own/<uuid:own>/discard/", views.discard, name="discard"),
]
