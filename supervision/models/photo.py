import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import ShowsPeople, Tracked

from .visit import visit_scope


class VisitPhotoQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(visit_scope(user, "visit"))


class VisitPhoto(ShowsPeople, Tracked):
    """A photo of a visit with its caption."""

    uid = models.UUIDField(_("unique id"), default=uuid.uuid4, unique=True, editable=False)
    visit = models.ForeignKey(
        "supervision.Visit", verbose_name=_("visit"), on_delete=models.PROTECT, related_name="photos"
    )
    file = models.ForeignKey("core.StoredFile", verbose_name=_("photo"), on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(
        "supervision.InstrumentItem",
        verbose_name=_("item of the instrument"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    finding = models.ForeignKey(
        "supervision.Finding",
        verbose_name=_("finding"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="photos",
    )
    recheck = models.ForeignKey(
        "supervision.Recheck",
        verbose_name=_("re-check"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="photos",
    )
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    caption = models.CharField(_("caption"), max_length=300)
    position = models.PositiveSmallIntegerField(_("order in the list"), default=0)

    objects = VisitPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo of a visit")
        verbose_name_plural = _("photos of visits")
        ordering = ["visit", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["visit", "position"], name="photo_position_once_in_visit")]

    def __str__(self):
        return self.caption

    @property
    def url(self):
        return reverse("supervision:visit_photo", args=[self.visit_id, self.pk])

    @property
    def edit_url(self):
        return reverse("supervision:photo_edit", args=[self.visit_id, self.pk])
