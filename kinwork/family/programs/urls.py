from django.urls import path

from kinwork.family.programs import aligning

app_name = "programs"
urlpatterns = [
    path("alignment/", aligning.alignment, name="alignment"),
    path("alignment/paths/", aligning.paths, name="paths"),
    path("alignment/file.csv", aligning.export, name="export"),
    path("alignment/<slug:left>/<slug:right>/", aligning.pair, name="pair"),
]
