from django.db import models
from django.utils.translation import gettext_lazy as _

from .base import Tracked


class NoticeWording(Tracked):
    """An office's own Thai words for a sentence of the notices; none where it went back to the portal's. `key` is that
    of core.notices.wording.key_of."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="+"
    )
    key = models.CharField(max_length=16, editable=False)
    words = models.TextField(_("wording"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("wording of a notice")
        verbose_name_plural = _("wordings of notices")
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["district", "key"], name="notice_wording_once")]

    def __str__(self):
        return self.words
