"""Storage of static files under hashed names, which browsers may cache forever."""

from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)

# Django's own option reads every script, and those of packages import missing files.
_IMPORTS = (
    "js/*.js",
    (
        (r"""(?P<matched>\bfrom "(?P<url>\.[^"]+)";)""", """from "%(url)s";"""),
        (r"""(?P<matched>\bimport "(?P<url>\.[^"]+)";)""", """import "%(url)s";"""),
    ),
)


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Hash and compress static files, and rewrite imports between our scripts to hashed names.

    An import map would need an inline script, which the content policy forbids.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, _IMPORTS)
