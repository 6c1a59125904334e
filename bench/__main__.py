"""`python -m bench [NAME ...] [--quick]`: these benchmarks, or all of them one after the other."""

import subprocess
import sys
from pathlib import Path

NAMES = ("import_miami", "search", "hsds_api", "family_pages")
QUICK = {"search": ["--services", "20000", "--searches", "100"]}  # how some say it


def main() -> int:
    given = sys.argv[1:]
    chosen = [one for one in given if not one.startswith("-")] or NAMES
    unknown = [one for one in chosen if one not in NAMES]
    if unknown:
        print(f"There is no benchmark {unknown[0]!r}; there are: {', '.join(NAMES)}.")
        return 2
    failed = 0
    for name in chosen:
        print(f"\n--- {name}", flush=True)
        failed |= subprocess.run(
            [sys.executable, "-m", f"bench.{name}", *options(name, given)],
            cwd=Path(__file__).resolve().parent.parent,
        ).returncode
    return failed


def options(name: str, given: list[str]) -> list[str]:
    quick = "--quick" in given
    others = [one for one in given if one.startswith("-") and one != "--quick"]
    if not quick or name == "import_miami":
        return others
    return [*others, *QUICK.get(name, ["--quick"])]


if __name__ == "__main__":
    sys.exit(main())
