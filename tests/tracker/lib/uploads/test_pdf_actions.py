"""PDF files that act on opening, send something or lead to a share, and ordinary links."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from tests.reporting.evidence.uploads import pdf
from tracker.lib import uploads
from tracker.lib.refusal import Refused

PAGE = Dictionary(S=Name.URI, URI="https://x.invalid/")
SHARE = Dictionary(S=Name.URI, URI=r"\\x.invalid\chung")
FILE = Dictionary(S=Name.URI, URI="file://x.invalid/chung")
REMOTE = Dictionary(S=Name.GoToR, F="phu-luc.pdf", D=Array([0, Name.Fit]))
REMOTE_SHARE = Dictionary(S=Name.GoToR, F=Dictionary(Type=Name.Filespec, UF=r"\\x.invalid\a.pdf"))
SUBMIT = Dictionary(S=Name.SubmitForm, F=Dictionary(FS=Name.URL, F="https://x.invalid/"))
TOP = Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]))


def with_page(change):
    document = pikepdf.new()
    change(document, document.add_blank_page().obj)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def linked(action, **more):
    """A page with an area that a reader may click."""

    def change(document, page):
        link = Dictionary(Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action, **more)
        page.Annots = Array([document.make_indirect(link)])

    return with_page(change)


def far_content(document, page):
    page.Contents = document.make_stream(b"")
    page.Contents["/F"] = pikepdf.String(r"\\x.invalid\a.bin")


def endless(document, _page):
    first = document.make_indirect(Dictionary(S=Name.GoTo))
    first.Next = first
    document.Root.OpenAction = first


BAD = {
    "address on opening": (lambda: pdf(root={"/OpenAction": PAGE}), "tự mở địa chỉ"),
    "address after a jump": (
        lambda: pdf(root={"/OpenAction": Dictionary(S=Name.GoTo, Next=Array([TOP, PAGE]))}),
        "tự mở địa chỉ",
    ),
    "file on opening": (lambda: pdf(root={"/OpenAction": REMOTE}), "tự mở địa chỉ"),
    "address on closing": (lambda: pdf(root={"/AA": Dictionary(WC=PAGE)}), "tự mở địa chỉ"),
    "address on a page": (
        lambda: with_page(lambda _document, page: page.update({"/AA": Dictionary(O=PAGE)})),
        "tự mở địa chỉ",
    ),
    "address under the pointer": (lambda: linked(TOP, AA=Dictionary(E=PAGE)), "tự mở địa chỉ"),
    "endless actions": (lambda: with_page(endless), "tự mở địa chỉ"),
    "share on opening": (lambda: pdf(root={"/OpenAction": REMOTE_SHARE}), "tự mở địa chỉ"),
    "link to a share": (lambda: linked(SHARE), "thư mục trên máy"),
    "link to a file": (lambda: linked(FILE), "thư mục trên máy"),
    "link to a document on a share": (lambda: linked(REMOTE_SHARE), "thư mục trên máy"),
    "button that sends": (lambda: linked(SUBMIT), "gửi dữ liệu đi"),
    "content in another file": (lambda: with_page(far_content), "nằm ở tệp khác"),
    "form of scripts": (lambda: pdf(root={"/AcroForm": Dictionary(XFA=Array())}), "mã lệnh"),
}
GOOD = {
    "link to a page of the web": lambda: linked(PAGE),
    "link to a mail address": lambda: linked(Dictionary(S=Name.URI, URI="mailto:a@x.invalid")),
    "link to a document beside": lambda: linked(REMOTE),
    "link inside": lambda: linked(TOP),
    "first page on opening": lambda: pdf(root={"/OpenAction": TOP}),
    "place on opening": lambda: pdf(root={"/OpenAction": Array([0, Name.Fit])}),
}


def check(content):
    return uploads.check(io.BytesIO(content), name="a.pdf", size=len(content))


@pytest.mark.parametrize("case", BAD)
def test_a_pdf_that_acts_is_refused_with_what_to_do(case):
    make, words = BAD[case]

    with pytest.raises(Refused, match=words) as refusal:
        check(make())

    assert "in lại thành PDF thường" in str(refusal.value)


@pytest.mark.parametrize("case", GOOD)
def test_links_that_a_reader_clicks_are_accepted(case):
    assert check(GOOD[case]()).name == "a.pdf"
