"""docs/reference/limits.md: how often, how long, how many, as the code counts it."""

from collections.abc import Callable

Table = Callable[[list[str], list[list[str]]], str]


def page(table: Table) -> str:
    return (
        "# Limits\n\nWhat this site counts, and where it stops. Times of a referral are the"
        " community's own ([its clocks](referral-life.md)); sessions are [settings](settings.md).\n\n"
        "## Tries\n\nThe free ones cost nothing; each further one waits twice as long as the one"
        " before. All is forgotten after the memory without a try.\n\n"
        + table(["what", "free", "first wait", "longest wait", "memory"], _tries())
        + "\n## How many, how long\n\n"
        + table(["what", "limit"], _figures())
        + "\n## How long records are kept\n\nFrom the last deed on a family's record, once it is at"
        " rest; the longest of all that touch a row ([retention](../explanation/retention.md)).\n\n"
        + table(["line", "how long", "from", "which rows", "where", "text"], _kept())
    )


def _kept() -> list[list[str]]:
    from kinwork.common.rules import SETTINGS
    from kinwork.library.keeping import lines

    own = SETTINGS["keep_years"]
    years = f"{own.default} years; a community sets {own.least} to {own.most} (`keep_years`)"
    return [["`community`", years, "last deed", "all", "everywhere", ""]] + [
        [
            f"`{one.key}`",
            f"{one.years} years"
            + (f"; {one.past_18} years past the 18th birthday" if one.past_18 else ""),
            one.counts,
            f"{', '.join(one.classes) or 'all'} that an agency owns or typed"
            + (f", after {', '.join(one.touches)}" if one.touches else ""),
            ", ".join(one.states) or "everywhere",
            one.cites,
        ]
        for one in lines()
    ]


def _tries() -> list[list[str]]:
    from kinwork.web.limits import LIMITS

    return [
        [name, str(one.free), *(_time(part) for part in (one.first, one.longest, one.memory))]
        for name, one in sorted(LIMITS.items())
    ]


def _time(seconds: int) -> str:
    for size, name in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds % size == 0:
            many = seconds // size
            return f"{many} {name}{'' if many == 1 else 's'}"
    return f"{seconds} seconds"


def _figures() -> list[list[str]]:
    from kinwork.accounts import confirming
    from kinwork.people.rules import NAME_LIMIT
    from kinwork.trust.access import rules as access
    from kinwork.trust.access.actions import keys, passkeys
    from kinwork.trust.agreements import rules as agreements
    from kinwork.trust.consent import rules as consent

    notices = ", ".join(str(days) for days in agreements.NOTICE_DAYS)
    return [
        [what, str(limit)]
        for what, limit in (
            ("letters of a name", NAME_LIMIT),
            ("a passkey's answer to what it is asked to sign", f"{confirming.MINUTES} minutes"),
            ("the day on a signed paper", f"{agreements.PAPER_YEARS} years back"),
            ("the scan of a signed paper, after its agreement", f"{agreements.SCAN_DAYS} days"),
            ("a family's code", f"{keys.KEY_DAYS} days"),
            ("a code of an intake that is not finished", f"{access.DRAFT_DAYS} days"),
            ("an intake that a family did not finish, untouched", f"{access.DRAFT_DAYS} days"),
            ("an intake that a desk did not finish, untouched", f"{access.DESK_DRAFT_DAYS} days"),
            ("without a deed before a record is at rest", f"{access.QUIET_DAYS} days"),
            ("a card made at a desk", f"{keys.CLAIM_HOURS} hours, one use"),
            ("cards for one family in 24 hours", keys.CLAIMS_A_HOUSEHOLD),
            ("cards by one worker in 24 hours", keys.CLAIMS_A_WORKER),
            ("a link or a code to come back", "15 minutes, one use, five tries"),
            ("phones whose lock opens a page, of one caregiver", passkeys.MOST),
            ("a question sent as a link", f"{consent.ASK_HOURS} hours, one answer"),
            ("questions to one family in a day", consent.ASKS_A_DAY),
            ("wrong tries at a link before it rests", consent.TRIES_AT_ONCE),
            ("wrong tries at a link in all", consent.TRIES_IN_ALL),
            ("notice before a consent ends", f"{consent.NOTICE_DAYS} days"),
            ("bringing back what a family had deleted", f"{consent.UNDO_DAYS} days"),
            ("an agency's own records, sealed, after that", f"{consent.RECORD_YEARS} years"),
            ("notices before an agreement ends", f"{notices} days"),
            ("a record opened in an emergency", f"{access.GLASS_MINUTES} minutes"),
            ("records opened in an emergency by one worker in 7 days", access.GLASSES_A_WEEK),
            ("names tried in an emergency by one worker in 24 hours", access.GLASS_TRIES_A_DAY),
            ("its review from outside", f"{access.GLASS_REVIEW_DAYS} working days"),
        )
    ]
