"""Who may make, join and suspend agreements here."""

from kinwork.common.rights import declare, right

declare(
    "agreements",
    {
        "make_agreement": right(roles=("backbone lead", "operator")),
        "join": right(roles=("backbone lead", "operator")),
        "suspend": right(roles=("backbone lead", "operator")),
    },
)
