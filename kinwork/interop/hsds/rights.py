"""Who may put right what an import set aside."""

from kinwork.common.rights import declare, right

KEEPERS = ("account administrator", "operator")

declare(
    "hsds",
    {
        "import": right(kinds=("machine",), roles=("operator",)),
        "quarantine": right(kinds=("machine",), roles=KEEPERS),
        "mend": right(kinds=("machine",), roles=KEEPERS),
        "dismiss": right(kinds=("machine",), roles=KEEPERS),
    },
)
