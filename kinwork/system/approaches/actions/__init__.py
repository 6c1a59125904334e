"""Every change of the registry, of research projects, and of what a partnership says of itself."""

from kinwork.system.approaches.actions.coding import classify, code, reconcile
from kinwork.system.approaches.actions.finding import find, judge, select
from kinwork.system.approaches.actions.own import say_own
from kinwork.system.approaches.actions.profiling import (
    confirm,
    draft,
    leave_out,
    profile,
    return_by_hand,
    send,
    stop_waiting,
)
from kinwork.system.approaches.actions.projects import (
    add_project,
    change_project,
    import_projects,
)
from kinwork.system.approaches.rules import About, Entry, Judged

__all__ = [
    "About",
    "Entry",
    "Judged",
    "add_project",
    "change_project",
    "classify",
    "code",
    "confirm",
    "draft",
    "find",
    "import_projects",
    "judge",
    "leave_out",
    "profile",
    "reconcile",
    "return_by_hand",
    "say_own",
    "select",
    "send",
    "stop_waiting",
]
