"""`python -m bench [NAME ...] [--quick] [OPTION ...]`: these benchmarks, or all, one after the other.

Options stand behind the names and go to each benchmark as they are, with their values.
"""

import subprocess
import sys
from pathlib import Path

NAMES = (
    *("import_miami", "search", "doors", "hsds_api", "family_pages", "desk", "rls"),
    *("screening", "intake", "network", "board", "plans", "loops", "page"),
)
QUICK = {"search": ["--services", "20000", "--searches", "100"]}  # how some say it


def main() -> int:
    given = sys.argv[1:]
    first = next((n for n, one in enumerate(given) if one.startswith("-")), len(given))
    chosen, given = given[:first] or NAMES, given[first:]
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
    others = [one for one in given if one != "--quick"]
    if not quick or name == "import_miami":
        return others
    return [*others, *QUICK.get(name, ["--quick"])]


if __name__ == "__main__":
    sys.exit(main())
