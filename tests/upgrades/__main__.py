"""`python -m tests.upgrades NAME`: make a fixture of this checkout, named after its commit.

It makes a small demonstration in a temporary folder, takes the steps that the demonstration
lacks, trims the result and writes `tests/upgrades/from_NAME.json`. Run it on the last commit
before the migrations of an issue; the exit code is 1 if a table is empty.
"""

import os
import sys
from pathlib import Path

import django


def main(name: str) -> int:
    os.environ.pop("DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from tests.upgrades import making, rows

    call_command("migrate", verbosity=0)
    fixture = making.make_fixture(at=timezone.now())
    file = Path(__file__).parent / f"from_{name}.json"
    rows.write(fixture, file)
    counts = {label: len(table["rows"]) for label, table in fixture["tables"].items()}
    sys.stdout.write(f"{file.name}: {file.stat().st_size} bytes, {sum(counts.values())} rows\n")
    empty = [label for label, count in counts.items() if not count]
    if empty:
        sys.stdout.write(f"No row of {', '.join(empty)}\n")
    return bool(empty)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
