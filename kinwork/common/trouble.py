"""Trouble that a person can do something about, said in one plain sentence."""

import errno


class Trouble(Exception):
    """Its text is the sentence; commands print it alone, without a traceback, and exit with 1."""


def disk_full(where: object) -> Trouble:
    """The sentence for a full disk below `where`."""
    return Trouble(
        f"The disk that holds {where} is full: free about 500 MB and run the same command again."
    )


def is_disk_full(why: BaseException) -> bool:
    """Does this error, from Python or from PostgreSQL (53100), say that the disk is full?"""
    seen = set()
    while why is not None and id(why) not in seen:
        seen.add(id(why))
        if isinstance(why, OSError) and why.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        if getattr(why, "sqlstate", None) == "53100":
            return True
        why = why.__cause__ or why.__context__
    return False
