"""Spanish for every sentence, without system gettext.

    python -m kinwork.web.translate compile    parts/*.po -> LC_MESSAGES/django.mo
    python -m kinwork.web.translate missing    what the code says and no part translates
    python -m kinwork.web.translate check      the same, and faulty translations; fails if any

Each module keeps its own Spanish in `kinwork/locale/es/parts/<module>.po`.
"""

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from gettext import GNUTranslations
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from kinwork.web.sentences import Sentence, sentences

PACKAGE = Path(__file__).resolve().parent.parent
LOCALE = PACKAGE / "locale"
NAMED = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")


@dataclass(frozen=True)
class Fault:
    """A sentence without Spanish, or a translation that would break: where, what, why."""

    where: str
    text: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}: {self.why}: {self.text!r}"


def parts(language: str = "es") -> list[Path]:
    return sorted((LOCALE / language / "parts").glob("*.po"))


def compiled(language: str = "es") -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.mo"


def merged(language: str = "es") -> Catalog:
    """One catalog of all parts. Where two parts translate the same sentence, the first stands."""
    whole = Catalog(locale=language, domain="django", fuzzy=False)
    for path in parts(language):
        for message in _read(path, language):
            if message.id and _is_done(message) and whole.get(message.id, message.context) is None:
                whole.add(message.id, message.string, context=message.context)
    return whole


def _read(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        try:
            return read_po(file, locale=language, abort_invalid=True)
        except Exception as why:
            raise SystemExit(f"{path.name} cannot be read: {why}") from None


def _is_done(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return not message.fuzzy and bool(strings) and all(strings)


def write(language: str = "es") -> Path:
    """Compile all parts, whole or not at all (other processes may be reading)."""
    target = compiled(language)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(f".{os.getpid()}")
    with draft.open("wb") as file:
        write_mo(file, merged(language))
    os.replace(draft, target)
    return target


def missing(language: str = "es") -> list[Fault]:
    """Every sentence of the code that neither our parts nor upstream's own files translate."""
    ours, theirs = merged(language), _upstream(language)
    return [
        Fault(said.where, said.text, "no Spanish")
        for said in sentences(PACKAGE)
        if not _known(said, ours, theirs)
    ]


def _known(said: Sentence, ours: Catalog, theirs: list[GNUTranslations]) -> bool:
    message = ours.get(said.text, said.context or None)
    if message is not None:
        return not said.plural or isinstance(message.id, tuple | list)
    key = f"{said.context}\x04{said.text}" if said.context else said.text
    return any(
        key in catalog._catalog or (key, 0) in catalog._catalog  # type: ignore[attr-defined]
        for catalog in theirs
    )


def _upstream(language: str) -> list[GNUTranslations]:
    import allauth
    import django

    folders = [Path(django.__file__).parent / "conf", Path(allauth.__file__).parent]
    files = [folder / "locale" / language / "LC_MESSAGES" / "django.mo" for folder in folders]
    found = []
    for path in files:
        if path.exists():
            with path.open("rb") as file:
                found.append(GNUTranslations(file))
    return found


def faulty(language: str = "es") -> list[Fault]:
    """Translations that lose a placeholder, or that two parts give differently."""
    found: list[Fault] = []
    seen: dict[tuple[str, str], tuple[str, object]] = {}
    for path in parts(language):
        for message in _read(path, language):
            if not message.id or not _is_done(message):
                continue
            ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
            strings = (
                message.string if isinstance(message.string, tuple | list) else (message.string,)
            )
            if not all(_names(text) <= _names(" ".join(ids)) for text in strings):
                found.append(Fault(path.name, ids[0], "another placeholder than the English"))
            key = (message.context or "", ids[0])
            earlier, said = seen.setdefault(key, (path.name, message.string))
            if said != message.string:
                found.append(Fault(path.name, ids[0], f"said differently in {earlier}"))
    return found


def _names(text: str) -> set[str]:
    return {one or two for one, two in NAMED.findall(text)}


def _lines(faults: list[Fault]) -> Iterator[str]:
    return (str(fault) for fault in faults)


def main(arguments: list[str]) -> int:
    """0 when all is well; 1 with the list when something is missing or faulty."""
    verb = arguments[0] if arguments else ""
    if verb == "compile":
        print(write().relative_to(PACKAGE))
        return 0
    if verb not in ("missing", "check"):
        print(__doc__)
        return 2
    faults = missing() + (faulty() if verb == "check" else [])
    print("\n".join(_lines(faults)) or "Every sentence has its Spanish.")
    return 1 if faults and verb == "check" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
