"""Print all figures; the exit code is 1 where one exceeds its limit.

`--types` adds the errors of strict type checking, which takes half a minute; `--details` lists
what was counted, and is not needed for a figure that exceeds its limit.
"""

import argparse
import sys

from tests.house import constraints, imports, readability, strict_types, templates

SUBJECTS = (templates, imports, readability, constraints)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.house", description=__doc__)
    parser.add_argument("--types", action="store_true")
    parser.add_argument("--details", action="store_true")
    asked = parser.parse_args()

    subjects = [*SUBJECTS, strict_types] if asked.types else SUBJECTS
    figures = [figure for subject in subjects for figure in subject.figures()]
    for figure in figures:
        sys.stdout.write(f"{figure}\n")
        if asked.details or not figure.is_kept:
            sys.stdout.write(figure.details)
    return int(not all(figure.is_kept for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
