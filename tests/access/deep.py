"""The last figure of a deep run, kept in docs/reference/deep with its commit, seed and time."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def keep_figure(
    name: str, command: str, about: str, figures: dict[str, str], began: datetime, commit: str = ""
) -> None:
    """Write docs/reference/deep/NAME.md: what ran, on which commit, how long, what came out."""
    ended = datetime.now(UTC)
    rows = {
        "commit": commit or commit_now(),
        "run": f"{ended:%Y-%m-%d}, {(ended - began).total_seconds():,.0f} seconds",
    }
    lines = [f"| {what} | {figure} |" for what, figure in (figures | rows).items()]
    page = [f"# `{command}`", "", about, "", "| what | figure |", "|---|---|", *lines, ""]
    folder = ROOT / "docs" / "reference" / "deep"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.md").write_text("\n".join(page))


RULE = ("kinwork/trust", "kinwork/people", "tests/access")


def commit_now(*paths: str) -> str:
    """Taken when a long run begins: others may follow while it goes on. paths: what it tried."""

    def git(*words: str) -> str:
        return subprocess.run(
            ["git", *words], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.strip()

    changed = git("status", "--porcelain", "--", *(paths or RULE))
    return git("rev-parse", "--short", "HEAD") + (
        " (with changes not committed)" if changed else ""
    )
