"""Measure the product at a size and print each figure beside its limit.

`python -m tests.bench [--size demo|medium|large|plans30] [--engine sqlite|postgres]`. The
demonstration is measured on SQLite.
"""

import argparse
import signal
import sys

from tests.bench import demo, sized
from tests.bench.sizes import SIZES


def main() -> None:
    # Unwind on SIGTERM, so that the database is terminated and the folders are removed
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--size", choices=("demo", *SIZES), default="demo")
    parser.add_argument("--engine", choices=("sqlite", "postgres"), default="sqlite")
    arguments, others = parser.parse_known_args()
    if arguments.size == "demo":
        if arguments.engine != "sqlite":
            sys.exit("The demonstration is measured on SQLite: leave ENGINE out, or choose a SIZE.")
        demo.main(others)
    else:
        sized.main(arguments.size, arguments.engine)


if __name__ == "__main__":
    main()
