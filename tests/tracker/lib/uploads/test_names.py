"""Names of files as offices and messengers give them."""

import pytest

from tracker.lib.refusal import Refused
from tracker.lib.uploads import names


@pytest.mark.parametrize(
    "name",
    [
        "HS.ISO.9001.2015.pdf",
        "QT.07.ISO.pdf",
        "BC.COM.2024.pdf",
        "DS.SH.chi bo.pdf",
        "TB.PY.pdf",
        "15.BC-UBND.signed.pdf",
    ],
)
def test_ordinary_names_are_taken(name):
    assert names.allowed_extension(names.clean(name)) == "pdf"


@pytest.mark.parametrize("name", ["anh-zalo.jfif", "ANH.JFIF", "anh.jpe", "anh.jpeg", "anh.jpg"])
def test_photographs_of_messengers_are_jpg(name):
    assert names.allowed_extension(name) == "jpg"


@pytest.mark.parametrize("name", ["giấy mời.exe.pdf", "a.scr.jpg", "bao cao.docm.docx"])
def test_disguised_programs_are_refused(name):
    with pytest.raises(Refused, match="hai đuôi tệp"):
        names.allowed_extension(name)
