"""A page of the guide, and how it names the screens that it explains."""

from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from units.models import Role

# Readable without a log-in, at an address of its own
FIRST_LOG_IN = "first_log_in"


@dataclass(frozen=True)
class GuidePage:
    """`about`: one line of the front page; `opens`: the screen of `SCREENS` that it leads to."""

    key: str
    title: str
    about: str
    folder: str
    opens: str = ""
    # Of screens, within their apps: "plans:add-plan"
    url_names: tuple[str, ...] = ()
    role: Role | None = None

    @property
    def slug(self) -> str:
        return self.key.replace("_", "-")

    @property
    def template(self) -> str:
        return f"reporting/guide/{self.folder}/{self.key}.html"

    @property
    def is_public(self) -> bool:
        return self.key == FIRST_LOG_IN

    @property
    def url(self) -> str:
        return _address(self.slug, is_public=self.is_public)


@lru_cache(maxsize=200)
def _address(slug: str, *, is_public: bool) -> str:
    return (
        reverse("reporting:log-in-guide")
        if is_public
        else reverse("reporting:guide-page", args=[slug])
    )


def of_reporting(*names: str) -> tuple[str, ...]:
    return tuple(f"reporting:{name}" for name in names)


def of_plans(*names: str) -> tuple[str, ...]:
    return tuple(f"plans:{name}" for name in names)


def of_units(*names: str) -> tuple[str, ...]:
    return tuple(f"units:{name}" for name in names)
