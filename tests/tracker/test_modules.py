"""Modules joined into one script."""

import pytest

from tracker.lib.modules import CannotJoinError, join

FILES = {
    "js/page.js": (
        'import "./shared.js";\nimport { size, tell } from "./page/sizes.js";\n\ntell(size);\n'
    ),
    "js/shared.js": 'import * as sizes from "./page/sizes.js";\nsizes.tell(sizes.size);\n',
    "js/page/sizes.js": (
        "export const size = 3;\nconst hidden = 4;\nexport async function tell(one) {}\n"
        "export const { htmx } = globalThis;\n"
    ),
}


def test_a_module_comes_after_all_that_it_imports_and_once():
    assert join("js/page.js", FILES.__getitem__) == (
        "const js_page_sizes = (() => {\n"
        "const size = 3;\nconst hidden = 4;\nasync function tell(one) {}\n"
        "const { htmx } = globalThis;\n"
        "return {size, tell, htmx};\n})();\n"
        "\n"
        "const js_shared = (() => {\n"
        "const sizes = js_page_sizes;\nsizes.tell(sizes.size);\n"
        "return {};\n})();\n"
        "\n"
        "const js_page = (() => {\n"
        "const { size, tell } = js_page_sizes;\n\ntell(size);\n"
        "return {};\n})();\n"
    )


def test_an_import_over_several_lines_and_under_another_name_is_understood():
    page = 'import {\n  size as width,\n  tell,\n} from "./page/sizes.js";\n'

    script = join("js/page.js", (FILES | {"js/page.js": page}).__getitem__)

    assert "const {\n  size: width,\n  tell,\n} = js_page_sizes;\n" in script


@pytest.mark.parametrize(
    "line",
    [
        "export default 3;",
        "export let size = 3;",
        "export class Size {}",
        'export { size } from "./shared.js";',
        'import sizes from "./shared.js";',
        'const sizes = await import("./shared.js");',
        "import { size } from './shared.js';",
    ],
)
def test_what_would_be_joined_wrongly_is_refused(line):
    with pytest.raises(CannotJoinError, match=r"js/page\.js: "):
        join("js/page.js", (FILES | {"js/page.js": f"{line}\n"}).__getitem__)


def test_modules_that_import_each_other_are_refused():
    circle = {"js/a.js": 'import "./b.js";\n', "js/b.js": 'import "./a.js";\n'}

    with pytest.raises(CannotJoinError, match=r"js/a\.js imports itself"):
        join("js/a.js", circle.__getitem__)
