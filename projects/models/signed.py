"""The papers of a project as they were signed by hand (F49): scans and photos that are kept beside the data."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked

from .of_project import OfProjectQuerySet


class SignedKind(models.TextChoices):
    PROPOSAL = "proposal", _("Approved proposal")
    AMENDMENT = "amendment", _("Approved amendment")
    RESULT = "result", _("Result report")


class SignedCopy(Tracked):
    """A signed paper. It is never deleted: a better one says which it replaces."""

    project = models.ForeignKey(
        "projects.Project", verbose_name=_("project"), on_delete=models.PROTECT, related_name="signed_copies"
    )
    kind = models.CharField(_("paper"), max_length=10, choices=SignedKind)
    file = models.ForeignKey(
        "core.StoredFile", verbose_name=_("signed paper"), on_delete=models.PROTECT, related_name="+"
    )
    signed_on = models.DateField(_("signed on"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("replaces"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaced_by",
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("uploaded by"), on_delete=models.PROTECT, related_name="+"
    )

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("signed copy")
        verbose_name_plural = _("signed copies")
        ordering = ["project_id", "signed_on", "pk"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.file}"

    def get_absolute_url(self):
        return reverse("projects:signed_copy", args=[self.pk])

    @property
    def is_replaced(self):
        return hasattr(self, "replaced_by")
