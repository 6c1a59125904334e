"""Every address: one line a module; a module's own addresses stand in its `urls.py`."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

MODULES = [
    ("ours/child/", "kinwork.family.timelines.ours_urls"),
    ("ours/check/", "kinwork.family.screenings.ours_urls"),
    ("", "kinwork.home.urls"),
    ("", "kinwork.web.urls"),
    ("", "kinwork.directory.urls"),
    ("accounts/", "kinwork.accounts.urls"),
    ("community/", "kinwork.accounts.community.urls"),
    ("agreements/", "kinwork.trust.agreements.urls"),
    ("consent/", "kinwork.trust.consent.urls"),
    ("audit/", "kinwork.trust.disclosures.urls"),
    ("emergencies/", "kinwork.trust.access.urls"),
    ("retention/", "kinwork.trust.retention.urls"),
    ("start/", "kinwork.family.intake.urls"),
    ("", "kinwork.family.facts.urls"),
    ("referrals/", "kinwork.family.referrals.urls"),
    ("dates/", "kinwork.family.appointments.urls"),
    ("doors/", "kinwork.family.doors.urls"),
    ("waiting/", "kinwork.family.waiting.urls"),
    ("contact/", "kinwork.family.contact.urls"),
    ("texts/", "kinwork.family.phrases.urls"),
    ("word/", "kinwork.family.followup.urls"),
    ("children/", "kinwork.family.timelines.urls"),
    ("screenings/", "kinwork.family.screenings.urls"),
    ("care-team/", "kinwork.family.teams.urls"),
    ("ours/team/", "kinwork.family.teams.ours_urls"),
    ("conferences/", "kinwork.family.conferences.urls"),
    ("ours/conferences/", "kinwork.family.conferences.ours_urls"),
    ("complaints/", "kinwork.family.complaints.urls"),
    ("eligibility/", "kinwork.family.eligibility.urls"),
    ("", "kinwork.family.plans.urls"),
    ("outcomes/", "kinwork.system.loop.urls"),
    ("barriers/", "kinwork.system.barriers.urls"),
    ("voice/", "kinwork.system.voice.urls"),
    ("approaches/", "kinwork.system.approaches.urls"),
    ("partnerships/<uuid:partnership>/model/", "kinwork.system.approaches.own_urls"),
    ("partnerships/<uuid:partnership>/work/", "kinwork.system.common_work.urls"),
    ("partnerships/<uuid:partnership>/meetings/", "kinwork.system.meetings.urls"),
    ("partnerships/<uuid:partnership>/evidence/", "kinwork.system.evidence.urls"),
    ("partnerships/<uuid:partnership>/continuum/", "kinwork.system.continuum.urls"),
    ("partnerships/", "kinwork.system.partnerships.urls"),
    ("", "kinwork.system.meetings.public"),
    ("", "kinwork.system.continuum.public"),
    ("", "kinwork.system.approaches.public"),
    ("programs/", "kinwork.family.programs.urls"),
    ("directory/", "kinwork.interop.hsds.pages"),
    ("hsds/", "kinwork.interop.hsds.urls"),
]
if settings.DEMO:
    MODULES.append(("demo/", "kinwork.demo.urls"))

urlpatterns = [path(prefix, include(module)) for prefix, module in MODULES if find_spec(module)]

handler400 = "kinwork.web.errors.bad_request"
handler403 = "kinwork.web.errors.permission_denied"
handler404 = "kinwork.web.errors.not_found"
handler429 = "kinwork.web.errors.too_many"  # allauth asks for it
handler500 = "kinwork.web.errors.server_error"
