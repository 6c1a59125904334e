"""Addresses of waves and of what they show, below /partnerships/<id>/continuum/."""

from django.urls import path

from kinwork.system.continuum.views import comparing, preparing, reading

app_name = "continuum"
WAVE = "waves/<uuid:wave>/"
PAIR = "<uuid:one>/<uuid:other>/"
urlpatterns = [
    path("", reading.hub, name="hub"),
    path("board/", comparing.board, name="board"),
    path("board/file.csv", comparing.board_file, name="board_file"),
    path(f"pairs/{PAIR}", comparing.pair, name="pair"),
    path("next/", comparing.next_steps, name="next"),
    path(f"next/{PAIR}propose/", comparing.propose, name="propose"),
    path("waves/prepare/", preparing.prepare, name="prepare"),
    path(WAVE, preparing.wave, name="wave"),
    path(f"{WAVE}ask/", preparing.ask, name="ask"),
    path(f"{WAVE}partners/<uuid:partner>/", preparing.partner, name="partner"),
    path(f"{WAVE}respondents/<uuid:respondent>/leave-out/", preparing.leave_out, name="leave_out"),
    path(f"{WAVE}open/", preparing.open_wave, name="open"),
    path(f"{WAVE}remind/", preparing.remind, name="remind"),
    path(f"{WAVE}extend/", preparing.extend, name="extend"),
    path(f"{WAVE}close/", preparing.close, name="close"),
    path(f"{WAVE}call-off/", preparing.call_off, name="call_off"),
    path(f"{WAVE}results/", reading.wave_results, name="results"),
    path(f"{WAVE}results/file.csv", reading.results_file, name="results_file"),
    path(f"{WAVE}organizations/<uuid:member>/", reading.organization, name="organization"),
    path(f"{WAVE}network/", reading.network, name="network"),
    path(f"{WAVE}network/file.csv", reading.network_file, {"kind": "csv"}, name="network_csv"),
    path(
        f"{WAVE}network/file.graphml",
        reading.network_file,
        {"kind": "graphml"},
        name="network_graphml",
    ),
]
