"""Who may change the directory. Reading it is everybody's."""

from kinwork.common.rights import declare, right

GIVE_SERVICES = ("provider staff", "supervisor", "intake worker", "navigator", "caseworker")
KEEPERS = ("account administrator", "operator")

declare(
    "directory",
    {
        "set_capacity": right(kinds=("clock",), roles=(*GIVE_SERVICES, *KEEPERS)),
        "lapse_capacity": right(kinds=("clock",)),
        "renew_capacity": right(roles=(*GIVE_SERVICES, *KEEPERS)),
        "save_record": right(roles=KEEPERS),
        "settle_correction": right(roles=KEEPERS),
    },
)
