"""What a proposal can begin from: a template of the office, or a Word file that was read."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked
from qa_portal.core.roles import Scope


class ProjectTemplateQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.scope is not Scope.DISTRICT:
            return self.none()
        return self.filter(Q(district=user.district_id) | Q(district=None))

    def editable_by(self, user):
        """The office's own; those of all offices are nobody's to change."""
        return self.visible_to(user).exclude(district=None)


class ProjectTemplate(Tracked):
    """A proposal to begin from (training, supervision, meeting …), in the shape of projects.services.snapshot. Without
    an office it is for all of them."""

    district = models.ForeignKey(
        "core.District",
        verbose_name=_("education area office"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="project_templates",
    )
    name = models.CharField(_("name"), max_length=200)
    hint = models.CharField(_("when to use it"), max_length=300, blank=True)
    content = models.JSONField(default=dict, editable=False)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ProjectTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("project template")
        verbose_name_plural = _("project templates")
        ordering = ["name"]

    def __str__(self):
        return self.name


class ProposalReadingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own: a reading is unfinished typing."""
        return self.filter(created_by=user, district=user.district_id)


class ProposalReading(Tracked):
    """What the portal read in a Word file (projects.word), until a person makes a draft of it."""

    district = models.ForeignKey("core.District", verbose_name=_("education area office"), on_delete=models.PROTECT)
    file = models.ForeignKey("core.StoredFile", verbose_name=_("file"), on_delete=models.PROTECT, related_name="+")
    reading = models.JSONField(editable=False)
    project = models.OneToOneField(
        "projects.Project",
        verbose_name=_("project"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="reading",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("read for"), on_delete=models.PROTECT, related_name="+"
    )

    objects = ProposalReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("Word file that was read")
        verbose_name_plural = _("Word files that were read")
        ordering = ["-pk"]

    def __str__(self):
        return str(self.file)
