"""What is kept about log-ins ends after some time."""

from datetime import datetime, timedelta

from units.models import LogInOrigin, LogInTry

TRIES_KEPT_FOR = timedelta(days=180)


def forget(*, at: datetime) -> None:
    """Delete old tries, and origins that have no effect any more."""
    LogInTry.objects.filter(at__lt=at - TRIES_KEPT_FOR).delete()
    LogInOrigin.objects.forgettable(at).delete()
