"""The ways in which somebody signs, and what each leaves as its proof."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from kinwork.accounts import confirming
from kinwork.accounts.confirming import Yes
from kinwork.accounts.models import User
from kinwork.common import clock
from kinwork.common.actor import Actor
from kinwork.common.rights import Refused, check
from kinwork.trust.agreements import queries, rules
from kinwork.trust.agreements.actions.scanning import keep_scan
from kinwork.trust.agreements.models import Agreement, Confirmation, Party
from kinwork.trust.agreements.words import DAY_ON_PAPER
from kinwork.web.papers.washing import Washed


@dataclass(frozen=True)
class Signed:
    """What somebody says who signs, or records what was signed. way: one of rules.WAYS."""

    name: str
    title: str
    authority: str
    signed_on: date | None = None
    paper: Washed | None = None
    yes: Yes | None = None
    way: str = ""

    def checked(
        self, verb: str, row: Agreement, party: Party, *, by: Actor, at: datetime
    ) -> "Signed":
        """Whole, and the yes is to these very words; refused else."""
        said = replace(
            self,
            name=_own_name(self.yes, row, party, verb, by) if self.yes else self.name.strip(),
            title=self.title.strip(),
            authority=self.authority.strip(),
            way=self._way(party, by),
        )
        if not (said.name and said.title and said.authority):
            raise Refused(
                f"agreements.{verb}",
                _("Say who signs, as what, and what shows that they may sign for the agency."),
            )
        if said.signed_on is not None:
            today = clock.local_day(at, row.community.time_zone)
            if why := rules.why_not_signed_on(said.signed_on, today):
                raise Refused(f"agreements.{verb}", str(DAY_ON_PAPER[why]))
        return said

    def _way(self, party: Party, by: Actor) -> str:
        if self.yes:
            return "passkey"
        on_paper = self.paper or self.signed_on or by.agency != party.agency_id
        return "paper" if on_paper else "typed"

    def fields(self, at: datetime) -> dict[str, Any]:
        """The columns of the party."""
        return {
            "signed_by": self.name,
            "signed_title": self.title,
            "authority": self.authority,
            "way": self.way,
            "signed_on": self.signed_on,
            "signed_at": at,
        }

    def keep(self, row: Agreement, party: Party, *, by: Actor, at: datetime) -> None:
        """What proves it, beside the party."""
        if self.paper is not None:
            keep_scan(party, self.paper, by=by, at=at)
        if self.yes is not None:
            proof = {name: value for name, value in vars(self.yes).items() if name != "user"}
            words = queries.words_digest(row)
            Confirmation.objects.create(party=party, user_id=by.id, at=at, words=words, **proof)


def _own_name(yes: Yes, row: Agreement, party: Party, verb: str, by: Actor) -> str:
    """A passkey speaks for who holds it, to these words, once."""
    check(by, "agreements.sign_with_passkey", party)
    used = Confirmation.objects.filter(challenge=yes.challenge).exists()
    to_these = confirming.proves(yes, queries.to_confirm(row, party.agency_id))
    if yes.user != by.id or used or not to_these:
        raise Refused(
            f"agreements.{verb}",
            _("This confirmation was not given to these words. Read them again, then confirm."),
        )
    return User.objects.get(pk=by.id).name
