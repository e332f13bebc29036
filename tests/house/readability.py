"""The Python of the product: complexity, types, names that mean two things, a field by name."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.house.figure import Figure
from tests.house.modules import ROOT, modules

DECISIONS = (ast.If, ast.IfExp, ast.For, ast.While, ast.ExceptHandler, ast.Assert, ast.match_case)
# Names that Django prescribes
PRESCRIBED = {"Command", "Meta"}
GOAL = 12  # functions above it are listed


def figures() -> Iterator[Figure]:
    functions = sorted(complexities(), reverse=True)
    yield Figure.of("files that know the field `recommendation`", files_that_name("recommendation"))
    yield Figure("most complex function", functions[0][0], found=_lines(functions))
    yield Figure("uses of `Any`, demo aside", uses_of("Any"))
    yield Figure.of("class names with two meanings", class_names_in_two_modules())


def files_that_name(word: str) -> list[Path]:
    """Files of Python, templates and scripts that contain `word`, demo and migrations aside."""
    whole = re.compile(rf"\b{word}\b")
    code = [module.path for module in modules().values() if not module.is_demo]
    pages = [*(ROOT / "templates").rglob("*.*"), *(ROOT / "static").rglob("*.js")]
    return [
        path.relative_to(ROOT)
        for path in [*code, *pages]
        if whole.search(path.read_text(encoding="utf-8"))
    ]


def complexities() -> Iterator[tuple[int, str]]:
    """The complexity of each function, and its place."""
    for module in modules().values():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield complexity(node), f"{module.path.relative_to(ROOT)}: {node.name}"


def complexity(function: ast.AST) -> int:
    """One, and one more for each decision: also `and`, `or`, a choice and a comprehension.

    Functions inside the function count with it.
    """
    total = 1
    for node in ast.walk(function):
        if isinstance(node, DECISIONS):
            total += 1
        elif isinstance(node, ast.BoolOp):
            total += len(node.values) - 1
        elif isinstance(node, ast.comprehension):
            total += 1 + len(node.ifs)
    return total


def uses_of(name: str) -> int:
    """How often `name` stands in the code, imports included."""
    whole = re.compile(rf"\b{name}\b")
    return sum(len(whole.findall(each.text)) for each in modules().values() if not each.is_demo)


def class_names_in_two_modules() -> list[str]:
    places = defaultdict(list)
    for module in modules().values():
        for node in module.tree.body:
            if isinstance(node, ast.ClassDef) and node.name not in PRESCRIBED:
                places[node.name].append(module.name)
    return [f"{name}: {', '.join(where)}" for name, where in places.items() if len(where) > 1]


def _lines(functions: list[tuple[int, str]]) -> tuple[str, ...]:
    return tuple(f"{count:3} {place}" for count, place in functions if count > GOAL)
