"""Agreements: drafted, reviewed, signed, in force, suspended, resumed, left, replaced, ended. The
database enforces what is in force at the next statement, and nothing else."""

from kinwork.trust.agreements.actions.beginning import begin
from kinwork.trust.agreements.actions.drafting import (
    change,
    drop_party,
    make_agreement,
    make_version,
    name_party,
)
from kinwork.trust.agreements.actions.living import (
    ask_renewal,
    end,
    leave,
    note_renewal,
    party_left,
    resume,
    suspend,
)
from kinwork.trust.agreements.actions.moving import (
    ASKED,
    BEGINS,
    ENDS,
    LEAVES,
    NOTICE,
    REMARKED,
    RENEW,
    SCANS_GO,
    SIGN,
)
from kinwork.trust.agreements.actions.nations import (
    allow_figures,
    mark_nation,
    say_figures,
    withdraw_figures,
    withhold_figures,
)
from kinwork.trust.agreements.actions.negotiating import remark, settle_remark
from kinwork.trust.agreements.actions.scanning import (
    add_scan,
    drop_scans,
    open_scan,
    settle_scan,
)
from kinwork.trust.agreements.actions.signing import join, sign, submit, withdraw

__all__ = [
    "ASKED",
    "BEGINS",
    "ENDS",
    "LEAVES",
    "NOTICE",
    "REMARKED",
    "RENEW",
    "SCANS_GO",
    "SIGN",
    "add_scan",
    "allow_figures",
    "ask_renewal",
    "begin",
    "change",
    "drop_party",
    "drop_scans",
    "end",
    "join",
    "leave",
    "make_agreement",
    "make_version",
    "mark_nation",
    "name_party",
    "note_renewal",
    "open_scan",
    "party_left",
    "remark",
    "resume",
    "say_figures",
    "settle_remark",
    "settle_scan",
    "sign",
    "submit",
    "suspend",
    "withdraw",
    "withdraw_figures",
    "withhold_figures",
]
