"""A pytest plugin: at the end, the files that took longest, with setting up and clearing away."""

from collections import Counter

SHOWN = 12
seconds: Counter[str] = Counter()


def pytest_runtest_logreport(report) -> None:
    seconds[report.nodeid.partition("::")[0]] += report.duration


def pytest_terminal_summary(terminalreporter) -> None:
    for path, spent in seconds.most_common(SHOWN):
        terminalreporter.write_line(f"{spent:7.1f} s  {path}")
