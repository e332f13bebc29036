"""Kinds of unit and blocs: rows whose words the office chooses, while their codes never change."""

from collections.abc import Hashable
from typing import Final, Self, TypeVar, cast

from django.db import models
from django.db.models import Exists, OuterRef, Q

from tracker.lib import statements

LONGEST_CODE, LONGEST_NAME = 30, 80
_Word = TypeVar("_Word", bound="ListedWord", covariant=True)


class ListedWordQuerySet(models.QuerySet[_Word]):
    def in_list_order(self) -> Self:
        return self.order_by("position", "name")

    def offered(self) -> Self:
        """Those that may be given to units."""
        return self.filter(is_on=True).in_list_order()

    def shown(self) -> Self:
        """Those that pages count and filter by: the ones offered, and any that a unit bears."""
        borne = self.model._default_manager.filter(pk=OuterRef("pk"), units__isnull=False)
        return self.filter(Q(is_on=True) | Exists(borne)).in_list_order()


class ListedWord(models.Model):
    """A word of a list: its code is what other rows and addresses name it by."""

    code = models.SlugField("mã", max_length=LONGEST_CODE, primary_key=True)
    name = models.CharField("tên gọi", max_length=LONGEST_NAME)
    position = models.PositiveIntegerField("thứ tự", default=0)
    is_on = models.BooleanField("đang dùng", default=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @classmethod
    def choices(cls, *, version: Hashable | None = None) -> list[tuple[str, str]]:
        """Code and name of each of `shown`, for the fields and the order of a page.

        One query, or none where they were read at the same `version`, which moves with them.
        """
        rows = statements.rows_of(("words shown", cls.__name__), (), cls._named, version=version)
        return [(code, name) for code, name in rows]

    @classmethod
    def _named(cls) -> statements.Query:
        words = cast("ListedWordQuerySet[ListedWord]", cls._default_manager.all())
        return words.shown().values_list("code", "name")


class Bloc(ListedWord):
    """A bloc of units, by which pages and reviews count."""

    # Codes that come with the product
    PARTY: Final = "party"
    COUNCIL: Final = "council"
    GOVERNMENT: Final = "government"
    FRONT: Final = "front"

    objects = ListedWordQuerySet["Bloc"].as_manager()

    class Meta:
        verbose_name = "khối"
        verbose_name_plural = "khối"
        constraints = [
            models.CheckConstraint(name="units_bloc_name_given", condition=~Q(name="")),
            models.UniqueConstraint(
                fields=["name"],
                name="units_bloc_name_once",
                violation_error_message="Khối này đã có.",
            ),
        ]


class UnitKind(ListedWord):
    """A kind of unit, with the bloc that its units usually belong to."""

    # Codes that come with the product
    STANDING_COMMITTEE: Final = "standing_committee"
    PARTY_COMMISSION: Final = "party_commission"
    INSPECTION_COMMISSION: Final = "inspection_commission"
    COMMITTEE_OFFICE: Final = "committee_office"
    PARTY_ORGANIZATION: Final = "party_organization"
    PEOPLES_COUNCIL: Final = "peoples_council"
    PEOPLES_COMMITTEE: Final = "peoples_committee"
    DEPARTMENT: Final = "department"
    COMMUNE: Final = "commune"
    FATHERLAND_FRONT: Final = "fatherland_front"
    MASS_ORGANIZATION: Final = "mass_organization"

    bloc = models.ForeignKey(
        Bloc, verbose_name="khối thường thuộc", on_delete=models.PROTECT, related_name="kinds"
    )

    objects = ListedWordQuerySet["UnitKind"].as_manager()

    class Meta:
        verbose_name = "loại đơn vị"
        verbose_name_plural = "loại đơn vị"
        constraints = [
            models.CheckConstraint(name="units_unitkind_name_given", condition=~Q(name="")),
            models.UniqueConstraint(
                fields=["name"],
                name="units_unitkind_name_once",
                violation_error_message="Loại đơn vị này đã có.",
            ),
        ]
