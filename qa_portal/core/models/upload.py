import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class UploadQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own: nobody else sees, continues or throws away what a person uploads."""
        return self.filter(uploaded_by=user)

    def unfinished(self):
        return self.filter(arrived_at=None)


class Upload(models.Model):
    """A file that comes in piece by piece (core.uploads). How much of it is there, only its part on the disk says; once
    all of it has arrived it is checked, and then it is a StoredFile, or refused."""

    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("uploaded by"), on_delete=models.CASCADE, related_name="uploads"
    )
    name = models.CharField(_("file name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256 that the browser reckoned"), max_length=64, blank=True)
    kinds = models.JSONField(_("kinds asked for"), default=list, help_text="Media types.")
    begun_at = models.DateTimeField(_("begun at"), auto_now_add=True)
    touched_at = models.DateTimeField(_("last asked for at"), auto_now=True)
    arrived_at = models.DateTimeField(_("arrived at"), null=True, blank=True)
    stored = models.ForeignKey(
        "core.StoredFile", verbose_name=_("file"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    refusal = models.TextField(_("why it was refused"), blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        ordering = ["-touched_at"]
        indexes = [models.Index(fields=["uploaded_by", "sha256"], name="upload_of_person")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("core:upload_detail", args=[self.key])

    @property
    def standing(self):
        """ "open", "checking", "ready" or "refused"."""
        if self.stored_id:
            return "ready"
        if self.refusal:
            return "refused"
        return "checking" if self.arrived_at else "open"

    @property
    def is_settled(self):
        return self.standing in ("ready", "refused")
