"""Times at which processes last reported that they are alive (healthz)."""

from django.db import models


class Heartbeat(models.Model):
    """`name` is "worker", "printer" or "beat"."""

    name = models.CharField(primary_key=True, max_length=20)
    at = models.DateTimeField("lần cuối")

    class Meta:
        verbose_name = "tín hiệu hoạt động"
        verbose_name_plural = "tín hiệu hoạt động"

    def __str__(self) -> str:
        return self.name
