"""Forms of `units`. They validate input; the rules are in the use cases."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Q

from tracker.lib.days.fields import DateField
from tracker.lib.form_fields import ModelForm, set_choices, set_queryset
from tracker.lib.refusal import Refused
from units.models import (
    Bloc,
    Membership,
    Succession,
    SuccessionKind,
    Unit,
    UnitKind,
    User,
)
from units.models.membership import role_names

# Python cannot subscript Django's class at runtime
if TYPE_CHECKING:
    SetPasswordFormOfUser = SetPasswordForm[User]
else:
    SetPasswordFormOfUser = SetPasswordForm

CHOOSE = ("", "– Chọn –")
MISMATCH = "Hai lần nhập mật khẩu mới không giống nhau."


class EmailField(forms.EmailField):
    """An office's mail address."""

    default_error_messages = {"invalid": "Địa chỉ thư không đúng. Ví dụ: lan.tran@coquan.vn."}

    def __init__(self, *, label: str, required: bool = True, help_text: str = "") -> None:
        super().__init__(
            label=label,
            required=required,
            help_text=help_text,
            max_length=120,
            error_messages={"max_length": "Địa chỉ thư dài tối đa 120 ký tự."},
        )
        self.widget.attrs["autocomplete"] = "email"


class LogInForm(AuthenticationForm):
    """User name and password. The error does not reveal which accounts exist."""

    error_messages = {
        "invalid_login": (
            "Tên đăng nhập hoặc mật khẩu không đúng, hoặc tài khoản đã bị khóa hay hết vai trò."
        ),
        "inactive": "Tài khoản này đã bị khóa. Hãy liên hệ người quản trị.",
    }
    WAIT = "wait"
    username = forms.CharField(
        label="Tên đăng nhập",
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "username", "autocapitalize": "none"}
        ),
    )
    password = forms.CharField(
        label="Mật khẩu",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean(self) -> dict[str, object]:
        try:
            return super().clean()
        except Refused as refusal:
            raise forms.ValidationError(str(refusal), code=self.WAIT) from refusal

    def must_wait(self) -> bool:
        """Whether the password was not looked at, because the try came too early."""
        return self.has_error(NON_FIELD_ERRORS, self.WAIT)


class ChangePasswordForm(PasswordChangeForm):
    error_messages = {
        "password_incorrect": "Mật khẩu hiện tại không đúng.",
        "password_mismatch": MISMATCH,
    }

    def __init__(self, user: User, data: Mapping[str, object] | None = None) -> None:
        super().__init__(user, data)
        self.fields["old_password"].label = "Mật khẩu hiện tại"
        _name_new_password(self)


def _name_new_password(form: forms.Form) -> None:
    form.fields["new_password2"].help_text = ""
    form.fields["new_password2"].label = "Nhập lại mật khẩu mới"
    form.fields["new_password1"].help_text = (
        "Ít nhất 10 ký tự, không giống tên của bạn, không chủ yếu gồm từ quen dùng, tên cơ "
        "quan, năm, dãy số hoặc dãy phím. Nên ghép vài từ không liên quan với nhau."
    )


class AskResetForm(forms.Form):
    username = forms.CharField(
        label="Tên đăng nhập hoặc thư công vụ",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )


class NewPasswordForm(SetPasswordFormOfUser):
    """A password of one's own, without the old one."""

    error_messages = {"password_mismatch": MISMATCH}

    def __init__(self, user: User, data: Mapping[str, object] | None = None) -> None:
        super().__init__(user, data)
        _name_new_password(self)


class UnitForm(ModelForm[Unit]):
    """Facts of a unit. Editing the name corrects its spelling; `RenameForm` is for a new name."""

    code = forms.SlugField(
        label="Mã",
        max_length=60,
        help_text="Chữ không dấu, số, nối bằng gạch ngang (ví dụ: xa-hoa-sen); không đổi về sau.",
        error_messages={"invalid": "Mã chỉ gồm chữ không dấu, số và gạch ngang."},
    )
    position = forms.IntegerField(
        label="Thứ tự trong danh sách",
        min_value=0,
        max_value=100_000,
        initial=0,
        error_messages={"invalid": "Hãy nhập một số nguyên."},
    )
    first_day = DateField(label="Ngày bắt đầu", required=False)
    last_day = DateField(label="Ngày kết thúc", required=False)
    aliases = forms.CharField(
        label="Cách gọi khác",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Mỗi dòng một cách gọi; dùng khi tìm kiếm.",
    )

    class Meta:
        model = Unit
        fields = [
            "name",
            "short_name",
            "code",
            "kind",
            "bloc",
            "parent",
            "position",
            "first_day",
            "last_day",
        ]

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        instance: Unit | None = None,
        initial: dict[str, object] | None = None,
    ) -> None:
        super().__init__(data, instance=instance, initial=initial)
        set_queryset(self, "parent", Unit.objects.in_list_order(), empty_label="Không có")
        offered = Q(is_on=True)
        kinds = UnitKind.objects.filter(offered | Q(pk=self.instance.kind_id))
        blocs = Bloc.objects.filter(offered | Q(pk=self.instance.bloc_id))
        set_queryset(self, "kind", kinds.in_list_order(), empty_label=CHOOSE[1])
        set_queryset(self, "bloc", blocs.in_list_order(), empty_label="– Theo loại đơn vị –")
        self.fields["bloc"].required = False
        if self.instance.pk:
            del self.fields["code"]
            self.fields[
                "name"
            ].help_text = "Chỉ sửa ở đây khi gõ sai. Khi đơn vị đổi tên, dùng “Ghi tên mới”."

    def clean(self) -> dict[str, object]:
        """A unit belongs to the usual bloc of its kind, unless another one was chosen."""
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        kind = cleaned.get("kind")
        if isinstance(kind, UnitKind) and cleaned.get("bloc") is None:
            cleaned["bloc"] = kind.bloc
        return cleaned

    def clean_aliases(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["aliases"].splitlines()]
        if any(len(line) > 200 for line in lines):
            raise forms.ValidationError("Mỗi cách gọi dài tối đa 200 ký tự.")
        return [*dict.fromkeys(line for line in lines if line)]


class RenameForm(forms.Form):
    name = forms.CharField(label="Tên đầy đủ mới", max_length=200)
    short_name = forms.CharField(label="Tên ngắn mới", max_length=60)
    first_day = DateField(label="Mang tên mới từ ngày")
    document = forms.CharField(label="Văn bản đổi tên", max_length=200)


class SuccessionForm(ModelForm[Succession]):
    effective_on = DateField(label="Từ ngày")
    predecessor_goes_on = forms.BooleanField(
        label="Đơn vị này vẫn tiếp tục hoạt động (chỉ khi chia, tách một phần)", required=False
    )

    class Meta:
        model = Succession
        fields = ["kind", "successor", "effective_on", "document"]

    def __init__(
        self, data: Mapping[str, object] | None = None, *, predecessor: Unit, auto_id: str = "id_%s"
    ) -> None:
        super().__init__(data, auto_id=auto_id)
        self.instance.predecessor = predecessor
        others = Unit.objects.exclude(pk=predecessor.pk).in_list_order()
        set_queryset(self, "successor", others, empty_label="Không có")
        set_choices(self, "kind", [CHOOSE, *SuccessionKind.choices])
        self.fields["successor"].help_text = "Để trống khi giải thể mà không có đơn vị kế thừa."

    def clean_successor(self) -> Unit | None:
        """Show the error beside the field; the rule itself is a database constraint."""
        successor: Unit | None = self.cleaned_data["successor"]
        if successor is None and self.cleaned_data.get("kind") != SuccessionKind.DISSOLVE:
            raise forms.ValidationError("Cần chọn đơn vị kế thừa (trừ khi giải thể).")
        return successor


class PersonForm(ModelForm[User]):
    username = forms.RegexField(
        r"^[a-z0-9._-]+$",
        label="Tên đăng nhập",
        max_length=60,
        help_text="Chữ thường không dấu, số và dấu chấm, viết liền; không đổi về sau.",
        error_messages={"invalid": "Chỉ dùng chữ thường không dấu, số, dấu chấm và gạch nối."},
    )

    email = EmailField(
        label="Thư công vụ",
        required=False,
        help_text="Để nhận thông báo qua thư, mỗi ngày nhiều nhất một thư.",
    )

    class Meta:
        model = User
        fields = ["username", "full_name", "position", "work_phone", "email"]

    def __init__(
        self, data: Mapping[str, object] | None = None, *, instance: User | None = None
    ) -> None:
        super().__init__(data, instance=instance)
        if self.instance.pk:
            del self.fields["username"]


class MembershipForm(ModelForm[Membership]):
    first_day = DateField(label="Từ ngày")

    class Meta:
        model = Membership
        fields = ["unit", "role", "position", "first_day"]

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        person: User,
        auto_id: str = "id_%s",
        initial: dict[str, object] | None = None,
    ) -> None:
        super().__init__(data, auto_id=auto_id, initial=initial)
        self.instance.user = person
        set_queryset(self, "unit", Unit.objects.in_list_order(), empty_label=CHOOSE[1])
        set_choices(self, "role", [CHOOSE, *role_names().items()])


class EndForm(forms.Form):
    last_day = DateField(label="Ngày cuối", help_text="Vai trò còn hiệu lực hết ngày này.")


class DirectoryFileForm(forms.Form):
    file = forms.FileField(
        allow_empty_file=True,  # the use case refuses it in words that name the file
        error_messages=dict.fromkeys(
            ("required", "invalid", "missing"), "Hãy chọn tệp Excel (.xlsx) đã ghi danh sách."
        ),
    )


class UnitFilterForm(forms.Form):
    q = forms.CharField(label="Tìm", required=False)
    bloc = forms.ChoiceField(label="Khối", required=False)
    kind = forms.ChoiceField(label="Loại đơn vị", required=False)
    exists = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[("", "Tất cả"), ("yes", "Đang hoạt động"), ("no", "Đã kết thúc")],
    )

    def __init__(self, data: Mapping[str, object]) -> None:
        super().__init__(data)
        set_choices(self, "bloc", [("", "Tất cả"), *Bloc.choices()])
        set_choices(self, "kind", [("", "Tất cả"), *UnitKind.choices()])


class PersonFilterForm(forms.Form):
    q = forms.CharField(label="Tìm", required=False)
    unit = forms.ModelChoiceField(
        label="Đơn vị", required=False, queryset=Unit.objects.in_list_order(), empty_label="Tất cả"
    )
    role = forms.ChoiceField(label="Vai trò", required=False)

    def __init__(self, data: Mapping[str, object]) -> None:
        super().__init__(data)
        set_choices(self, "role", [("", "Tất cả"), *role_names().items()])


class LogInFilterForm(forms.Form):
    FAILED = "failed"

    q = forms.CharField(label="Tên hoặc địa chỉ", required=False)
    outcome = forms.ChoiceField(
        label="Kết quả", required=False, choices=[("", "Tất cả"), (FAILED, "Không đăng nhập được")]
    )
