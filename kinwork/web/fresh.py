"""Compiles the Spanish when a part of it is newer than what was compiled."""

import logging
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"
log = logging.getLogger(__name__)


def spanish() -> None:
    """Cheap when nothing changed: a few file times. Babel is loaded only when there is work."""
    folder, target = LOCALE / "es" / "parts", LOCALE / "es" / "LC_MESSAGES" / "django.mo"
    newest = max(
        (path.stat().st_mtime for path in [folder, *folder.glob("*.po")] if path.exists()),
        default=0,
    )
    if not newest or (target.exists() and target.stat().st_mtime >= newest):
        return
    try:
        from kinwork.web import translate

        translate.write()
    except (OSError, SystemExit) as why:
        log.warning("the Spanish was not compiled: %s", why)
