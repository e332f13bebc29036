"""The key of the address at which the first administrator sets the product up."""

from django.db import models


class SetUpKey(models.Model):
    """The key that was printed last, hashed. Its row goes when the key is used."""

    digest = models.CharField("mã băm", max_length=64, primary_key=True)
    made_at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "khóa thiết lập"
        verbose_name_plural = "khóa thiết lập"

    def __str__(self) -> str:
        return f"{self.made_at:%d/%m/%Y}"
