"""What the portal keeps for one person beside the domain: typing that is not saved yet, and views of lists."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class UnsavedForm(models.Model):
    """What a person has typed into a form and not saved yet, field by field as the browser would send it. It goes when
    the form is saved or the person throws it away."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.CASCADE, related_name="unsaved_forms"
    )
    path = models.CharField(_("page"), max_length=300)
    fields = models.JSONField(default=list, help_text="[[name, value], …] in the order of the page.")
    row_version = models.PositiveIntegerField(_("version it was opened on"), default=0)
    saved_at = models.DateTimeField(_("typed at"), auto_now=True)

    class Meta:
        verbose_name = _("unsaved form")
        verbose_name_plural = _("unsaved forms")
        ordering = ["-saved_at"]
        constraints = [models.UniqueConstraint(fields=["user", "path"], name="unsaved_form_once")]

    def __str__(self):
        return self.path


class SavedView(models.Model):
    """A person's filters, sorting and order of one list, under a name."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.CASCADE, related_name="saved_views"
    )
    path = models.CharField(_("list"), max_length=200)
    name = models.CharField(_("name"), max_length=100)
    query = models.CharField(_("filters"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["path", "name"]
        constraints = [models.UniqueConstraint(fields=["user", "path", "name"], name="saved_view_once")]

    def __str__(self):
        return self.name
