"""What an agency's own short text may hold. Pure.

A text is about nobody: its only placeholders are the names of the agency and the service, which
stand in the public directory. A name, a date or a number of a family has no place in it.
"""

import re

# What the text is for, in the order of the page.
DEEDS = ("ask_information", "decline", "give_information", "message")
PLACES = ("agency", "service")
LONGEST = 1000
_BRACES = re.compile(r"\{([^{}]*)\}")


def strange(body: str) -> list[str]:
    """What stands between braces and is no placeholder; a lone brace counts, too."""
    found = [name for name in _BRACES.findall(body) if name.strip() not in PLACES]
    left = _BRACES.sub("", body)
    return found + [sign for sign in "{}" if sign in left]


def filled(body: str, *, agency: str, service: str) -> str:
    """The text as it is put in: placeholders become names, nothing else is read in it."""
    names = {"agency": agency, "service": service}
    return _BRACES.sub(lambda one: names.get(one[1].strip(), one[0]), body)


def joined(typed: str, text: str) -> str:
    """What was typed stays, with the text below it; the same text twice is put in once."""
    typed = typed.rstrip()
    if not typed:
        return text
    return typed if text in typed else f"{typed}\n\n{text}"
