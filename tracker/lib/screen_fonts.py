"""Makes the web fonts of the screen: `python screen_fonts.py FROM.ttf TO.woff2`.

The fonts are reduced to the letters of Vietnamese office text and compressed, to a tenth of the
packaged file. This is a separate program because fontTools would stay in the memory of a process
that imports it.
"""

import os
import sys
from pathlib import Path

from fontTools import subset

# Latin with its accents as Vietnamese writes them, composed and combining; numbers, currency,
# quotation marks, dashes and signs that people type or that our pages show.
UNICODES = (
    "U+0020-007E,U+00A0-00FF,U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,"
    "U+01AF-01B0,U+0300-0304,U+0306,U+0309,U+0323,U+1EA0-1EF9,U+2010-2015,U+2018-201E,U+2020-2022,"
    "U+2026,U+2030,U+2032-2033,U+2039-203A,U+20AB,U+2212,U+2248,U+2260,U+2264-2265"
)
FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk"]


def make(source: Path, target: Path) -> None:
    """Write `target` in one step, so that readers never see a partial file."""
    options = subset.Options(flavor="woff2", layout_features=FEATURES, hinting=False)
    font = subset.load_font(str(source), options)
    chosen = subset.Subsetter(options)
    chosen.populate(unicodes=subset.parse_unicodes(UNICODES))
    chosen.subset(font)
    unfinished = target.with_suffix(f".{os.getpid()}")
    subset.save_font(font, str(unfinished), options)
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    unfinished.replace(target)


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]))
