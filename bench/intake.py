"""How few questions decide every program: `kinwork bench intake`, with `--households N`."""

import argparse
from datetime import date

from bench.common import machine
from kinwork.cli.bench import in_words, measure

ON = date(2026, 11, 15)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--households", type=int, default=2000)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--quick", action="store_true", help="200 households")
    said = ask.parse_args()
    print(machine())
    print(in_words(measure(200 if said.quick else said.households, said.seed, ON)))


if __name__ == "__main__":
    main()
