"""One record, two readings side by side: the words that are signed, and what the database enforces."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinwork.common import clock
from kinwork.trust.agreements.models import Agreement, Party
from kinwork.trust.agreements.rules import EMERGENCY_KINDS, TERMS, WORKING_KINDS
from kinwork.trust.agreements.words import CLASS_WORDS, PURPOSE_WORDS, ROLE_WORDS, TERM_WORDS

OURS = gettext_lazy("not enforced here: the parties answer for it")


@dataclass(frozen=True)
class Line:
    """One field of the record: its clause for people, its value for the machine. key: one of
    CLAUSES. remarks: how many were made about it, and how many of them are open."""

    number: int
    key: str
    head: str
    clause: str
    enforced: str
    remarks: int = 0
    open: int = 0


def lines(row: Agreement, parties: list[Party]) -> list[Line]:
    """In the language now active. Every line stands on both sides; none is written by hand."""
    told = _told(row, parties)
    found = [
        (key, *made)
        for key, maker in MAKERS.items()
        if (made := maker(row, parties, told)) is not None
    ]
    found += [*_terms(row), ("end", *_end(row, parties, told))]
    return [Line(number, *made) for number, made in enumerate(found, start=1)]


def _told(row: Agreement, parties: list[Party]) -> dict[str, Any]:
    live = [one for one in parties if not one.has_left(timezone.now())]
    by_role = {
        role: listed([one.agency.name for one in live if one.role == role])
        for role in ("party", "provider", "recipient")
    }
    return {
        "all": listed([one.agency.name for one in live]) or _("nobody yet"),
        "provider": by_role["provider"] or _("nobody yet"),
        "recipient": by_role["recipient"] or _("the other parties of the memorandum"),
        "classes": listed([str(CLASS_WORDS.get(name, name)) for name in row.classes]),
        "purposes": listed([str(PURPOSE_WORDS.get(name, name)) for name in row.purposes]),
        "starts": _day(row.starts, row),
        "ends": _day(row.ends, row) if row.ends else "",
        "title": row.title,
    }


def _parties(row, parties, told):
    said = {
        "participation": _(
            "These organizations take part: %(all)s. Each of them may see what a family allows it"
            " to see, while it works with that family, and nothing else."
        ),
        "mou": _(
            "These organizations agree: %(all)s. They may share with each other what they own about"
            " a family, as far as the owner has signed a data-sharing agreement and the family"
            " has agreed."
        ),
        "data-sharing": _("%(provider)s (the provider) shares what it owns with %(recipient)s."),
        "data use licence": _("%(provider)s (the provider) gives an extract of its data."),
        "co-location": _("These organizations serve families under one roof: %(all)s."),
        "shared staffing": _("These organizations share a position: %(all)s."),
        "joint funding": _("These organizations pay for something together: %(all)s."),
    }[row.kind] % told
    bound = [
        _("%(agency)s: %(role)s, %(since)s")
        % {
            "agency": one.agency.name,
            "role": ROLE_WORDS[one.role],
            "since": _("bound since %(day)s") % {"day": _day(one.starts, row)}
            if one.starts
            else _("not bound"),
        }
        for one in parties
        if not one.has_left(timezone.now())
    ]
    return _("Parties"), said, "; ".join(bound) or _("nobody")


def _purpose(row, parties, told):
    if row.kind in WORKING_KINDS:
        return (_("Purpose"), row.goal, OURS) if row.goal else None
    said = _("It serves only these purposes: %(purposes)s.") % told
    if row.goal:
        said = f"{row.goal} {said}"
    enforced = ", ".join(row.purposes) or _("none")
    return _("Purpose"), said, _("purposes: %(list)s") % {"list": enforced}


def _what(row, parties, told):
    if row.kind == "participation":
        said = _("It covers what families tell. What is shared is what each family agrees to.")
        return _("Data"), said, _("per family, by its consent; no class without it")
    if row.kind in WORKING_KINDS:
        said = _(
            "It opens no data of any family. Whoever works together needs an agreement for that."
        )
        return _("Data"), said, _("none")
    if row.kind == "mou":
        said = _("By itself it opens nothing. Each owner says in a data-sharing agreement what.")
        return _("Data"), said, _("none without a data-sharing agreement of the owner")
    if not row.classes:
        return None
    said = _("It covers these kinds of data: %(classes)s. All others stay closed.") % told
    return _("Data"), said, _("classes: %(list)s") % {"list": ", ".join(row.classes)}


def _term(row, parties, told):
    said = _("It begins on %(starts)s.") % told
    said += " " + (
        _("It ends on %(ends)s, if it is not renewed.") % told
        if row.ends
        else _("It has no last day.")
    )
    window = f"[{row.starts.isoformat(timespec='minutes')}, "
    window += f"{row.ends.isoformat(timespec='minutes')})" if row.ends else "…)"
    return _("Time"), said, window


def _emergency(row, parties, told):
    if row.kind not in EMERGENCY_KINDS:
        return None
    if row.emergency_clause:
        said = _(
            "In an emergency a caseworker or supervisor of a party may open a family's record for"
            " at most 60 minutes, with a reason. The owner and the family are told at once, and"
            " somebody from outside reviews it. Never: treatment, location, safety."
        )
        return _("Emergency"), said, _("break-glass: yes, 60 minutes")
    return _("Emergency"), _("It gives no right in an emergency."), _("break-glass: no")


def _storage(row, parties, told):
    if not row.storage:
        return None
    return _("Sending and keeping"), row.storage, OURS


def _terms(row):
    """What a kind about working together says; each its own clause."""
    names = [name for name in TERMS.get(row.kind, ()) if row.terms.get(name)]
    return [(name, TERM_WORDS[name][0], row.terms[name], OURS) for name in names]


def _licence(row, parties, told):
    if row.kind != "data use licence":
        return None
    said = _(
        "The recipient is %(who)s. The extract may be used only for: %(use)s. Nobody may be"
        " identified again, and no cell smaller than 11 may be shown. It is destroyed by %(day)s."
    ) % {"who": row.recipient, "use": row.permitted_use, "day": date_format(row.destroy_by)}
    return _("Licence"), said, _("extracts only; opens no row of a family")


def _end(row, parties, told):
    said = _(
        "It may be suspended or ended at any time; from that moment nothing more is shared under"
        " it. What was shared before stays in the trail. A family may end its consent at any time,"
        " whatever is agreed here."
    )
    since = (
        _("suspended since %(at)s") % {"at": row.suspended_at.isoformat(timespec="minutes")}
        if row.suspended_at
        else _("counts only while its state is: in force")
    )
    return _("Suspension and end"), said, since


MAKERS = {
    "parties": _parties,
    "purpose": _purpose,
    "data": _what,
    "time": _term,
    "emergency": _emergency,
    "keeping": _storage,
    "licence": _licence,
}
CLAUSES = (*MAKERS, *TERM_WORDS, "end")


def _day(at: datetime | date, row: Agreement) -> str:
    day = clock.local_day(at, row.community.time_zone) if isinstance(at, datetime) else at
    return date_format(day, "DATE_FORMAT")


def listed(parts: list[str]) -> str:
    """One, two and three."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(most)s and %(last)s") % {"most": ", ".join(parts[:-1]), "last": parts[-1]}
