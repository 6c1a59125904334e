"""Words that real files use, and what HSDS calls them. Pure tables."""

from kinwork.library.codes import states

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY_NAMES = {
    **{str(number): day for number, day in enumerate(WEEKDAYS, 1)},
    **{day.lower(): day for day in WEEKDAYS},
    **dict(zip(["mon", "tue", "wed", "thu", "fri", "sat", "sun"], WEEKDAYS, strict=True)),
    **dict(
        zip(
            ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
            WEEKDAYS,
            strict=True,
        )
    ),
    **dict(
        zip(
            ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
            WEEKDAYS,
            strict=True,
        )
    ),
    **{"tues": "TU", "weds": "WE", "thur": "TH", "thurs": "TH", "sabado": "SA", "miercoles": "WE"},
}
STATUSES = {
    "active": "active",
    "open": "active",
    "inactive": "inactive",
    "closed": "inactive",
    "defunct": "defunct",
    "temporarily closed": "temporarily closed",
    "temporarily_closed": "temporarily closed",
    "suspended": "temporarily closed",
}
COUNTRIES = {"united states": "US", "usa": "US", "u.s.": "US", "us": "US", "u.s.a.": "US"}
STATES = {*states.STATES, "PR", "VI", "GU", "AS", "MP"}
# ISO 639-1, or -3 where there is no two-letter code.
LANGUAGES = {
    "english": "en",
    "spanish": "es",
    "español": "es",
    "creole": "ht",
    "haitian creole": "ht",
    "haitian": "ht",
    "french": "fr",
    "portuguese": "pt",
    "russian": "ru",
    "german": "de",
    "italian": "it",
    "arabic": "ar",
    "chinese": "zh",
    "mandarin": "cmn",
    "chinese (mandarin)": "cmn",
    "cantonese": "yue",
    "chinese (cantonese)": "yue",
    "tagalog": "tl",
    "vietnamese": "vi",
    "korean": "ko",
    "japanese": "ja",
    "hindi": "hi",
    "urdu": "ur",
    "polish": "pl",
    "hebrew": "he",
    "yiddish": "yi",
    "navajo": "nv",
    "somali": "so",
    "swahili": "sw",
    "farsi": "fa",
    "american sign language": "ase",
    "asl": "ase",
    "sign language": "ase",
}
CODES = {code: code for code in LANGUAGES.values()}
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
# Punctuation whose UTF-8 bytes were read as IBM code page 437 and then flattened to Latin-1.
GARBLED = {
    "GÇÖ": "\u2019",
    "GÇÿ": "\u2018",
    "GÇ£": "\u201c",
    "GÇ¥": "\u201d",
    "GÇô": "\u2013",
    "GÇö": "\u2014",
    "GÇª": "\u2026",
    "GÇó": "\u2022",
    "GÇæ": "\u2011",
    "GÇï": "",
}
