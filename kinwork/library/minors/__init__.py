"""A minor's own services: what a minor may agree to alone, by state, service and age.

    may_alone("AZ", "sti", 15, on)         -> the Line that says so, or None
    offers("AZ", 15, on)                   -> every Line that could hold, its condition to be asked

Data and citations: services.toml; how to read it, and what is not known: spec.md.
"""

from kinwork.library.minors.table import (
    ADULT,
    ASKED_FROM,
    Line,
    Service,
    condition_words,
    lines,
    may_alone,
    offers,
    services,
    states,
)

__all__ = [
    "ADULT",
    "ASKED_FROM",
    "Line",
    "Service",
    "condition_words",
    "lines",
    "may_alone",
    "offers",
    "services",
    "states",
]
