"""What may be put in force: placeholders, braces, grades. The rules alone, without a database."""

import pytest

from kinwork.accounts import wording

PRODUCT = "I let {agency} see: {classes}. This ends on {until}."
KEY = "consent.referral"
HARD = (
    "Notwithstanding the aforementioned stipulations, the undersigned irrevocably authorizes "
    "{agency} to disseminate {classes} until {until}."
)


def judge(body, key=KEY, language="en"):
    return wording.judge(key=key, language=language, body=body, product=PRODUCT)


def test_the_products_own_words_may_stand():
    judged = judge(PRODUCT)
    assert judged.may_stand and judged.is_whole and judged.is_easy


@pytest.mark.parametrize(
    ("body", "missing", "unknown", "stray"),
    [
        ("I let {agency} see {classes}.", ("until",), (), False),
        (PRODUCT + " {phone}", (), ("phone",), False),
        (PRODUCT + " }", (), (), True),
        (PRODUCT + " {", (), (), True),
        (PRODUCT + " {{agency}}", (), (), True),
        (PRODUCT + " {Agency}", (), (), True),
        (PRODUCT + " {agency.name}", (), (), True),
        (PRODUCT + " {0}", (), (), True),
        (PRODUCT.replace("{agency}", "{ agency }"), ("agency",), (), True),
        ("", ("agency", "classes", "until"), (), False),
    ],
)
def test_what_has_to_be_filled_in(body, missing, unknown, stray):
    judged = judge(body)
    assert (judged.missing, judged.unknown, judged.stray_brace) == (missing, unknown, stray)
    assert not judged.may_stand


def test_a_hard_consent_may_not_stand_and_its_hardest_sentence_is_named():
    judged = judge(f"I let you help me. {HARD} I can end it.")
    assert judged.is_whole and not judged.is_easy and not judged.may_stand
    assert judged.hardest == HARD


def test_other_hard_texts_may_stand_but_are_called_hard():
    judged = judge(HARD, key="notice.reminder")
    assert judged.may_stand and not judged.is_easy and judged.highest == 8.0


def test_spanish_has_its_own_scale():
    easy = "Dejo que {agency} vea {classes}. Termina el {until}. Lo puedo parar hoy."
    hard = (
        "Autorizo irrevocablemente a {agency} la diseminación indiscriminada e institucional de "
        "{classes}, independientemente de consideraciones jurídicas posteriores, hasta {until}."
    )
    assert judge(easy, language="es").may_stand
    assert not judge(hard, language="es").may_stand


def test_filling_leaves_what_nobody_fills():
    assert wording.fill("{agency}: {other} {", {"agency": "<b>"}) == "<b>: {other} {"
