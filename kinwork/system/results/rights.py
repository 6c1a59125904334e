"""Who writes down results, measures and numbers."""

from kinwork.common.rights import declare, right

LEADS = ("backbone lead", "operator")

declare(
    "results",
    {
        "make_result": right(roles=LEADS),
        "make_measure": right(roles=LEADS),
        "record_value": right(roles=LEADS),
    },
)
