"""`python -m tests.drill.compare KEY_FILE BACKUP BACKUP`: whether two backups hold the same.

The exit code is 1, with the tables that differ, if they do not.
"""

import sys
from pathlib import Path

import django


def main(key_file: str, first: str, second: str) -> int:
    django.setup()
    from tests.tracker.backups import content

    key = Path(key_file).read_text(encoding="utf-8").strip()
    one, other = (content.of_backup(Path(path), key) for path in (first, second))
    differ = [name for name in sorted({*one, *other}) if one.get(name) != other.get(name)]
    if differ:
        sys.stdout.write(f"differ: {', '.join(differ)}\n")
        return 1
    num_rows = sum(len(rows) for name, rows in one.items() if name != "files")
    sys.stdout.write(f"{num_rows} rows and {len(one['files'])} files equal\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
