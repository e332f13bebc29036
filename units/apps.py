"""People, units and roles."""

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = "Đơn vị và người dùng"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415 -- after the models

        from units.log_in import sessions  # noqa: PLC0415

        user_logged_in.connect(sessions.note_log_in)
