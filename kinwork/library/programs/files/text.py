"""Determinations as text that an analyst reads: verdicts, then why, then what is missing."""

from collections.abc import Iterator, Mapping
from datetime import date

from kinwork.common.answers import Answer, Reason, said
from kinwork.library.programs.files.reading import Told
from kinwork.library.programs.files.writing import HOME, Screened, named, reasons
from kinwork.library.programs.model import Determination, Program

MARK = {Answer.YES: "pass", Answer.NO: "FAIL", Answer.MAYBE: "?"}


def as_text(screened: Screened, on: date, programs: Mapping[str, Program]) -> str:
    """One block a household."""
    return "".join(text_parts(screened, on, programs))


def text_parts(screened: Screened, on: date, programs: Mapping[str, Program]) -> Iterator[str]:
    """The same piece by piece."""
    yield f"Screened for {on.isoformat()}. A yes is what the rules say; the office decides.\n"
    for told, found in screened:
        lines = [f"\nHousehold {told.id}", "=" * (10 + len(str(told.id)))]
        for got in found:
            lines += _program(got, told, programs[got.program])
        yield "\n".join(lines) + "\n"


def _program(got: Determination, told: Told, program: Program) -> list[str]:
    if got.failed:
        return [f"{got.program}: could not be checked (a fault of this program, not a no)"]
    people = ", ".join(
        f"{told.ids.get(m.member, m.member)} {m.answer.value}{' (ask)' if m.discretion else ''}"
        for m in got.members
        if m.member is not None
    )
    ask = ", but ask: the office may still say yes" if got.discretion else ""
    has = ", has it now" if got.already else ""
    out = [f"{got.program}: {got.answer.value}{ask}{has}" + (f"  [{people}]" if people else "")]
    out += [_line(reason, told, program) for reason in reasons(got)]
    if got.missing:
        missing = dict.fromkeys(named(ref) for ref in got.missing)
        out.append(f"    missing: {', '.join(missing)}")
    return out


def _line(reason: Reason, told: Told, program: Program) -> str:
    subject = HOME if reason.member is None else str(told.ids.get(reason.member, reason.member))
    mark = "later" if reason.later else MARK[reason.answer]
    sentence = said(reason.sentence("en", who=subject if reason.member else None), "en")
    return (
        f"    {mark:<5} {program.word(reason.criterion)} ({subject}): {sentence} [{reason.source}]"
    )
