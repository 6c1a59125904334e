import os
from datetime import timedelta

from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.family.referrals import actions
from tests import cast as casting
from tests.browser import *
from tests.signing import browser_of, link_browser


def test_shots(own_site, window):
    now = timezone.now()
    cast = casting.make_cast(now - timedelta(days=6))
    one = casting.sent(cast)
    two = casting.accepted(cast, answers=casting.need(cast, code="parenting-class"))
    three = casting.sent(cast, answers=casting.need(cast, code="pediatric-care", urgency="today"))
    at = cast.later(hours=2)
    with acting_as(cast.ben, now=at):
        actions.ask_information(referral=three, message="Which clinic has the records of Mateo?", by=cast.ben, at=at)
    link = casting.sent(cast, "diapers", answers=casting.need(cast, code="diapers"))
    with acting_as(cast.ben, now=at):
        actions.serve(referral=two, received="Two visits at home", need_met="fully", by=cast.ben, at=at)
    four = casting.accepted(cast, answers=casting.need(cast, code="lactation"))
    hh = cast.household.pk
    shots = [
        ("ana", "/desk/"), ("ana", "/desk/people/"), ("ana", f"/households/{hh}/"), ("ana", f"/households/{hh}/refer/?need=home-visiting"),
        ("ana", f"/households/{hh}/refer/{cast.services['visits'].pk}/?need=home-visiting"),
        ("ana", f"/referrals/{three.pk}/"), ("ben", "/inbox/"), ("ben", f"/referrals/{one.pk}/"), ("ben", f"/referrals/{one.pk}/decline/"),
        ("ben", f"/referrals/{four.pk}/schedule/"), ("ben", f"/referrals/{four.pk}/serve/"), ("bea", "/team/"), ("cora", "/worklist/"), ("cora", f"/referrals/{one.pk}/reroute/"),
        ("rosa", f"/referrals/{two.pk}/"), ("rosa", f"/word/{two.pk}/"), ("link", f"/referrals/{link.pk}/"),
    ]
    faults = []
    for size in ("phone", "desk"):
        for who, path in shots:
            if os.environ.get("ONLY") and os.environ["ONLY"] not in path: continue
            client = link_browser(link.pk) if who == "link" else browser_of(cast, who)
            win = window(size, site=own_site, language="es" if who == "rosa" else "en")
            win.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": own_site.address}])
            answer = win.go(path)
            name = f"{size}-{who}-" + path.split("?")[0].strip("/").replace("/", "_")[:14] + "-" + path.split("?")[0].strip("/").split("/")[-1][:10]
            win.page.screenshot(path=f"/tmp/shots/{name}.png", full_page=True)
            if answer.status != 200: faults.append((name, answer.status))
            try: win.check()
            except AssertionError as why: faults.append((name, str(why)[:300]))
            win.context.close()
    for f in faults: print(f)
