"""Addresses of partnerships, below /partnerships/."""

from django.urls import path

from kinwork.system.partnerships.views import agreements, charters, preparing, reading

app_name = "partnerships"
ONE = "<uuid:partnership>/"
urlpatterns = [
    path("", reading.listing, name="list"),
    path("start/", preparing.start, name="start"),
    path(ONE, reading.see, name="see"),
    path(f"{ONE}agreements/", agreements.agreements, name="agreements"),
    path(f"{ONE}agreements/file.csv", agreements.file, name="agreements_file"),
    path(f"{ONE}questions/", preparing.questions, name="questions"),
    path(f"{ONE}results/", preparing.result, name="result"),
    path(f"{ONE}results/<uuid:goal>/", reading.goal, name="goal"),
    path(f"{ONE}results/<uuid:goal>/measure/", preparing.measure, name="measure"),
    path(f"{ONE}results/<uuid:goal>/agree/", preparing.agree, name="agree"),
    path(f"{ONE}results/<uuid:goal>/<uuid:measure>/", preparing.value, name="value"),
    path(f"{ONE}members/", preparing.admit, name="admit"),
    path(f"{ONE}members/<uuid:member>/", reading.member, name="member"),
    path(f"{ONE}members/<uuid:member>/promises/", charters.commit, name="commit"),
    path(f"{ONE}members/<uuid:member>/leave/", preparing.part, name="part"),
    path(f"{ONE}seats/", preparing.open_seat, name="open_seat"),
    path(f"{ONE}seats/<uuid:seat>/", preparing.sit, name="sit"),
    path(f"{ONE}seats/<uuid:seat>/close/", preparing.close_seat, name="close_seat"),
    path(f"{ONE}charter/write/", charters.write, name="write_charter"),
    path(f"{ONE}charter/<uuid:charter>/", reading.charter, name="charter"),
    path(f"{ONE}charter/<uuid:charter>/change/", charters.change, name="change_charter"),
    path(f"{ONE}charter/<uuid:charter>/decide/", charters.decide, name="decide"),
]
