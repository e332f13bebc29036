"""People who log in."""

from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.db import models

from tracker.lib.alphabet import SortKeyField
from tracker.lib.text import fold, search_forms


class UserQuerySet(models.QuerySet["User"]):
    def search(self, query: str) -> Self:
        """People whose name, position or user name contains `query`, ignoring accents."""
        found = models.Q()
        for form in search_forms(query):
            found |= models.Q(folded__contains=form)
        return self.filter(found)


_UserManager = models.Manager.from_queryset(UserQuerySet)


class UserManager(BaseUserManager["User"], _UserManager["User"]):
    def create_user(
        self, username: str, password: str | None = None, *, encoded: str = "", **fields: object
    ) -> "User":
        """Add a person with a password, or with one that was hashed before (`encoded`)."""
        user = self.model(username=username, **fields)
        if encoded:
            user.password = encoded
        else:
            user.set_password(password)
        user.folded = user.search_text()
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, **fields: object) -> "User":
        raise NotImplementedError(f"{username}: use `manage.py create_administrator`.")


class User(AbstractBaseUser, PermissionsMixin):
    """One person, with the data of an office directory and nothing more personal."""

    username = models.CharField(
        "tên đăng nhập",
        max_length=60,
        unique=True,
        validators=[ASCIIUsernameValidator()],
        error_messages={"unique": "Tên đăng nhập này đã có người dùng."},
    )
    full_name = models.CharField("họ và tên", max_length=120)
    position = models.CharField("chức vụ", max_length=160, blank=True)
    email = models.EmailField("thư công vụ", max_length=120, blank=True)
    work_phone = models.CharField("điện thoại cơ quan", max_length=30, blank=True)
    is_active = models.BooleanField("được đăng nhập", default=True)
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=False)
    created_at = models.DateTimeField("ngày tạo", auto_now_add=True)
    second_factor_at = models.DateTimeField("bật xác thực hai bước lúc", null=True, editable=False)
    # The first day on which other roles are in force than those that the groups tell
    groups_until = models.DateField(null=True, editable=False)
    folded = models.CharField(max_length=400, editable=False, blank=True)
    sort_key = SortKeyField("full_name")

    objects: ClassVar["UserManager"] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "người dùng"
        verbose_name_plural = "người dùng"
        permissions = [
            ("manage_directory", "Quản lý đơn vị và người dùng"),
            ("make_plans", "Lập kế hoạch mới"),
        ]
        constraints = [
            models.CheckConstraint(
                name="units_user_full_name_given",
                condition=~models.Q(full_name=""),
                violation_error_message="Cần nhập họ và tên.",
            ),
            # Rights come from roles alone: what a superuser may do, no queryset would show
            models.CheckConstraint(
                name="units_user_no_superuser", condition=models.Q(is_superuser=False)
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    def search_text(self) -> str:
        """Value of `folded`, to be updated with the name, position or user name."""
        return fold(f"{self.full_name} {self.position} {self.username}")
