"""What somebody typed, understood: known words, mended words, our codes, and a query of lexemes."""

from dataclasses import dataclass
from functools import cache

from django.db import connection

from kinwork.directory.search.spelling import SHORTEST, best
from kinwork.library.codes import vocabulary

LONGEST, MOST, MEANINGS, NAMES = 200, 8, 4, 2
# Words that say nothing in either language; they would only make the index fat.
EMPTY = frozenset(
    str.split(
        "a about all also am an and any are as at be but by can do does for from get give has have help"
        " her here his how i if in into is it its like me my near need needs no of on or our so some"
        " that the their them there they this to up us want was we what when where which who will with"
        " you your al algo ante ayuda ayudar busco buscar como con cual de del desde donde el ella en"
        " es esta estoy favor ha hay la las le lo los mas me mi mis mucho muy necesita necesito o para"
        " pero por porque que quien quiero se si sin sobre son su sus tengo tiene tienen un una unas uno"
        " unos y ya yo"
    )
)


def lexeme_of(code: str) -> str:
    return f"kw/{code}"


def searchable(*texts: str) -> str:
    """Small letters without accents, without empty words: what goes into the index."""
    plain = vocabulary.plain(" ".join(text for text in texts if text)[:20_000])
    return " ".join(word for word in plain.split() if word not in EMPTY)


@dataclass(frozen=True)
class Understood:
    """mended: (typed, taken for). groups: lexemes of each word. estimate: entries it may match.
    chosen: how many of the codes, the first ones, were chosen and not read out of words.
    phrases: the codes' own names in both languages, for directories that carry no terms of ours.
    """

    text: str = ""
    codes: tuple[str, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    mended: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()
    estimate: int = 0
    chosen: int = 0
    phrases: tuple[tuple[tuple[str, ...], ...], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing to look for: nothing was typed, or nothing of it was understood."""
        return not (self.codes or self.groups)

    @property
    def is_riddle(self) -> bool:
        """Something was typed, and no word of it is known."""
        return self.is_empty and bool(self.unknown)

    def query(self, *, any_word: bool = False) -> str:
        """As tsquery: any of the codes, or every word (`any_word`: one of them)."""
        ways: list[Way] = [((lexeme_of(code),),) for code in self.codes]
        if self.groups:
            ways += [(group,) for group in self.groups] if any_word else [self.groups]
        return _any([*ways, *self.phrases])

    def tiers(self) -> list[str]:
        """Queries from the surest match to the loosest: first meaning, other meanings or names."""
        first = self.chosen or 1
        sure = [_quoted(lexeme_of(code)) for code in self.codes[:first]]
        near = [_quoted(lexeme_of(code)) for code in self.codes[first:]]
        named = list(self.phrases)
        if self.groups:
            sure.append(_every(self.groups, ":A"))
            named.insert(0, self.groups)
        near += filter(None, [_any(named, ":AB")])
        return [" | ".join(sure), " | ".join(near)]


Way = tuple[tuple[str, ...], ...]  # one form of each word


def _any(ways: list[Way], weights: str = "") -> str:
    """Any of these, without those that another holds already: who has `food` needs no `food bank`.

    Each lexeme is a list that the index walks; common ones are long.
    """
    kept: list[Way] = []
    for way in ways:
        if not any(_says_all(other, way) for other in kept):
            kept = [other for other in kept if not _says_all(way, other)] + [way]
    return " | ".join(_every(way, weights) for way in kept)


def _says_all(loose: Way, strict: Way) -> bool:
    """Whatever matches `strict` matches `loose`."""
    return all(any(set(word) <= set(other) for word in strict) for other in loose)


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "").replace("'", "") + "'"


def _every(groups: tuple[tuple[str, ...], ...], weights: str = "") -> str:
    """One form of each word."""
    words = (" | ".join(_quoted(lexeme) + weights for lexeme in group) for group in groups)
    return "(" + " & ".join(f"({word})" for word in words) + ")"


def understand(text: str, categories: tuple[str, ...] = ()) -> Understood:
    """Words as typed (either language, misspelt), and the categories chosen beside them."""
    typed = vocabulary.plain(text[:LONGEST]).split()[: MOST * 3]
    words = [word for word in typed if word not in EMPTY][:MOST]
    codes = [code for code in categories if code in vocabulary.terms()]
    chosen = len(codes)
    if not words and not codes:
        return Understood(text=text)
    # Names of what was probably meant are asked for in the same statement.
    known = _lexemes([*words, *_of_names([*codes, *_meanings(" ".join(typed))])])
    mended = _mended([w for w in words if not known[w][1] and w not in _single()])
    meant = [mended.get(word, word) for word in words]
    phrase = " ".join(mended.get(word, word) for word in typed)
    codes += [code for code in _meanings(phrase) if code not in codes]
    known |= _lexemes([word for word in (*meant, *_of_names(codes)) if word not in known])
    found = [word for word in meant if known[word][1]]
    fewest = min((known[word][1] for word in found), default=0)
    phrases, more = _said_otherwise(codes, known)
    return Understood(
        text=text,
        codes=tuple(codes),
        chosen=chosen,
        groups=tuple(known[word][0] for word in found),
        mended=tuple(mended.items()),
        unknown=tuple(w for w in words if w not in mended and not known[w][1]),
        estimate=fewest + more,
        phrases=phrases,
    )


@cache
def _spellings() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every word of the vocabulary with its codes, the longest first."""
    found: dict[str, list[str]] = {}
    for term in vocabulary.terms().values():
        for word in term.words:
            codes = found.setdefault(vocabulary.plain(word), [])
            if term.code not in codes:
                codes.append(term.code)
    return tuple(sorted(((w, tuple(c)) for w, c in found.items()), key=lambda x: (-len(x[0]), x)))


@cache
def _single() -> frozenset[str]:
    """Single words that stand in the vocabulary, misspellings that it knows included."""
    return frozenset(part for word, _codes in _spellings() for part in word.split())


def _meanings(phrase: str) -> list[str]:
    """Codes in the phrase; a word inside a longer one that was understood counts no more."""
    found: dict[str, bool] = {}
    rest = f" {phrase} "
    for word, codes in _spellings():
        if f" {word} " in rest:
            rest = rest.replace(f" {word} ", " | ")
            found.update(dict.fromkeys(codes, True))
    return list(found)[:MEANINGS]


Lexemes = tuple[tuple[str, ...], int]  # forms in the index, entries that hold one of them


def _lexemes(words: list[str]) -> dict[str, Lexemes]:
    """For each word its forms in the index, and how many entries hold one of them."""
    if not words:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.word, f.forms, coalesce((SELECT sum(w.entries) FROM directory_searchword w"
            "   WHERE w.word = ANY(f.forms)), 0)"
            " FROM unnest(%s::text[]) t(word), LATERAL (SELECT array_agg(DISTINCT x) AS forms FROM"
            "   unnest(ts_lexize('english_stem', t.word) || ts_lexize('spanish_stem', t.word)"
            "   || t.word) x) f",
            [words],
        )
        return {word: (tuple(forms), int(count)) for word, forms, count in cursor.fetchall()}


def _of_names(codes: list[str]) -> list[str]:
    """The words of their names, and their own lexemes."""
    words = dict.fromkeys(w for code in codes for phrase in _names(code) for w in phrase)
    return [*words, *map(lexeme_of, codes)]


def _said_otherwise(codes: list[str], known: dict[str, Lexemes]) -> tuple[tuple, int]:
    """The names of these terms as lexemes, where entries hold them; how many entries that may be."""
    found: dict[tuple, int] = {}
    for code in codes:
        for phrase in _names(code):
            if all(known[word][1] for word in phrase):
                fewest = min(known[word][1] for word in phrase)
                found[tuple(known[word][0] for word in phrase)] = fewest
    estimate = sum(known[lexeme_of(code)][1] for code in codes) + sum(found.values())
    return tuple(found), estimate


@cache
def _names(code: str) -> tuple[tuple[str, ...], ...]:
    """What a term is called: its name and first other words in both languages, the short ones."""
    term = vocabulary.terms()[code]
    said = (term.en, term.es, *term.also_en[:NAMES], *term.also_es[:NAMES])
    phrases = dict.fromkeys(tuple(searchable(name).split()) for name in said)
    return tuple(phrase for phrase in phrases if 1 <= len(phrase) <= 3)


def _mended(unknown: list[str]) -> dict[str, str]:
    """Unknown words and the spoken word that each probably is: by shared letters, then by steps."""
    asked = [word for word in unknown if len(word) >= SHORTEST and not word.isdigit()]
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.word, w.word, w.entries FROM unnest(%s::text[]) t(word), LATERAL ("
            " SELECT word, entries FROM directory_searchword WHERE is_spoken AND word %% t.word"
            " ORDER BY similarity(word, t.word) DESC, entries DESC LIMIT 8) w",
            [[word[:30] for word in asked]],
        )
        near: dict[str, list[tuple[str, int]]] = {}
        for typed, word, entries in cursor.fetchall():
            near.setdefault(typed, []).append((word, entries))
    found = {word: best(word, near.get(word[:30], ())) for word in asked}
    return {word: right for word, right in found.items() if right}
