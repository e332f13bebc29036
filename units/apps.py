"""People, units and roles."""

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = "Đơn vị và người dùng"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415 -- after the models

        from tracker.lib import form_words  # noqa: PLC0415
        from units.log_in import sessions  # noqa: PLC0415

        form_words.use()
        user_logged_in.connect(sessions.note_log_in)
        post_migrate.connect(_ensure_built_in, sender=self)


def _ensure_built_in(*, using: str, **_: object) -> None:
    from units.kinds import built_in  # noqa: PLC0415 -- needs loaded models

    # A restore or a test may have migrated to an earlier state only
    if "units_unitkind" in connections[using].introspection.table_names():
        built_in.ensure()
