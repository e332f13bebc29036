"""`python -m tests.load SCENARIO`: run it in a temporary folder and print its figures last.

The exit code is 1 if a request failed or an acknowledged save is missing.
"""

import sys
import tempfile
from pathlib import Path

from tests.load import evening, filing, slowness

SCENARIOS = {"filing": filing.run, "evening": evening.run, "slow": slowness.run}


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in SCENARIOS:
        print(f"usage: make load SCENARIO={'|'.join(SCENARIOS)}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="tracker-load-") as folder:
        figures = SCENARIOS[arguments[0]](Path(folder) / "data")
    print(figures, flush=True)
    return int(bool(figures.errors or figures.lost))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
