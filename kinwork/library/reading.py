"""How hard a text is to read, as a school grade.

English: Flesch-Kincaid grade, 0.39 words/sentence + 11.8 syllables/word - 15.59 (Kincaid 1975).
Spanish: Fernandez-Huerta ease, 206.84 - 60 syllables/word - 1.02 words/sentence (1959, as
corrected by Law 2011), turned into a grade by its own table, straight lines in between: 100 = 3,
90 = 4, 80 = 5, 70 = 6, 60 = 8, 50 = 11, 30 = 13, 0 = 16. INFLESZ names the same ease in words.

A grade of one short sentence swings widely: judge a page, or several texts together.
"""

import re
import unicodedata
from collections.abc import Iterable

SENTENCE_END = re.compile(r"[.!?:;]+(?=\s|$)|\n{2,}")
WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*|\d[\d,.]*", re.UNICODE)
HUERTA = [
    (100.0, 3.0),
    (90.0, 4.0),
    (80.0, 5.0),
    (70.0, 6.0),
    (60.0, 8.0),
    (50.0, 11.0),
    (30.0, 13.0),
    (0.0, 16.0),
]
INFLESZ = [
    (80, "very easy"),
    (65, "easy"),
    (55, "normal"),
    (40, "hard"),
    (float("-inf"), "very hard"),
]
EN_EXCEPTIONS = {
    "area": 3,
    "being": 2,
    "every": 2,
    "people": 2,
    "science": 2,
    "something": 2,
    "someone": 2,
}
EN_EXCEPTIONS |= {
    "sometimes": 2,
    "somewhere": 2,
    "clothes": 1,
    "household": 2,
    "homeless": 2,
    "safety": 2,
}
EN_EXCEPTIONS |= {
    "create": 2,
    "created": 3,
    "creates": 2,
    "idea": 3,
    "ideas": 3,
    "quiet": 2,
    "million": 2,
}
# A final e that is not said (but said in table, houses, wanted), and vowels that are said apart.
SILENT = re.compile(
    r"(?<![aeiouy])(?<![^aeiouy]l)e$|(?<![aeiouysxzcg])(?<!ch|sh)(?<![^aeiouy]l)es$|(?<![aeiouytd])(?<![^aeiouy]l)ed$"
)
APART = re.compile(r"(?<![tcsg])i[ao](?!u)|ua[lt]|[aeo]ing$|eo(?!u|p)")
STRONG = "aeoáéó"


def grade(text: str, language: str = "en", names: Iterable[str] = ()) -> float:
    """The school grade of a text (0 for none). `names` (of programs) count as one easy word each."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "Ann" if language == "en" else "Ana")
    words, sentences, syllables = counts(text, language)
    if not words:
        return 0.0
    if language == "es":
        return _from_ease(206.84 - 60 * syllables / words - 1.02 * words / sentences)
    return max(0.0, 0.39 * words / sentences + 11.8 * syllables / words - 15.59)


def ease(text: str) -> tuple[float, str]:
    """Flesch-Szigriszt ease of a Spanish text, 206.835 - 62.3 s/w - w/f, and its INFLESZ level."""
    words, sentences, syllables = counts(text, "es")
    score = 206.835 - 62.3 * syllables / words - words / sentences if words else 100.0
    return score, next(name for least, name in INFLESZ if score >= least)


def counts(text: str, language: str) -> tuple[int, int, int]:
    """Words, sentences (at least one), syllables. A number counts as one word of one syllable."""
    words = WORD.findall(unicodedata.normalize("NFC", text))
    sentences = sum(bool(WORD.search(part)) for part in SENTENCE_END.split(text))
    count = spanish_syllables if language == "es" else english_syllables
    return len(words), max(1, sentences), sum(count(w) for w in words)


def english_syllables(word: str) -> int:
    """Syllables of an English word by its vowel groups, silent e and a list of exceptions."""
    word = re.sub(r"[’']s?$", "", word.casefold())
    if "-" in word:
        return sum(english_syllables(part) for part in word.split("-"))
    if word in EN_EXCEPTIONS:
        return EN_EXCEPTIONS[word]
    if not word or word[0].isdigit():
        return 1
    found = len(re.findall(r"[aeiouyáéíóú]+", word))
    found -= bool(SILENT.search(word))
    return max(1, found + len(APART.findall(word)))


def spanish_syllables(word: str) -> int:
    """Syllables of a Spanish word: vowel groups, split at hiatus (two strong vowels, or í, ú)."""
    word = re.sub(r"(?<=[qg])u(?=[eiéí])", "", word.casefold())
    word = re.sub(r"y(?![aeiouáéíóú])", "i", word)
    if not word or word[0].isdigit():
        return 1
    return max(1, sum(_vowels(group) for group in re.findall(r"[aeiouáéíóúü]+", word)))


def _vowels(group: str) -> int:
    """Syllables of a group of vowels that stand together."""
    found = 1
    for a, b in zip(group, group[1:], strict=False):
        found += (a in STRONG and b in STRONG) or a in "íú" or b in "íú"
    return found


def _from_ease(score: float) -> float:
    """The grade of a Fernandez-Huerta ease, between the rows of its table."""
    if score >= HUERTA[0][0]:
        return max(0.0, 3.0 - (score - 100) / 10)
    for (high, low_grade), (low, high_grade) in zip(HUERTA, HUERTA[1:], strict=False):
        if score >= low:
            return low_grade + (high - score) / (high - low) * (high_grade - low_grade)
    return 16.0
