"""Storage of static files under hashed names, which browsers may keep for ever."""

from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)

# Django's own switch reads every script, and those of packages import what they do not bring.
_IMPORTS = (
    "js/*.js",
    (
        (r"""(?P<matched>\bfrom "(?P<url>\.[^"]+)";)""", """from "%(url)s";"""),
        (r"""(?P<matched>\bimport "(?P<url>\.[^"]+)";)""", """import "%(url)s";"""),
    ),
)


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Hash and compress static files; imports between our scripts name the hashed files too.

    An import map would need an inline script, which the content policy forbids.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, _IMPORTS)
