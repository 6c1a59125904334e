"""Who prepares and runs meetings, who reads them, who answers for a promise, who votes by a link."""

from kinwork.common.actor import STAFF_ROLES
from kinwork.common.rights import declare, right

LEADS = ("backbone lead", "operator")
# Whoever works for a member agency; the rows say which partnerships are theirs.
READERS = STAFF_ROLES
# Who answers for what an agency promised.
ANSWERING = ("supervisor", "coordinator", "account administrator")

declare(
    "meetings",
    {
        "see": right(roles=READERS),
        "propose": right(roles=READERS),
        "ours": right(roles=(*LEADS, *ANSWERING)),
        "read_published": right(
            kinds=("visitor", "family", "draft", "link", "staff"), roles=STAFF_ROLES
        ),
        "vote": right(kinds=("link",), roles=LEADS),
        "count": right(kinds=("clock",), roles=LEADS),
        **{verb: right(roles=(*LEADS, *ANSWERING)) for verb in ("postpone", "keep")},
        **{
            verb: right(roles=LEADS)
            for verb in (
                *("plan", "change", "call_off", "invite", "open", "close", "answer_proposal"),
                *("add_item", "change_item", "move_item", "remove_item", "note_item"),
                *("arrive", "leave", "decide", "put_in_writing"),
                *("correct", "publish", "promise", "let_go", "tell_effect"),
            )
        },
    },
)
