"""Numbers of documents within sentences, which no line of a paper divides."""

import re

# "35-CT/TU": a line may end after the marks within it
NUMBER = re.compile(
    r"(?<![^ (])\d{1,4}(?:/\d{4})?[-/][A-ZĐ][A-Za-zĐ]{1,4}[-/][A-ZĐ][A-Za-zĐƯ]{1,5}(?![\w/-])"
)
UNBROKEN_HYPHEN = "\u2011"


def unbroken(text: str) -> str:
    """`text` with hyphens in the numbers of documents after which no line ends."""
    return NUMBER.sub(lambda found: found[0].replace("-", UNBROKEN_HYPHEN), text)
