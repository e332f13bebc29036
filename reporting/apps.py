"""When, what was filed, what was decided and what was compiled."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "Báo cáo"

    def ready(self) -> None:
        pre_migrate.connect(_uninstall, sender=self)
        post_migrate.connect(_install, sender=self)


def _uninstall(*, using: str, plan: list[object], **_: object) -> None:
    from reporting.counting import fact_triggers  # noqa: PLC0415 -- needs loaded models
    from reporting.register import frozen  # noqa: PLC0415

    if plan:
        fact_triggers.uninstall(using)
        frozen.uninstall(using)


def _install(*, using: str, **_: object) -> None:
    from reporting.counting import fact_triggers  # noqa: PLC0415 -- needs loaded models
    from reporting.register import frozen  # noqa: PLC0415

    fact_triggers.install(using)
    frozen.install(using)
