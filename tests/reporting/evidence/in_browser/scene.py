"""What tests of evidence in a browser do and ask for."""

from axe_playwright_python.sync_playwright import Axe

LONG_NAME = "Báo cáo kết quả rà soát, niêm yết thủ tục hành chính quý I năm 2026 (bản ký số).pdf"


def kept(block, name):
    block.locator(".evidence-list").get_by_text(name).first.wait_for()


def serious(page):
    found = Axe().run(page, options={"resultTypes": ["violations"], "iframes": False})
    return [
        (rule["id"], [node["html"] for node in rule["nodes"]])
        for rule in found.response["violations"]
        if rule["impact"] in ("serious", "critical")
    ]
