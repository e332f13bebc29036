"""The web server's own lines go where all lines go, in the same form."""

from logging.config import dictConfig

from django.conf import settings
from gunicorn.glogging import Logger as PlainLogger


class Logger(PlainLogger):
    """The master process never starts Django, so that it configures the logging here."""

    def setup(self, cfg: object) -> None:
        super().setup(cfg)
        dictConfig(settings.LOGGING)
        self.error_log.handlers = []
        self.error_log.propagate = True
