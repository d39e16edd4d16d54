from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

HELD = _("The virus scan does not answer, so this file is held. It opens by itself as soon as it is scanned.")


def storage_path(stored_file, name):
    """Never the uploaded name: the district, then the content's own hash."""
    return f"{stored_file.district.code}/{stored_file.sha256[:2]}/{stored_file.sha256}"


def picture_path(stored_file, name):
    return f"{storage_path(stored_file, name)}.png"


class StoredFileQuerySet(models.QuerySet):
    def held(self):
        """Waiting for the virus scan."""
        return self.filter(held_since__isnull=False, virus="")

    def lost(self):
        """The storage has not their content any more, as far as is known (core.lost)."""
        return self.filter(missing_since__isnull=False)


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
    text_pages = models.PositiveIntegerField(
        _("pages with text"), null=True, blank=True, help_text=_("The others are pictures, such as scans.")
    )
    picture = models.FileField(_("picture of the first page"), upload_to=picture_path, max_length=255, blank=True)
    held_since = models.DateTimeField(
        _("held since"), null=True, blank=True, help_text=_("Nobody can open it until the virus scan has passed it.")
    )
    virus = models.CharField(_("virus found"), max_length=200, blank=True)
    missing_since = models.DateTimeField(_("missing since"), null=True, blank=True, editable=False)
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("stored by"), on_delete=models.PROTECT, related_name="+"
    )
    stored_at = models.DateTimeField(_("stored at"), auto_now_add=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["-stored_at"]
        indexes = [
            models.Index(
                fields=["missing_since"], condition=models.Q(missing_since__isnull=False), name="stored_file_lost"
            )
        ]

    def __str__(self):
        return self.name

    @property
    def is_held(self):
        """No verdict of the virus scan yet, or a bad one: it can be neither opened nor sent."""
        return self.held_since is not None

    @property
    def held_reason(self):
        if self.virus:
            return _("The virus scan found something in this file. It stays locked: please upload a clean one.")
        return HELD

    @property
    def scanned_pages(self):
        """Pages that are pictures without text, so that their words cannot be searched."""
        return self.pages - self.text_pages if self.pages and self.text_pages is not None else 0


class StoredText(models.Model):
    """The words of a file, for searching: of all pages, parted by form feeds."""

    stored = models.OneToOneField(
        StoredFile, verbose_name=_("file"), on_delete=models.CASCADE, related_name="words", primary_key=True
    )
    text = models.TextField(_("words"))

    class Meta:
        verbose_name = _("words of a file")
        verbose_name_plural = _("words of files")

    def __str__(self):
        return str(self.stored)
