"""Mutants of the access rule: every condition dropped, negated or moved by a hair, one at a time.

`of_sql()` and `of_python()` yield what a tired hand might have written; a suite that does not see
the difference would not see the mistake either.
"""

import ast
import copy
import inspect
import re
from collections.abc import Iterator
from typing import NamedTuple

from kinwork.trust.access import install, rules

FILES = ("rule", "grounds", "parties", "keys", "locks", "glass", "links", "private", "ways")
TOKEN = re.compile(r"--[^\n]*|'(?:[^']|'')*'|\w+|<>|<=|>=|:=|\|\||&&|::|[^\s\w]")
FUNCTION = re.compile(
    r"CREATE (?:OR REPLACE )?FUNCTION (kw_\w+)\(.*?AS\s+\$\$(.*?)\$\$;", re.DOTALL
)
ASKS = {"WHERE", "ON", "WHEN", "IF", "ELSIF", "AND", "OR"}
MAY_ASK = {"SELECT", "RETURN", "(", ":="}  # only where AND or OR follows
CLOSES = {
    *("AND", "OR", "THEN", "ELSE", "WHEN", "LOOP", ",", ";"),
    *("GROUP", "ORDER", "LIMIT", "UNION", "JOIN", "LEFT", "WHERE"),
}
BY_A_HAIR = {"<=": "<", "<": "<=", ">": ">=", ">=": ">"}


class Mutant(NamedTuple):
    """where: function and line in words; text: what to install or to execute."""

    function: str
    change: str
    text: str

    @property
    def name(self) -> str:
        return f"{self.function}: {self.change}"


class Token(NamedTuple):
    text: str
    start: int
    end: int
    depth: int


def functions() -> Iterator[tuple[str, str, str]]:
    """(name, whole statement, body) of every function of these files, as installed."""
    for name in FILES:
        text = (install.SQL / f"{name}.sql").read_text()
        if name in install.FORMATTED:
            text = text.format(**install._tables_of_the_rule())
        for found in FUNCTION.finditer(text):
            yield (
                found[1],
                found[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
                found[2],
            )


def of_sql() -> list[Mutant]:
    return [one for name, whole, body in functions() for one in _of_function(name, whole, body)]


def _of_function(name: str, whole: str, body: str) -> Iterator[Mutant]:
    seen = {body}
    for start, end, put, words in _changes(body, tokens(body)):
        text = f"{body[:start]}{put}{body[end:]}"
        if text in seen:
            continue
        seen.add(text)
        line = body.count("\n", 0, start)
        # a short word or sign says what follows it too: a line may have several
        until = end if end - start > 5 else max(end, min(end + 40, body.find("\n", end)))
        was = " ".join(body[start:until].split())
        yield Mutant(f"sql {name}", f"line {line}, {words}: {was}", whole.replace(body, text))


def tokens(body: str) -> list[Token]:
    """With how deep each stands in parentheses and CASEs; comments left out."""
    found, open_ = [], []
    for one in TOKEN.finditer(body):
        text = one[0]
        if text.startswith("--"):
            continue
        if text == ")" or (text == "END" and open_ and open_[-1] == "CASE"):
            open_.pop()
        found.append(Token(text, one.start(), one.end(), len(open_)))
        if text in ("(", "CASE"):
            open_.append(text)
    return found


def _changes(body: str, found: list[Token]) -> Iterator[tuple[int, int, str, str]]:
    for place, one in enumerate(found):
        if one.text in BY_A_HAIR:
            yield one.start, one.end, BY_A_HAIR[one.text], "a hair"
        if one.text == "AND":
            yield one.start, one.end, "OR", "widened"
        if one.text in ASKS | MAY_ASK:
            yield from _condition(body, found, place)
        if one.text == "IN" and found[place + 1].text == "(":
            yield from _shorter(found, place + 1)


def _condition(body: str, found: list[Token], place: int) -> Iterator[tuple[int, int, str, str]]:
    """The condition that begins behind `place`: gone, and turned round."""
    opener = found[place]
    depth = opener.depth + (opener.text == "(")
    end = place + 1
    while end < len(found):
        one = found[end]
        if one.depth < depth or (one.depth == depth and one.text in CLOSES):
            break
        end += 1
    following = found[end].text if end < len(found) else ""
    if end == place + 1 or (opener.text in MAY_ASK and following not in ("AND", "OR")):
        return
    start, stop = found[place + 1].start, found[end - 1].end
    either = opener.text == "OR" or (opener.text != "AND" and following == "OR")
    yield start, stop, "false" if either else "true", "dropped"
    yield start, stop, f"NOT coalesce(({body[start:stop]}), false)", "negated"


def _shorter(found: list[Token], place: int) -> Iterator[tuple[int, int, str, str]]:
    """A list of words without each of them."""
    end = place + 1
    while found[end].depth > found[place].depth:
        end += 1
    words = [one for one in found[place + 1 : end] if one.text.startswith("'")]
    commas = {one.text for one in found[place + 1 : end]} - {word.text for word in words}
    if len(words) > 1 and commas == {","}:
        for word in words:
            yield word.start, word.end, "'nothing'", "a word fewer"


# rules.py ---------------------------------------------------------------------------------------

DECIDES = (
    "decide",
    "forbidden",
    "role_allows",
    "_owner_agency",
    "_shared",
    "_requested",
    "_by_glass",
)


def of_python() -> list[Mutant]:
    """Whole modules, to be executed; what a function says is said of `rules.py`."""
    whole = ast.parse(inspect.getsource(rules))
    found, seen = [], {ast.unparse(whole)}
    for function in [one for one in whole.body if getattr(one, "name", "") in DECIDES]:
        for number, node in enumerate(ast.walk(function)):
            for put, words in _turned(node):
                text = _with(whole, function.name, number, put)
                if text not in seen:
                    seen.add(text)
                    change = f"line {node.lineno}, {words}: {ast.unparse(node)}"
                    found.append(Mutant(f"python {function.name}", change[:160], text))
    return found


def _with(whole: ast.Module, function: str, number: int, put: ast.AST) -> str:
    """The module with one node of one function put otherwise."""
    other = copy.deepcopy(whole)
    body = next(one for one in other.body if getattr(one, "name", "") == function)
    node = list(ast.walk(body))[number]

    class Put(ast.NodeTransformer):
        def visit(self, here):
            return put if here is node else self.generic_visit(here)

    return ast.unparse(ast.fix_missing_locations(Put().visit(other)))


def _turned(node: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    if isinstance(node, ast.BoolOp):
        for part in node.values:
            rest = [one for one in node.values if one is not part]
            left = rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
            yield left, f"without {ast.unparse(part)}"
            yield (
                ast.BoolOp(node.op, [_not(one) if one is part else one for one in node.values]),
                f"not {ast.unparse(part)}",
            )
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield ast.BoolOp(other, node.values), "and for or, or for and"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand, "without its not"
    elif isinstance(node, ast.Compare | ast.IfExp):
        yield _not(node), "turned round"
    elif isinstance(node, ast.If):
        yield ast.If(_not(node.test), node.body, node.orelse), "turned round"
        yield ast.If(ast.Constant(value=False), node.body, node.orelse), "never"
    elif isinstance(node, ast.Tuple) and all(isinstance(e, ast.Constant) for e in node.elts):
        for part in node.elts:
            rest = [one for one in node.elts if one is not part]
            yield ast.Tuple(rest, ast.Load()), f"without {ast.unparse(part)}"


def _not(node: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), node)
