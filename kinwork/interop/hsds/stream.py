"""Items of a JSON list, of an HSDS page (`contents`), or of lines of JSON, one at a time. Pure.

The whole text is never held: a list of a million services needs as much memory as one of them.
"""

import codecs
import json
from collections.abc import Iterator

BLOCK = 1 << 16
MOST = 64 * 1024 * 1024  # one item larger than this is no directory entry
_LISTS = ("contents", "content", "data", "items", "results")


class BrokenJson(Exception):
    """The text stopped being JSON; items before it were given."""


class _Text:
    """A window on the text that moves forward."""

    def __init__(self, handle):
        self.handle = handle
        self.decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self.text, self.ended = "", False

    def more(self) -> bool:
        if self.ended:
            return False
        # Doubling keeps the repeated tries at one long item linear.
        block = self.handle.read(max(BLOCK, len(self.text)))
        self.ended = not block
        self.text += self.decoder.decode(block, final=not block)
        return True

    def skip(self, letters: str) -> str:
        """Leave out these letters; the next one, or '' at the end."""
        while True:
            self.text = self.text.lstrip(letters)
            if self.text:
                return self.text[0]
            if not self.more():
                return ""

    def value(self):
        """The JSON value that starts here."""
        while True:
            try:
                found, end = json.JSONDecoder().raw_decode(self.text)
            except (ValueError, RecursionError):
                if len(self.text) > MOST or not self.more():
                    raise BrokenJson from None
                continue
            if end == len(self.text) and not isinstance(found, (dict, list, str)) and self.more():
                continue  # a number may go on in the next block
            self.text = self.text[end:]
            return found


SPACE = " \t\r\n"


def items(handle) -> Iterator[tuple[str, object]]:
    """('item', value) for each entry; ('about', {...}) once for the other keys of a page.

    A lone object that is no page is given as one item. Raises BrokenJson where the text breaks.
    """
    text = _Text(handle)
    first = text.skip(SPACE)
    if first == "[":
        text.text = text.text[1:]
        yield from (("item", value) for value in _list(text))
    elif first == "{":
        yield from _object(text)
    elif first:
        yield "item", text.value()
    while text.skip(SPACE):  # lines of JSON
        yield "item", text.value()


def _list(text: _Text) -> Iterator[object]:
    while True:
        letter = text.skip(SPACE + ",")
        if not letter:
            raise BrokenJson
        if letter == "]":
            text.text = text.text[1:]
            return
        yield text.value()


def _object(text: _Text) -> Iterator[tuple[str, object]]:
    text.text = text.text[1:]
    about, paged = {}, False
    while (letter := text.skip(SPACE + ",")) != "}":
        if not letter:
            raise BrokenJson
        key = text.value()
        if text.skip(SPACE) != ":":
            raise BrokenJson
        text.text = text.text[1:]
        if key in _LISTS and text.skip(SPACE) == "[":
            text.text, paged = text.text[1:], True
            yield from (("item", value) for value in _list(text))
        else:
            text.skip(SPACE)
            about[str(key)] = text.value()
    text.text = text.text[1:]
    yield ("about" if paged else "item"), about
