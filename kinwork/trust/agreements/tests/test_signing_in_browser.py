"""From a remark to the last signature, in a real browser: by name, with a passkey, on paper."""

from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.urls import reverse

from kinwork.family.facts.tests import papers
from kinwork.trust.agreements.models import Scan
from kinwork.trust.agreements.tests import scenes
from kinwork.trust.agreements.tests.passkeys import Passkey
from kinwork.trust.agreements.tests.test_in_browser import becomes, sends
from tests.cast import make_cast
from tests.seeing import everything

pytestmark = pytest.mark.browser
SIZES = [("phone", "en"), ("desk", "es"), ("phone", "es"), ("desk", "en")]
SIGN = {"name": "Inés Duarte", "title": "Director", "authority": "Bylaws, article 4"}


def filled(opened, **said) -> None:
    for name, text in said.items():
        opened.page.locator(f"#id_{name}").fill(text)


def party_of(cast, made, name: str):
    rows = scenes.parties(cast, made)
    return next(one for one in rows if one.agency_id == cast.agencies[name].pk)


def sign_page(cast, made, name: str, *way: str) -> str:
    return reverse("agreements:sign", args=[made.pk, party_of(cast, made, name).pk, *way])


def shown(opened, path: str, name: str) -> None:
    opened.go(path)
    opened.check()
    opened.shot(f"agreements-{name}", whole=True)


@pytest.mark.parametrize(("size", "language"), SIZES)
def test_from_a_remark_to_the_last_signature(own_site, window, size, language):
    """Bea says what should be other, Dana answers, the text is changed; Bea signs by her name, Dana
    brings the scan of what the library signed: in force."""
    cast, look = make_cast(), f"{size}-{language}"
    in_english = language == "en"
    made = scenes.draft(cast, goal="We plan together.")
    see = reverse("agreements:see", args=[made.pk])
    clause = reverse("agreements:clause", args=[made.pk, "purpose"])
    bea, dana = window(size, site=own_site), window(size, site=own_site)
    becomes(bea, cast.bea, language)
    becomes(dana, cast.dana, language)

    shown(bea, see, f"draft-{look}")
    bea.page.locator(f"a[href='{clause}']").click()
    bea.check()
    sends(bea)
    bea.check()  # nothing was written: it says so
    filled(bea, words="Only for care. We cannot promise more.")
    sends(bea)
    bea.sees("It is said" if in_english else "Quedó dicho")
    bea.check()
    bea.shot(f"agreements-remark-{look}", whole=True)

    dana.go(see)
    dana.page.locator(f"a[href='{clause}']").click()
    dana.sees("Only for care. We cannot promise more.")
    dana.check()
    dana.page.locator("a[href*='/remarks/']").click()
    dana.check()
    filled(dana, answer="The text says so now.")
    sends(dana)
    dana.sees("The text says so now.")
    bea.go(clause)
    bea.sees("The text says so now.")
    bea.check()
    assert bea.page.locator("a[href*='/remarks/']").count() == 0

    dana.go(reverse("agreements:move", args=[made.pk, "submit"]))
    sends(dana)
    shown(bea, sign_page(cast, made, "clinic"), f"sign-{look}")
    filled(bea, name="Inés Duarte")
    sends(bea)
    bea.check()  # what is missing is said, what was typed stands
    assert bea.page.locator("#id_name").input_value() == "Inés Duarte"
    filled(bea, **SIGN)
    sends(bea)
    bea.sees("By typing the name" if in_english else "Escribiendo el nombre")
    bea.check()

    shown(dana, sign_page(cast, made, "library", "paper"), f"paper-{look}")
    filled(dana, **SIGN, signed_on="2999-01-01")
    file = {"name": "Signed.pdf", "mimeType": "application/pdf", "buffer": papers.pdf()}
    dana.page.locator("#id_files").set_input_files(file)
    sends(dana)
    dana.sees("This day has not come yet" if in_english else "Este día todavía no llega")
    dana.check()
    filled(dana, signed_on="2026-03-01")
    dana.page.locator("#id_files").set_input_files({**file, "buffer": b"MZ a program"})
    sends(dana)
    dana.sees("We can keep photos" if in_english else "Podemos guardar")
    dana.check()
    dana.page.locator("#id_files").set_input_files(file)
    sends(dana)
    dana.sees("On paper" if in_english else "En papel")
    dana.check()
    dana.shot(f"agreements-signed-{look}", whole=True)
    assert scenes.fresh(cast, made).state == "in force"
    with dana.page.expect_download() as download:
        dana.page.locator("a[href*='/scans/']").click()
    assert download.value.suggested_filename == "signed-agreement.pdf"
    for verb in ("suspend", "end"):
        shown(dana, reverse("agreements:move", args=[made.pk, verb]), f"{verb}-{look}")


@pytest.mark.parametrize(("size", "language"), SIZES[:2])
def test_with_a_passkey(own_site, window, size, language):
    cast, look = make_cast(), f"{size}-{language}"
    made = scenes.draft(cast)
    scenes.do(cast, "submit", made)
    where = sign_page(cast, made, "clinic", "passkey")
    bea = window(size, site=own_site)
    bea.address = bea.address.replace("127.0.0.1", "localhost")  # a passkey belongs to a name
    becomes(bea, cast.bea, language)
    bea.go(where)
    bea.sees("You have no passkey yet" if language == "en" else "Todavía no tiene una llave")
    bea.check()
    key = Passkey(cast.users["bea"])
    shown(bea, where, f"passkey-{look}")
    filled(bea, title="Director", authority="Bylaws, article 4")
    device = with_device(bea.page)
    sends(bea)
    bea.sees("nothing is signed" if language == "en" else "no se firmó nada")
    bea.check()  # a device without this key: said on the page
    device(key)
    sends(bea)
    bea.sees("With a passkey" if language == "en" else "Con una llave de acceso")
    bea.check()
    with everything():
        assert party_of(cast, made, "clinic").confirmations.count() == 1


def with_device(page):
    """A pretend fingerprint reader inside the browser; call it with the key that it shall hold."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": True, "isUserVerified": True}
    options |= {"automaticPresenceSimulation": True}
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    def hold(key: Passkey) -> None:
        secret = key.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        credential = {
            "credentialId": b64encode(key.id).decode(),
            "isResidentCredential": False,
            "rpId": "localhost",
            "privateKey": b64encode(secret).decode(),
            "signCount": 1,
        }
        devtools.send(
            "WebAuthn.addCredential",
            {"authenticatorId": made["authenticatorId"], "credential": credential},
        )

    return hold


def test_without_javascript(own_site, window):
    """A name and a scan need none; the passkey's page says what it needs."""
    cast = make_cast()
    made = scenes.draft(cast)
    scenes.do(cast, "submit", made)
    Passkey(cast.users["bea"])
    opened = window("phone", site=own_site, javascript=False)
    becomes(opened, cast.bea, "en")
    opened.go(sign_page(cast, made, "clinic", "passkey"))
    assert "A passkey needs JavaScript" in opened.page.content()
    opened.page.get_by_role("link", name="With a scan of the signed paper").first.click()
    filled(opened, **SIGN, signed_on="2026-03-01")
    photo = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": papers.photo()}
    opened.page.locator("#id_files").set_input_files(photo)
    sends(opened)
    opened.sees("The signature is kept")
    with everything():
        assert Scan.objects.get().media_type == "image/jpeg"
    becomes(opened, cast.dana, "en")
    opened.go(sign_page(cast, made, "library"))
    filled(opened, **SIGN)
    sends(opened)
    opened.sees("In force")
