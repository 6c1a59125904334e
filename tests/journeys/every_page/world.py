"""A community where every page has something to show, and one where nothing has happened yet.

world = make_world(cast's town, folder)
world.guests["ana"].client      a browser that is signed in
world.known["referral"]         what can stand in an address by that name
"""

from django.utils import timezone

from kinwork.family.programs.tests import scenes as own_programs
from kinwork.family.referrals import links
from kinwork.library.questions.bank import bank
from kinwork.system.loop.tests import scenes as outcomes
from kinwork.trust.access.models import Authority
from kinwork.trust.consent import links as consent_links
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.tests import deeds as consent_deeds
from kinwork.trust.consent.texts import REFERRAL
from kinwork.trust.disclosures.tests.scenes import odd_view
from tests import cast as casting
from tests.journeys.every_page import happened
from tests.journeys.every_page.guests import World, guests
from tests.journeys.every_page.linked import linked
from tests.journeys.people import open_town
from tests.seeing import everything


def make_world(folder, settings) -> World:
    """Two communities, their people, and a thing of every kind; the site speaks for the first."""
    town = open_town()
    world, cast = World(town.cast), town.cast
    settings.COMMUNITY = cast.community.slug
    linked(cast)
    made = happened.requests(cast)
    nothing = casting.make_cast(cast.at, household=False)
    told = happened.told(cast, folder)
    told["referral"] = [str(one.pk) for one in made.values()]
    told["token"] = [happened.old_token(made["diapers"]), links.token(made["diapers"].pk)]
    told["service"] = [str(one.pk) for one in cast.services.values()]
    told["household"] = [str(cast.household.pk)]
    told["person"] = [str(one.pk) for one in cast.people.values()]
    at_the_desk = casting.consent(cast, by=cast.ana)
    with everything():
        told["consent"] = [str(one.pk) for one in Consent.objects.all()]
        told["authority"] = [str(one.pk) for one in Authority.objects.all()]
    told["ask"] = [str(consent_deeds.asked(cast, at=timezone.now()).ask.pk)]
    told["name"] = [happened.letter(folder)]
    told["delivery"], told["point"] = happened.messages(cast)
    told["number"] = [happened.text(folder)]
    told |= happened.papers(cast)
    told["view"] = [str(odd_view(cast).pk)]
    told["own"] = [str(own_programs.draft(cast).pk)]
    told["release"] = [str(outcomes.opened_today(cast).pk)]
    told["phrase"] = [happened.text_of_ours(cast)]
    told["item"] = happened.desk_lines(cast)
    told["handover"] = [happened.handed_over(cast)]
    told |= happened.children(cast)
    world.known = told
    world.only = {
        "accounts/invitation/": {"key": told.pop("key")},
        "services/": {"id": [told["service"][0], happened.safe_service(cast)]},
        "services/<uuid:id>/correct/": {"id": told["service"]},
        "ours/out/<uuid:agency>/": {"agency": [str(cast.agencies["bloom"].pk)]},
        "ours/who/<uuid:agency>/": {"agency": [str(cast.agencies["library"].pk)]},
        "ours/story/": {"key": list(bank())},
        "start/": {"key": list(bank())},
        "households/<uuid:household>/sharing/": {"consent": [str(at_the_desk.pk)]},
        "households/<uuid:household>/facts/correct/": {"key": ["income", "place", "homeless"]},
        "households/<uuid:household>/papers/add/": {"kind": ["income"]},
        "ours/papers/add/": {"kind": ["income"]},
        "community/texts/": {"key": [REFERRAL], "language": ["en", "es"]},
        "agreements/": happened.pacts(cast),
        "agreements/new/": {"slug": ["participation", "data-use-licence", "co-location"]},
        "agreements/nation/": {"verb": ["withhold", "allow", "withdraw"]},
        "contact/stop/": {"token": [happened.stop_token(), "no-such-link"]},
        "consent/": {"token": [consent_links.token(told["ask"][0]), "no-such-link"]},
        "emergencies/": {"glass": [happened.emergency(cast)]},
        "dates/": happened.dates(cast, made),
        "programs/alignment/": {"left": ["wic"], "right": ["snap"]},
        **happened.complaints(cast),
        **happened.voices(cast, made),
        **happened.barriers(cast),
        **happened.partners(cast),
        **happened.common_work(cast),
        **happened.meetings(cast),
        **happened.evidence(cast),
        **happened.plans(cast),
        **happened.team(cast),
        **happened.continuum(cast),
        **happened.approaches(cast),
    }
    guests(world, nothing, made, town)
    return world
