"""What forms say of a wrong input where they have no words of their own.

Django's translation is clumsy in places ("số tổng thể" for a whole number) and English in others.
"""

from django import forms
from django.core import validators

AGAIN = "Lựa chọn này không có hoặc không còn. Hãy chọn lại."
FILE_AGAIN = "Chưa nhận được tệp. Hãy chọn lại tệp."
OF_FIELDS: dict[type[forms.Field], dict[str, str]] = {
    forms.Field: {"required": "Không được để trống."},
    forms.IntegerField: {"invalid": "Hãy ghi một số nguyên."},
    forms.DecimalField: {"invalid": "Hãy ghi một số."},
    forms.DateField: {"invalid": "Ngày không đúng."},
    forms.ChoiceField: {"invalid_choice": AGAIN},
    forms.MultipleChoiceField: {"invalid_choice": AGAIN, "invalid_list": AGAIN},
    forms.ModelChoiceField: {"invalid_choice": AGAIN},
    forms.ModelMultipleChoiceField: {
        "invalid_choice": AGAIN,
        "invalid_list": AGAIN,
        "invalid_pk_value": AGAIN,
    },
    forms.FileField: {
        "invalid": FILE_AGAIN,
        "missing": FILE_AGAIN,
        "empty": "Tệp rỗng. Hãy chọn lại tệp.",
    },
}
OF_VALIDATORS: dict[type[validators.BaseValidator], str] = {
    validators.MaxLengthValidator: "Dài tối đa %(limit_value)d ký tự, hiện có %(show_value)d.",
    validators.MinLengthValidator: "Cần ít nhất %(limit_value)d ký tự, hiện có %(show_value)d.",
    validators.MinValueValidator: "Phải từ %(limit_value)s trở lên.",
    validators.MaxValueValidator: "Không được quá %(limit_value)s.",
}


def use() -> None:
    """Give every field these words; called once, before any form is declared."""
    for field, words in OF_FIELDS.items():
        field.default_error_messages = {**field.default_error_messages, **words}
    for validator, message in OF_VALIDATORS.items():
        validator.message = message
    validators.ProhibitNullCharactersValidator.message = (
        "Có ký tự không dùng được. Hãy xóa và gõ lại."
    )
