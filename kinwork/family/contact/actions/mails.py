"""Mail to workers about their desk: numbers and links."""

from datetime import datetime
from typing import Any
from uuid import UUID

from kinwork.accounts.models import User
from kinwork.common import audit
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.ids import new_id
from kinwork.common.jobs import later
from kinwork.common.rights import check
from kinwork.family.contact import rights  # noqa: F401
from kinwork.family.contact.models import MAILS, Delivery, MailChoice


def choose_mails(*, user: UUID, mails: str, by: Actor, at: datetime) -> MailChoice:
    """Off, daily, or for each new line; everybody chooses for themselves."""
    require(by)
    check(by, "contact.choose_mails")
    if by.id != user or mails not in MAILS:
        raise ValueError(mails)
    row, _fresh = MailChoice.objects.update_or_create(
        user_id=user, defaults={"mails": mails, "told_until": at}
    )
    audit.record("contact.choose_mails", by=by, at=at, mails=mails)
    return row


def write_digest(
    *, user: User, agency: UUID, community: UUID, said: dict[str, Any], by: Actor, at: datetime
) -> UUID | None:
    """One mail to this worker, if there is anything to say; what was told is not told again."""
    require(by)
    MailChoice.objects.update_or_create(user=user, defaults={"told_until": at})
    if not any(said.values()):
        return None
    line = new_id()
    with acting_as(clock(line, community)) as itself:
        made = Delivery.objects.create(
            id=line,
            community_id=community,
            agency_id=agency,
            follower=user,
            kind="digest",
            channel="email",
            deed="contact.write_digest",
            target=user.pk,
            said=said | {"language": user.language},
            made_at=at,
        )
        audit.record("contact.write_digest", made, by=itself, at=at)
    later("contact.send", line)
    return line
