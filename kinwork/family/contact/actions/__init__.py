"""Ways to reach a family, what it is told, and how that leaves."""

from kinwork.family.contact.actions.answering import (
    give_up,
    go_another_way,
    miss,
    retry,
    tell,
)
from kinwork.family.contact.actions.delivering import (
    claim,
    hand_on,
    mark_arrived,
    mark_failed,
    settle,
    settle_delivery,
    still_safe,
)
from kinwork.family.contact.actions.endpoints import (
    pause_endpoint,
    point_endpoint,
    resume_endpoint,
    rotate_secret,
    tell_parties,
)
from kinwork.family.contact.actions.mails import choose_mails, write_digest
from kinwork.family.contact.actions.points import (
    end_contact,
    record_contact,
    say_hours,
    substitute_address,
)
from kinwork.family.contact.actions.putting import put_line
from kinwork.family.contact.actions.stopping import start, stop
from kinwork.family.contact.actions.telling import (
    mark_read,
    send_ask,
    tell_family,
    tell_of_card_made,
    tell_of_card_used,
    tell_of_glass,
    tell_of_passkey,
    tell_of_way_used,
)

__all__ = [
    "choose_mails",
    "claim",
    "end_contact",
    "give_up",
    "go_another_way",
    "hand_on",
    "mark_arrived",
    "mark_failed",
    "mark_read",
    "miss",
    "pause_endpoint",
    "point_endpoint",
    "put_line",
    "record_contact",
    "say_hours",
    "resume_endpoint",
    "retry",
    "rotate_secret",
    "send_ask",
    "settle",
    "settle_delivery",
    "start",
    "still_safe",
    "stop",
    "substitute_address",
    "tell",
    "tell_family",
    "tell_of_card_made",
    "tell_of_card_used",
    "tell_of_glass",
    "tell_of_passkey",
    "tell_of_way_used",
    "tell_parties",
    "write_digest",
]
