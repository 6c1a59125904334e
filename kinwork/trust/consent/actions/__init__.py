"""Every deed of consent: given, refused, narrowed, ended, run out; asked by a link; a family leaves."""

from kinwork.trust.consent.actions.asking import (
    Asked,
    Link,
    answer_ask,
    ask,
    close_ask,
    lapse_ask,
    mark_sent,
    prove_ask,
    recall_ask,
)
from kinwork.trust.consent.actions.changing import ask_renewal, end, expire, narrow, renew
from kinwork.trust.consent.actions.giving import deny, give
from kinwork.trust.consent.actions.leaving import destroy, leave, stay
from kinwork.trust.consent.actions.seeding import seed_texts

__all__ = [
    "Asked",
    "Link",
    "answer_ask",
    "ask",
    "ask_renewal",
    "close_ask",
    "deny",
    "destroy",
    "end",
    "expire",
    "give",
    "lapse_ask",
    "leave",
    "mark_sent",
    "narrow",
    "prove_ask",
    "recall_ask",
    "renew",
    "seed_texts",
    "stay",
]
