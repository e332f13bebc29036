"""Storage of static files as the product serves them."""

from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]
from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)

from tracker.lib import modules

Paths = dict[str, Any]
_MODULES = "js/"


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Join the modules of each page, then hash and compress.

    Names with a hash may be cached for ever. A page loads its modules as one script: over a slow
    line each file costs a kilobyte of headers, and each level of imports a round trip.
    """

    def post_process(
        self, paths: Paths, dry_run: bool = False, **options: object
    ) -> Iterator[object]:
        if not dry_run:
            paths = _with_joined_modules(paths)
        yield from super().post_process(paths, dry_run=dry_run, **options)


class ServeStaticFiles(WhiteNoiseMiddleware):
    """Serve collected files, but not the list of them all."""

    def add_file_to_dictionary(self, url: str, path: str, stat_cache: Paths | None = None) -> None:
        if not url.endswith(f"/{StaticFiles.manifest_name}"):
            super().add_file_to_dictionary(url, path, stat_cache=stat_cache)


def _with_joined_modules(paths: Paths) -> Paths:
    """`paths`, each with its storage and name there, with one script for the modules of a page."""

    def read(name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            text: str = file.read().decode()
        return text

    scripts = InMemoryStorage()
    found = {name: source for name, source in paths.items() if not name.startswith(_MODULES)}
    for name in sorted(paths.keys() - found.keys()):
        # Modules that pages load lie here; those that they import lie in folders.
        if "/" not in name.removeprefix(_MODULES):
            scripts.save(name, ContentFile(modules.join(name, read)))
            found[name] = (scripts, name)
    return found
