from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked


class LedgerRow(Tracked):
    """Written once, never changed or deleted; a mistake is taken back by another row."""

    amount = models.DecimalField(_("amount (baht)"), max_digits=14, decimal_places=2)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("recorded by"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("A ledger row is never changed: take it back with another row.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("A ledger row is never deleted: take it back with another row.")


class PaperRow(LedgerRow):
    """A row of the ledger with the paper that it was written from."""

    document_number = models.CharField(_("document number"), max_length=100, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    receipt = models.ForeignKey(
        "core.StoredFile", verbose_name=_("document"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True
