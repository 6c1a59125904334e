"""The addresses of meetings, for tests that open them."""

from django.urls import reverse

ID = "8f14e45f-ceea-467f-a8f0-9ff4f2b6a1de"
LISTS = ("list", "compliance", "proposals", "decisions", "promises")
FILES = ("decisions_file", "promises_file")


def of(name: str, row, *ids) -> str:
    return reverse(f"meetings:{name}", args=[row.pk, *ids])


def pages(row, made) -> list[str]:
    """Every page that is read."""
    return [
        *(of(name, row) for name in LISTS),
        *(of("see", row, made[name].pk) for name in ("over", "planned", "open")),
        of("decision", row, made["decision"].pk),
        of("decision", row, made["vote"].pk),
        of("one_promise", row, made["promise"].pk),
        of("one_promise", row, made["kept"].pk),
        of("minutes", row, made["minutes"].pk),
    ]


def forms(row, made) -> list[str]:
    """Every page with a form that only whoever leads opens."""
    planned, now = made["planned"].pk, made["open"].pk
    return [
        *(of(name, row) for name in ("plan", "plan_year", "put_in_writing", "promise")),
        *(of(name, row, planned) for name in ("change", "call_off", "offers", "add_item")),
        of("change_item", row, planned, made["line"].pk),
        *(of(name, row, now) for name in ("there", "decide", "close")),
        of("note_item", row, now, made["item"].pk),
        of("effect", row, made["decision"].pk),
        of("vote", row, made["vote"].pk, made["ballot"].pk),
        of("let_go", row, made["promise"].pk),
        of("correct", row, made["minutes"].pk),
        of("answer_proposal", row, made["proposal"].pk),
    ]
