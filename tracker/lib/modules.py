"""ES modules joined into one script, so that a page costs one request.

Each module becomes a function that runs once and returns its exports. Only the forms of import
and export that our modules use are understood; any other is refused.
"""

import posixpath
import re
from collections.abc import Callable

_IMPORT = re.compile(r'^import (?:(\{[^}]*\}|\* as \w+) from )?"(\.[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(
    r"^export (?=(?:async )?function (\w+)\(|const (?:(\w+)|\{ ([\w, ]+) \}) =)", re.MULTILINE
)
_NOT_UNDERSTOOD = re.compile(r"^(?:import|export)\b.*|\bimport\(.*", re.MULTILINE)


class CannotJoinError(ValueError):
    """A module that this file does not understand."""


def imports_of(name: str, source: str) -> list[str]:
    """The modules that `source`, the text of the module `name`, imports."""
    folder = posixpath.dirname(name)
    return [posixpath.normpath(posixpath.join(folder, path)) for _, path in _IMPORT.findall(source)]


def join(name: str, read: Callable[[str], str]) -> str:
    """The module `name` and all that it imports, as one script; `read` returns a module's text."""
    joined: dict[str, str] = {}

    def add(name: str, importers: tuple[str, ...]) -> None:
        if name in importers:
            raise CannotJoinError(f"{name} imports itself through {', '.join(importers)}")
        if name not in joined:
            source = read(name)
            for imported in imports_of(name, source):
                add(imported, (*importers, name))
            joined[name] = _as_function(name, source)

    add(name, ())
    return "\n".join(joined.values())


def _as_function(name: str, source: str) -> str:
    exports = [exported for found in _EXPORT.findall(source) for exported in found if exported]
    body = _EXPORT.sub("", _IMPORT.sub(lambda found: _binding(name, found), source))
    if unknown := _NOT_UNDERSTOOD.search(body):
        raise CannotJoinError(f"{name}: {unknown[0]}")
    return f"const {_variable(name)} = (() => {{\n{body}return {{{', '.join(exports)}}};\n}})();\n"


def _binding(name: str, found: re.Match[str]) -> str:
    """The statement that takes the place of an import: the module it names has run before."""
    names, path = found.groups()
    if names is None:
        return ""
    imported = _variable(posixpath.normpath(posixpath.join(posixpath.dirname(name), path)))
    names = names.removeprefix("* as ").replace(" as ", ": ")
    return f"const {names} = {imported};\n"


def _variable(name: str) -> str:
    return re.sub(r"\W", "_", name.removesuffix(".js"))
