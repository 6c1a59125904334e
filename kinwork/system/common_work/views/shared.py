"""What the pages of common work share: who may open them, a form and its deed, where they lead."""

from kinwork.system.partnerships.pages import (
    Pages,
    by,
    day_of,
    done,
    fixed,
    found,
    kept,
    one_of,
    page_of,
    sent,
    shown,
    stepped,
)

__all__ = [
    "SEE",
    "by",
    "day_of",
    "declared",
    "done",
    "filed",
    "fixed",
    "found",
    "kept",
    "leads",
    "one_of",
    "page_of",
    "sent",
    "shown",
    "stepped",
    "to",
]

_pages = Pages("common_work", lead="review_strategy")
declared, leads, to = _pages.declared, _pages.leads, _pages.to
filed = _pages.filed
SEE = declared("see")
