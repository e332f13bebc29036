"""Print all figures; the exit code is 1 where one exceeds its limit."""

import sys

from tests.house import templates

SUBJECTS = (templates,)


def main() -> int:
    figures = [figure for subject in SUBJECTS for figure in subject.figures()]
    for figure in figures:
        sys.stdout.write(f"{figure}\n")
    return int(not all(figure.is_kept for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
