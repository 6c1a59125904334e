"""One page in two languages: each sentence with its twin beside it. Pure: two texts of HTML, one out.

Both were drawn by the same template, so they are alike but for their words. Where they are not (a
list that sorts by name), fields find their twin by name and value; what still has none is shown
below, as text. Of the twin only words are taken: no field, no link, no id.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "wbr"})
# What may stand inside a sentence: words, and only these beside them.
INLINE = frozenset(
    {"span", "strong", "em", "b", "i", "small", "br", "svg", "use", "time", "abbr", "a"}
)
KEPT = frozenset({"strong", "em", "b", "i"})
LEFT_ALONE = frozenset({"svg", "script", "style", "textarea", "input", "use"})
NEVER_READ = frozenset({"svg", "script", "style", "textarea", "use"})


@dataclass
class Node:
    """An element (`start`: its tag as written), or a text (tag "")."""

    tag: str = ""
    start: str = ""
    text: str = ""
    given: dict[str, str | None] = field(default_factory=dict)
    kids: list["Node"] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        return not self.tag and not self.text.strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.root = Node("root")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, self.get_starttag_text() or "", given=dict(attrs))
        self.open[-1].kids.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        text = self.get_starttag_text() or ""
        self.open[-1].kids.append(Node(tag, text, given=dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if any(one.tag == tag for one in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].kids.append(Node(text=data))

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")


def read(html: str) -> Node:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


def woven(html: str, twin: str, *, languages: tuple[str, str], twin_first: bool = False) -> str:
    """`html` with the words of `twin` beside its own. languages: of the two."""
    return _Weaver(languages, twin_first).kids(read(html), read(twin))


class _Weaver:
    def __init__(self, languages: tuple[str, str], twin_first: bool):
        self.languages, self.twin_first = languages, twin_first

    def kids(self, one: Node, two: Node) -> str:
        mine = [kid for kid in one.kids if not kid.is_blank]
        twins = _matched(mine, [kid for kid in two.kids if not kid.is_blank])
        if twins is None:
            return "".join(map(raw, one.kids)) + self._below(one, two)
        twin = iter(twins)
        return "".join(kid.text if kid.is_blank else self.pair(kid, next(twin)) for kid in one.kids)

    def pair(self, one: Node, two: Node) -> str:
        if one.tag in LEFT_ALONE:
            return raw(one)
        if not one.tag:
            return self._both(one.text, two.text) if _says(one) != _says(two) else one.text
        if one.tag == "option":
            return self._option(one, two)
        if _is_sentence(one):
            signs, said = _without_signs(one.kids)
            words = "".join(map(raw, said))
            if _says(one) != _says(two) and _says(two):
                words = self._both(words, "".join(map(plain, two.kids)))
            return one.start + "".join(map(raw, signs)) + words + _end(one)
        return one.start + self.kids(one, two) + _end(one)

    def _both(self, words: str, twin: str) -> str:
        pairs = [(words, self.languages[0]), (twin, self.languages[1])]
        spans = "".join(
            f'<span lang="{language}" class="kw-pair__{place}">{said}</span>'
            for place, (said, language) in zip(
                ("one", "two"), reversed(pairs) if self.twin_first else pairs, strict=True
            )
        )
        return f'<span class="kw-pair">{spans}</span>'

    def _option(self, one: Node, two: Node) -> str:
        """An option holds text alone."""
        said, other = _says(one), _says(two)
        if said == other or not other:
            return raw(one)
        words = (other, said) if self.twin_first else (said, other)
        return f"{one.start}{' · '.join(words)}{_end(one)}"

    def _below(self, one: Node, two: Node) -> str:
        if not _says(two) or _says(one) == _says(two):
            return ""
        words = "".join(map(plain, two.kids))
        return f'<div class="kw-pair__below" lang="{self.languages[1]}">{words}</div>'


def _matched(mine: list[Node], twins: list[Node]) -> list[Node] | None:
    """For each of mine its twin: by the fields it holds, else by its place; None if they differ."""
    if [one.tag for one in mine] != [one.tag for one in twins]:
        return None
    keys = [sorted(_fields(one)) for one in twins]
    wanted = [sorted(_fields(one)) for one in mine]
    if keys == wanted:
        return twins
    if sorted(keys) != sorted(wanted):
        return None
    return [twins[keys.index(key)] for key in wanted]


def _fields(node: Node) -> tuple[tuple[str, str], ...]:
    """Name and value of what can be picked inside."""
    if node.tag == "input" and node.given.get("type") in ("radio", "checkbox"):
        return ((node.given.get("name") or "", node.given.get("value") or ""),)
    if node.tag == "option":
        return (("", node.given.get("value") or ""),)
    return tuple(found for kid in node.kids for found in _fields(kid))


def _without_signs(kids: list[Node]) -> tuple[list[Node], list[Node]]:
    """The icons before a sentence, and the sentence."""
    first = next((n for n, kid in enumerate(kids) if kid.tag != "svg" and not kid.is_blank), 0)
    return kids[:first], kids[first:]


def _is_sentence(node: Node) -> bool:
    return any(not kid.tag and not kid.is_blank for kid in node.kids) and _is_inline(node.kids)


def _is_inline(kids: list[Node]) -> bool:
    return all(
        not kid.tag or (kid.tag in INLINE and not _is_pressed(kid) and _is_inline(kid.kids))
        for kid in kids
    )


def _is_pressed(node: Node) -> bool:
    """A link that stands by itself keeps its twin inside."""
    return node.tag == "a" and bool(node.given.get("class"))


def _says(node: Node) -> str:
    """The words inside, in one line."""
    return " ".join(" ".join(_texts([node])).split())


def _texts(nodes: Iterable[Node]) -> Iterable[str]:
    for node in nodes:
        if not node.tag:
            yield node.text
        elif node.tag not in NEVER_READ:
            yield from _texts(node.kids)


def plain(node: Node) -> str:
    """The words of a twin: emphasis and lines are kept, nothing that can be pressed or filled in."""
    if not node.tag:
        return node.text
    if node.tag in NEVER_READ or "usa-sr-only" in (node.given.get("class") or ""):
        return ""
    inside = "".join(map(plain, node.kids))
    if node.tag == "br":
        return "<br>"
    if node.tag in KEPT:
        return f"<{node.tag}>{inside}</{node.tag}>"
    if node.tag == "small" or (node.tag == "span" and node.given.get("class")):
        return f'<span class="kw-pair__more">{inside}</span>'
    if node.tag in INLINE:
        return inside
    return f"<span>{inside}</span> " if inside.strip() else ""


def raw(node: Node) -> str:
    if not node.tag:
        return node.text
    return node.start + "".join(map(raw, node.kids)) + _end(node)


def _end(node: Node) -> str:
    return "" if node.tag in VOID or node.start.endswith("/>") else f"</{node.tag}>"
