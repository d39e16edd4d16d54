"""The manual of operations: work processes with their eight sections, in versions (A4-05)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qa_portal.core.models import Tracked, stamp_pair
from qa_portal.core.roles import Scope, Verb, office_can


class ProcessState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_FORCE = "in_force", _("In force")
    REPLACED = "replaced", pgettext_lazy("version of a process", "Replaced")


class WorkProcessQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those that come with the portal and those of the user's own office."""
        if user.scope is Scope.NATION:
            return self
        if user.scope is not Scope.DISTRICT:
            return self.none()
        return self.filter(Q(district=None) | Q(district=user.district_id))

    def editable_by(self, user):
        """The office's own drafts: a version in force never changes, a change is a new version."""
        may = office_can(user, Verb.EDIT_MANUAL)
        return self.filter(district=user.district_id, state=ProcessState.DRAFT) if may else self.none()

    def in_force_for(self, district):
        """What holds at an office: its own version, or that of the portal where it has none."""
        rows = self.filter(state=ProcessState.IN_FORCE)
        own = rows.filter(district=district)
        return own | rows.filter(district=None).exclude(code__in=own.values("code"))


class WorkProcess(Tracked):
    """A version of a process; all its versions have the same `code`. Without a district it comes with the portal."""

    district = models.ForeignKey(
        "core.District",
        verbose_name=_("education area office"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="processes",
    )
    code = models.SlugField(_("code"), max_length=30)
    edition = models.PositiveSmallIntegerField(_("version"), default=1)
    position = models.PositiveSmallIntegerField(_("place in the manual"))
    name = models.CharField(_("name of the work"), max_length=300)
    purpose = models.TextField(_("purposes"), blank=True)
    scope = models.TextField(_("scope of the work"), blank=True)
    definitions = models.TextField(_("definitions"), blank=True)
    change = models.TextField(_("what is new in this version"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ProcessState, default=ProcessState.DRAFT, editable=False
    )
    issued_at = models.DateTimeField(_("put in force at"), null=True, blank=True, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("put in force by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = WorkProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("work process")
        verbose_name_plural = _("work processes")
        ordering = ["position", "code", "-edition"]
        constraints = [
            models.UniqueConstraint(Coalesce("district", 0), "code", "edition", name="process_edition_once"),
            models.UniqueConstraint(
                Coalesce("district", 0), "code", condition=Q(state=ProcessState.IN_FORCE), name="process_in_force_once"
            ),
            models.UniqueConstraint(
                Coalesce("district", 0), "code", condition=Q(state=ProcessState.DRAFT), name="process_draft_once"
            ),
            models.CheckConstraint(condition=stamp_pair("issued"), name="process_issued_pair"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("office:process_detail", args=[self.pk])

    @property
    def is_draft(self):
        return self.state == ProcessState.DRAFT

    def versions(self):
        """All of the same process at the same office, the newest first."""
        return WorkProcess.objects.filter(district=self.district_id, code=self.code).order_by("-edition")


class ProcessRow(Tracked):
    """A row of one section, in the order of `position`."""

    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        abstract = True
        ordering = ["process", "position", "pk"]


class ProcessStep(ProcessRow):
    """A step; with a `no_target` it is a decision: yes goes on to the next step, no to that one."""

    process = models.ForeignKey(WorkProcess, verbose_name=_("process"), on_delete=models.PROTECT, related_name="steps")
    number = models.CharField(_("step number"), max_length=12)
    short = models.CharField(
        _("in the flow chart"),
        max_length=120,
        blank=True,
        help_text=_("A few words. Empty: the beginning of the step."),
    )
    text = models.TextField(_("step"))
    who = models.CharField(_("who does it"), max_length=200, blank=True)
    within_days = models.PositiveSmallIntegerField(_("within days"), null=True, blank=True)
    paper = models.CharField(_("form used"), max_length=200, blank=True)
    no_target = models.ForeignKey(
        "self",
        verbose_name=_("if not, back to step"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="refused_from",
        help_text=_("Makes the step a decision: yes goes on to the next one."),
    )

    class Meta(ProcessRow.Meta):
        verbose_name = _("step of a process")
        verbose_name_plural = _("steps of processes")
        constraints = [models.UniqueConstraint(fields=["process", "number"], name="process_step_number_once")]

    def __str__(self):
        return f"{self.number} {self.short or self.text}"


class ProcessForm(ProcessRow):
    """A form that the process uses; `code` names the portal's instrument, such as งาน 1 แบบ 2."""

    process = models.ForeignKey(WorkProcess, verbose_name=_("process"), on_delete=models.PROTECT, related_name="forms")
    name = models.CharField(_("form"), max_length=300)
    code = models.CharField(
        _("form of the manual"), max_length=20, blank=True, help_text=_("As the instrument names it: งาน 1 แบบ 2.")
    )

    class Meta(ProcessRow.Meta):
        verbose_name = _("form of a process")
        verbose_name_plural = _("forms of processes")

    def __str__(self):
        return self.name


class ProcessReference(ProcessRow):
    """What the process goes by: a document of the library, or words."""

    process = models.ForeignKey(
        WorkProcess, verbose_name=_("process"), on_delete=models.PROTECT, related_name="references"
    )
    document = models.ForeignKey(
        "office.LibraryDocument",
        verbose_name=_("document of the library"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cited_by",
    )
    text = models.CharField(_("in words"), max_length=400, blank=True)

    class Meta(ProcessRow.Meta):
        verbose_name = _("reference of a process")
        verbose_name_plural = _("references of processes")
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=False) | ~Q(text=""), name="process_reference_names_something"
            )
        ]

    def __str__(self):
        return self.text or str(self.document)
