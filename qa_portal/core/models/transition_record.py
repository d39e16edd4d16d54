from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class TransitionRecordQuerySet(models.QuerySet):
    def of(self, obj):
        return self.filter(content_type=ContentType.objects.get_for_model(obj), object_id=str(obj.pk)).select_related(
            "done_by"
        )


class TransitionRecord(models.Model):
    """One step of a workflow, append-only: what, from, to, by whom, when and the note that went with it."""

    content_type = models.ForeignKey(ContentType, verbose_name=_("kind of row"), on_delete=models.PROTECT)
    object_id = models.CharField(_("row"), max_length=40)
    transition = models.CharField(_("step"), max_length=40)
    source = models.CharField(_("from"), max_length=40)
    target = models.CharField(_("to"), max_length=40)
    note = models.TextField(_("note"), blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("done by"), on_delete=models.PROTECT, related_name="+"
    )
    done_at = models.DateTimeField(_("done at"), auto_now_add=True)

    objects = TransitionRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("workflow step")
        verbose_name_plural = _("workflow steps")
        ordering = ["done_at", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self):
        return f"{self.transition}: {self.source} → {self.target}"
