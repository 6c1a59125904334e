from django.urls import path

from kinwork.trust.agreements.views import binding, nation, negotiating, reading, signing, writing

app_name = "agreements"
urlpatterns = [
    path("", reading.listing, name="list"),
    path("new/", writing.kinds, name="kinds"),
    path("new/<slug:slug>/", writing.make, name="make"),
    path("join/", signing.join, name="join"),
    path("join/<slug:way>/", signing.join, name="join"),
    path("nation/", nation.nation, name="nation"),
    path("nation/<slug:verb>/", nation.figures, name="figures"),
    path("<uuid:agreement>/", reading.see, name="see"),
    path("<uuid:agreement>/words/", writing.change, name="change"),
    path("<uuid:agreement>/clauses/<slug:clause>/", negotiating.clause, name="clause"),
    path("<uuid:agreement>/remarks/<uuid:remark>/", negotiating.settle, name="settle"),
    path("<uuid:agreement>/party/", writing.party, name="party"),
    path("<uuid:agreement>/party/<int:party>/out/", writing.drop, name="drop"),
    path("<uuid:agreement>/sign/<int:party>/", signing.sign, name="sign"),
    path("<uuid:agreement>/sign/<int:party>/<slug:way>/", signing.sign, name="sign"),
    path("<uuid:agreement>/scan/<int:party>/", signing.add_scan, name="add_scan"),
    path("<uuid:agreement>/scans/<uuid:scan>/", signing.scan_file, name="scan"),
    path("<uuid:agreement>/leave/<int:party>/", binding.leave, name="leave"),
    path("<uuid:agreement>/renew/", binding.renew, name="renew"),
    path("<uuid:agreement>/<slug:verb>/", binding.move, name="move"),
]
