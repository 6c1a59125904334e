"""Rosa, on her phone and in Spanish: she complains of the clinic, an office outside it answers, and she
says that it settles it. And she says that what the clinic recorded is not so; it stands beside its claim.
"""

import pytest

from kinwork.common.acting import acting_as
from kinwork.family.complaints.models import Complaint
from kinwork.family.followup.models import FamilyWord
from kinwork.family.referrals import actions as referrals
from tests import cast as casting
from tests.journeys.people import at_work, looking, on_a_small_phone, open_town, words_in
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.browser
PICTURES = ("who", "what", "how", "answer", "settled", "dispute")
HAPPENED = "Llamé tres veces y nadie me contestó en español."
ANSWER = "Tiene razón. Desde hoy contesta alguien que habla español."


@pytest.fixture
def cast(own_database):
    return open_town().cast


def on_her_phone(window, cast, **options):
    rosa = window("phone", language="es", **options)
    session = browser_of(cast, "rosa").cookies["sessionid"].value
    rosa.context.add_cookies([{"name": "sessionid", "value": session, "url": rosa.address}])
    return rosa


def test_a_complaint_from_a_phone_in_spanish_to_its_answer(cast, window):
    es, rosa = words_in("es"), on_her_phone(window, cast)
    look = looking(rosa, "complaint", pictures=PICTURES)
    rosa.go("/complaints/how/")
    rosa.sees(es("You do not have to say who you are."))
    look("how-to")
    on_a_small_phone(rosa)
    rosa.press(es("Write a complaint"))
    rosa.page.locator("select").select_option(label=casting.AGENCIES["clinic"])
    look("who")
    rosa.press(es("Go on"))
    rosa.press(es("Go on"))  # what happened is missing
    rosa.choose(es("Not in my language"))
    rosa.page.locator("textarea").first.fill(HAPPENED)
    look("what")
    on_a_small_phone(rosa)
    rosa.press(es("Go on"))
    look("how")
    rosa.press(es("Send it"))
    rosa.sees(es("We have it"))
    with everything():
        row = Complaint.objects.get()

    cora = at_work(window, cast, "cora")
    cora.go("/worklist/")
    cora.press("Take a complaint")
    cora.sees(HAPPENED)
    looking(cora, "complaint", pictures=PICTURES)("office")
    cora.press("Take it: I look at it")
    cora.press("Take it")
    cora.press("Answer")
    cora.page.locator("textarea").fill(ANSWER)
    cora.press("Send")
    cora.sees("Answered")

    rosa.go("/complaints/mine/")
    look("mine")
    rosa.press(casting.AGENCIES["clinic"])
    rosa.sees(ANSWER)
    look("answer", whole=True)
    on_a_small_phone(rosa)
    rosa.press(es("Yes, it settles it"))
    rosa.sees(es("Closed"))
    with everything():
        row.refresh_from_db()
        assert (row.state, row.settled) == ("closed", True)


def test_a_no_answer_stands_beside_the_claim_without_javascript(cast, window):
    row = casting.accepted(cast)
    at = cast.later(minutes=20)
    with acting_as(cast.ben, now=at):
        told = {"received": "Two visits", "need_met": "fully"}
        row = referrals.serve(referral=row, **told, by=cast.ben, at=at)
    es, rosa = words_in("es"), on_her_phone(window, cast, javascript=False)
    rosa.go(f"/word/{row.pk}/")
    for answer in ("No", es("3 times or more")):
        rosa.choose(answer)
        rosa.press(es("Go on"))
    rosa.page.locator("textarea").fill("Nadie vino.")
    rosa.press(es("Send"))
    rosa.sees(es("You say that is not so"))
    with everything():
        assert FamilyWord.objects.get().disputes is True
    ben = at_work(window, cast, "ben")
    ben.go(f"/referrals/{row.pk}/")
    ben.sees("The family says otherwise")
    looking(ben, "complaint", pictures=PICTURES)("dispute")
