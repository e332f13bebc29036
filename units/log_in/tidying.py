"""What is kept about log-ins ends after some time."""

from datetime import datetime, timedelta

from units.models import LogInOrigin, LogInTry, Session

TRIES_KEPT_FOR = timedelta(days=180)


def forget(*, at: datetime) -> None:
    """Delete old tries, origins that have no effect any more, and ended sessions."""
    Session.objects.ended(at).delete()
    LogInTry.objects.filter(at__lt=at - TRIES_KEPT_FOR).delete()
    LogInOrigin.objects.forgettable(at).delete()
