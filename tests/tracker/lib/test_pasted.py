import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse

from tracker.lib import pasted
from tracker.lib.middleware import compose_input, tell_what_was_tidied, tidied_in

LIST = "Kết quả:\n\uf0b7\tHọp 3 cuộc;\n\uf0a7 Ban hành;\n\uf0fc Đạt\n\ue123Khác\n1.\tMột"


def test_bullets_of_word_fonts_become_common_ones():
    found = pasted.tidy(LIST)

    assert found.text == "Kết quả:\n• Họp 3 cuộc;\n• Ban hành;\n✓ Đạt\n•Khác\n1. Một"
    assert (found.num_replaced, found.num_dropped) == (4, 0)


def test_invisible_characters_and_turned_writing_are_dropped():
    found = pasted.tidy("zero\u200bwidth \ufeffBOM \u202eđảo\u202c \ue123 x\u2028y\u000bz")

    assert found.text == "zerowidth BOM đảo  x\ny\nz"
    assert (found.num_replaced, found.num_dropped) == (2, 5)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Thôn\tSố hộ\tĐạt\nThôn Đông\t120\t98,5%",
        "nh\u00ad vËy",  # a letter of an old encoding
        "“Kế hoạch số 15-KH/ĐU” – đúng tiến độ… ≥ 98,5\u202f%; m²; ½; ✓; 😀",
        "khoảng\u00a0trắng cứng",
    ],
)
def test_other_text_stays_as_it_is(text):
    assert pasted.tidy(text) == (text, 0, 0)


def test_what_was_changed_is_told_in_words():
    assert pasted.in_words(0, 0) == ""
    assert pasted.in_words(2, 0).startswith("Đã thay 2 ký tự riêng của Word")
    assert pasted.in_words(0, 1).startswith("Đã bỏ 1 ký tự vô hình")
    assert " và đã bỏ 3 ký tự" in pasted.in_words(2, 3)


def _answer(rf, headers=None, **fields):
    request = rf.post("/", fields, headers=headers)
    request.session = {}
    request._messages = FallbackStorage(request)
    seen = {}

    def view(request):
        seen.update(request.POST.items())
        return HttpResponse(tidied_in(request))

    answer = compose_input(tell_what_was_tidied(view))(request)
    return seen, answer.content.decode(), [str(one) for one in request._messages]


def test_a_form_is_tidied_and_the_person_is_told(rf):
    seen, note, messages = _answer(rf, result=LIST, title="một\u200b")

    assert seen == {"result": pasted.tidy(LIST).text, "title": "một"}
    assert messages == [note]
    assert "thay 4 ký tự" in note


def test_a_fragment_tells_it_itself(rf):
    _, note, messages = _answer(rf, {"HX-Request": "true"}, result=LIST)

    assert "thay 4 ký tự" in note
    assert messages == []


def test_passwords_and_what_the_server_sent_stay_as_they_are(rf):
    fields = {"password": "mật\u200bkhẩu", "new_password1": "\uf0b7", "seen": "cũ\u200b"}

    seen, note, messages = _answer(rf, **fields)

    assert (seen, note, messages) == (fields, "", [])
