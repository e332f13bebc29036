"""The words of forms for a wrong input."""

from django import forms


class Every(forms.Form):
    name = forms.CharField(max_length=3)
    place = forms.CharField()
    number = forms.IntegerField()
    order = forms.IntegerField(min_value=1)
    choice = forms.ChoiceField(choices=[("a", "A")])
    file = forms.FileField()


def test_a_wrong_input_is_told_in_words_of_an_office():
    typed = {
        "name": "Hải Lăng",
        "place": "a\x00b",
        "number": "x",
        "order": "0",
        "choice": "b",
    }

    errors = Every(typed).errors

    assert errors == {
        "name": ["Dài tối đa 3 ký tự, hiện có 8."],
        "place": ["Có ký tự không dùng được. Hãy xóa và gõ lại."],
        "number": ["Hãy ghi một số nguyên."],
        "order": ["Phải từ 1 trở lên."],
        "choice": ["Lựa chọn này không có hoặc không còn. Hãy chọn lại."],
        "file": ["Không được để trống."],
    }
