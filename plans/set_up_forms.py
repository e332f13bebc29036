"""Forms of the set-up: the office, and the first administrator of an empty product."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.forms.boundfield import BoundField

from plans.models import OfficeLevel
from plans.setting_up import FirstPerson, OfficeSpec
from tracker.lib.days.fields import DateField
from tracker.lib.legacy.fields import WordsField
from units.models import User
from units.passwords import HardToGuess

PARTY, STATE = "party", "state"
HOW_LONG = (
    "Ít nhất 10 ký tự, không chủ yếu gồm từ quen dùng, tên cơ quan, năm, dãy số hoặc dãy phím. Nên "
    "ghép vài từ không liên quan với nhau."
)


class OfficeForm(forms.Form):
    """Who the office is."""

    level = forms.ChoiceField(label="Cấp", choices=OfficeLevel.choices, widget=forms.RadioSelect)
    paper = forms.ChoiceField(
        label="Thể thức văn bản",
        choices=[
            (PARTY, "Văn bản của Đảng"),
            (STATE, "Văn bản hành chính (Nghị định 30/2020/NĐ-CP)"),
        ],
        initial=PARTY,
        widget=forms.RadioSelect,
    )
    name = WordsField(
        label="Tên cấp ủy, cơ quan",
        max_length=120,
        help_text="Ví dụ: Đảng ủy xã Hoa Sen, Ủy ban nhân dân xã Hoa Sen.",
    )
    superior = WordsField(
        label="Cơ quan cấp trên",
        max_length=120,
        required=False,
        help_text="Dòng đầu của văn bản. Ví dụ: Đảng bộ tỉnh Hoa Sen. Để trống nếu văn bản của cơ "
        "quan không ghi dòng này, như Ủy ban nhân dân.",
    )
    place = WordsField(
        label="Địa danh", max_length=80, help_text="Đứng trước ngày tháng. Ví dụ: Hoa Sen."
    )
    symbol = WordsField(
        label="Ký hiệu văn bản của cơ quan", max_length=20, help_text="Ví dụ: ĐU, HU, TU, UBND."
    )
    office_name = WordsField(
        label="Văn phòng",
        max_length=120,
        help_text="Ví dụ: Văn phòng Đảng ủy, Văn phòng HĐND và UBND xã.",
    )
    office_symbol = WordsField(
        label="Ký hiệu văn bản của Văn phòng", max_length=20, help_text="Ví dụ: VPĐU, VPHU."
    )
    first_day = DateField(
        label="Cơ quan mang tên này từ ngày",
        required=False,
        help_text="Để trống nếu từ trước khi theo dõi.",
    )
    has_usual_words = forms.BooleanField(
        label="Gọi loại đơn vị và khối như thường gọi ở cấp này",
        required=False,
        initial=True,
        help_text="Có cho xã, phường, đặc khu và cho huyện trước đây; từng tên sửa được về sau. "
        "Cấp khác giữ danh mục chung.",
    )

    def office_fields(self) -> list[BoundField]:
        return [self[name] for name in OfficeForm.base_fields]

    def office(self) -> OfficeSpec:
        data = {name: self.cleaned_data[name] for name in OfficeForm.base_fields}
        return OfficeSpec(is_party=data.pop("paper") == PARTY, **data)


class BeginForm(OfficeForm):
    """The office and the first administrator, who chooses a password at once."""

    full_name = WordsField(label="Họ và tên", max_length=120)
    position = WordsField(label="Chức vụ", max_length=160, required=False)
    username = forms.RegexField(
        r"^[a-z0-9._-]+$",
        label="Tên đăng nhập",
        max_length=60,
        initial="quantri",
        help_text="Chữ thường không dấu, số và dấu chấm, viết liền; không đổi về sau.",
        error_messages={"invalid": "Chỉ dùng chữ thường không dấu, số, dấu chấm và gạch nối."},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label="Mật khẩu",
        strip=False,
        help_text=HOW_LONG,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_repeated = forms.CharField(
        label="Nhập lại mật khẩu",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def person_fields(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name not in OfficeForm.base_fields]

    def clean(self) -> dict[str, object]:
        data = self.cleaned_data
        password = data.get("password")
        if password is None:
            return data
        if "password_repeated" in data and data["password_repeated"] != password:
            self.add_error("password_repeated", "Hai lần nhập mật khẩu không giống nhau.")
        # What is easy to guess depends on the names, of the office as well
        person = User(username=data.get("username", ""), full_name=data.get("full_name", ""))
        office = User(username=data.get("place", ""), full_name=data.get("name", ""))
        try:
            validate_password(password, person)
            HardToGuess().validate(password, office)
        except forms.ValidationError as error:
            self.add_error("password", error)
        return data

    def person(self) -> FirstPerson:
        names = ("full_name", "position", "username", "password")
        return FirstPerson(**{name: self.cleaned_data[name] for name in names})
