from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def storage_path(stored_file, name):
    """Never the uploaded name: the district, then the content's own hash."""
    return f"{stored_file.district.code}/{stored_file.sha256[:2]}/{stored_file.sha256}"


class StoredFile(models.Model):
    """A private file, checked by content when stored (core.files.store) and never changed after.

    It has no page of its own: whoever attaches it serves it behind its own row scope."""

    district = models.ForeignKey("core.District", verbose_name=_("education area office"), on_delete=models.PROTECT)
    content = models.FileField(_("content"), upload_to=storage_path, max_length=255)
    name = models.CharField(_("file name"), max_length=255)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("stored by"), on_delete=models.PROTECT, related_name="+"
    )
    stored_at = models.DateTimeField(_("stored at"), auto_now_add=True)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["-stored_at"]

    def __str__(self):
        return self.name
