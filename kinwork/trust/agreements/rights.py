"""Who may make, join and suspend agreements here."""

from kinwork.common.rights import declare, right

declare(
    "agreements",
    {
        "make_agreement": right(roles=("backbone lead", "operator"), kinds=("machine",)),
        "join": right(roles=("backbone lead", "operator"), kinds=("machine",)),
        "suspend": right(roles=("backbone lead", "operator"), kinds=("machine",)),
    },
)
