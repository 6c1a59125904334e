import pytest

from kinwork.library.reading import counts, ease, english_syllables, grade, spanish_syllables

ENGLISH = """cat 1 baby 2 family 3 income 2 people 2 child 1 children 2 money 2 comes 1 liked 1 wanted 2
houses 2 table 2 tables 2 apple 2 education 4 eligible 4 assistance 3 create 2 idea 3 quiet 2 nation 2
clothes 1 needed 2 places 2 changes 2 worry 2 disability 5 Arizona 4 pregnant 2 stable 2 science 2
going 2 being 2 area 3 usual 3 social 2 million 2 video 3 helped 1 asks 1 whole 1 these 1 office 2
someone 2 medicine 3 formula 3 period 3 insurance 3 temporary 4 healthy 2 language 2 rules 1 due 1"""
SPANISH = """casa 2 niño 2 familia 3 ingreso 3 quien 1 guerra 2 guitarra 3 pingüino 3 día 2 baúl 2 leer 2
teatro 3 aéreo 4 ciudad 2 vivienda 3 hijo 2 años 2 hay 1 muy 1 rey 1 yo 1 pañales 3 cuidado 3 queso 2
país 2 oír 2 situación 3 elegible 4 huevo 2 averigüe 4 bebé 2"""


def pairs(text):
    words = text.split()
    return list(zip(words[::2], map(int, words[1::2]), strict=True))


@pytest.mark.parametrize(("word", "syllables"), pairs(ENGLISH))
def test_english_syllables(word, syllables):
    assert english_syllables(word) == syllables


@pytest.mark.parametrize(("word", "syllables"), pairs(SPANISH))
def test_spanish_syllables(word, syllables):
    assert spanish_syllables(word) == syllables


def test_flesch_kincaid_by_hand():
    text = "The cat sat on the mat. It was a big red cat."
    assert counts(text, "en") == (12, 2, 12)
    assert grade(text) == max(0.0, 0.39 * 6 + 11.8 * 1 - 15.59)
    hard = "Determination of categorical eligibility necessitates documentation."
    assert grade(hard) > 12


def test_spanish_grade_by_hand():
    text = "La casa es de mi mamá. El niño come pan."
    assert counts(text, "es") == (10, 2, 14)
    assert grade(text, "es") == pytest.approx(3.0 - (206.84 - 60 * 1.4 - 1.02 * 5 - 100) / 10)
    assert ease(text)[1] == "very easy"
    hard = "La determinación de elegibilidad categórica requiere documentación complementaria."
    assert grade(hard, "es") > 12
    assert ease(hard)[1] == "very hard"


def test_names_of_programs_do_not_make_a_text_hard():
    text = "You get Temporary Assistance for Needy Families."
    assert grade(text, names=["Temporary Assistance for Needy Families"]) < 3 < grade(text)


@pytest.mark.parametrize("text", ["", "   ", "...", "🍼", "12,000 $"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_text_without_words_has_a_low_grade(text, language):
    assert grade(text, language) < 4


def test_a_list_and_a_colon_end_a_sentence_but_a_decimal_point_does_not():
    assert counts("You have 1,200.50 now. Good: yes", "en")[1] == 3
