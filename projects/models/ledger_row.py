from qa_portal.core.models import Tracked


class LedgerRow(Tracked):
    """Written once, never changed or deleted; a mistake is taken back by another row."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("A ledger row is never changed: take it back with another row.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("A ledger row is never deleted: take it back with another row.")
