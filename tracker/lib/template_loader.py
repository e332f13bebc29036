"""Templates as they are served: their indentation is for those who read the source."""

import re

from django.template import Origin
from django.template.loaders import filesystem

_INDENTATION = re.compile(r"\n[ \t]+")
_BREAK_AT_END = re.compile(r"\n(?=</(?:a|button|summary)>)")


class Loader(filesystem.Loader):
    """Load pages without indentation; a line break alone separates as well as one with spaces.

    Of a page with fifty forms, a seventh would be spaces: bytes to join, to compress and to send.
    At the end of a link or a button the break goes too: behind visually hidden words a browser
    would draw it, as a gap. Texts of mails are left as they are.
    """

    def get_contents(self, origin: Origin) -> str:
        source = super().get_contents(origin)
        if not str(origin.name).endswith(".html"):
            return source
        return _BREAK_AT_END.sub("", _INDENTATION.sub("\n", source))
