"""Who keeps the registry of approaches, who reads it, who answers by a link, who answers for a partnership."""

from kinwork.common.actor import STAFF_ROLES
from kinwork.common.rights import declare, right

STUDY = ("evaluator", "backbone lead", "operator")
READERS = (*STUDY, "analyst", "state viewer")
LEADS = ("backbone lead", "operator")
DEEDS = (
    *("find", "judge", "select", "draft", "profile", "send", "return_by_hand", "stop_waiting"),
    *("leave_out", "reconcile", "classify", "add_project", "change_project", "import_projects"),
)

declare(
    "approaches",
    {
        "list": right(roles=READERS),
        "see": right(roles=READERS),
        "counts": right(roles=READERS),
        "projects": right(roles=READERS),
        # A coder is a person: by command nobody codes.
        "code": right(roles=("evaluator", "backbone lead")),
        "confirm": right(kinds=("link",)),
        # Whoever works for a member agency; the rows say of which partnership.
        "own": right(roles=STAFF_ROLES),
        "say_own": right(roles=LEADS),
        **{verb: right(roles=STUDY) for verb in DEEDS},
    },
)
