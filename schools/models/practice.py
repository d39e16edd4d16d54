"""Good practices, research, innovations and media of the schools, and the honours given for them (A7)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked, stamp_pair
from qa_portal.core.roles import Scope, Verb

from .framework import EducationLevel
from .scope import school_scope


class PracticeKind(models.TextChoices):
    """A7-04."""

    PRACTICE = "practice", _("Good practice")
    INNOVATION = "innovation", _("Innovation")
    RESEARCH = "research", _("Research")
    MEDIA = "media", _("Learning media")


class PracticeState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    SENT = "sent", _("Sent to the office")
    RETURNED = "returned", _("Returned to the school")
    PUBLISHED = "published", _("Published")


class PracticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The school's own people: all of theirs. The office: what was sent. Every school of the office: what is
        published."""
        own = Q(school__in=user.memberships.current().values("school"))
        shown = (
            Q(state=PracticeState.PUBLISHED, school__district=user.district_id) if user.district_id else Q(pk__in=[])
        )
        if user.scope is Scope.SCHOOL:
            return self.filter(own | shown)
        sent = Q(state__in=(PracticeState.SENT, PracticeState.PUBLISHED, PracticeState.RETURNED))
        return self.filter(own | (school_scope(user) & sent))

    def editable_by(self, user):
        """While it is the school's to write: by its own people."""
        may = user.can(Verb.WRITE_PRACTICE)
        own = self.filter(school__in=user.memberships.current().values("school"))
        return own.filter(state__in=(PracticeState.DRAFT, PracticeState.RETURNED)) if may else self.none()

    def published(self):
        return self.filter(state=PracticeState.PUBLISHED)

    def in_year(self, academic_year):
        return self.filter(academic_year=academic_year)


class Practice(Tracked):
    """An entry of the register: what a school does well, told so that another school can do it too."""

    school = models.ForeignKey(
        "schools.School", verbose_name=_("school"), on_delete=models.PROTECT, related_name="practices"
    )
    academic_year = models.PositiveSmallIntegerField(_("academic year"))
    kind = models.CharField(_("kind"), max_length=12, choices=PracticeKind)
    level = models.CharField(
        _("education level"), max_length=20, choices=EducationLevel, blank=True, help_text=_("Blank: both levels.")
    )
    title = models.CharField(_("title"), max_length=300)
    authors = models.TextField(_("by whom"), blank=True, help_text=_("One name with position a line."))
    why = models.TextField(_("why it was begun"), blank=True)
    how = models.TextField(_("how it is done"), blank=True)
    results = models.TextField(_("what came of it"), blank=True)
    success_factors = models.TextField(_("what made it work"), blank=True)
    advice = models.TextField(_("advice to other schools"), blank=True)
    url = models.URLField(_("web address"), max_length=500, blank=True)
    standards = models.ManyToManyField(
        "schools.Standard", verbose_name=_("standards it serves"), blank=True, related_name="practices"
    )
    is_public = models.BooleanField(_("may be shown to everybody"), default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=PracticeState, default=PracticeState.DRAFT, editable=False
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = PracticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("good practice or research")
        verbose_name_plural = _("good practices and research")
        ordering = ["-academic_year", "title"]
        indexes = [models.Index(fields=["school", "academic_year"], name="practice_by_year")]
        constraints = [models.CheckConstraint(condition=stamp_pair("published"), name="practice_published_pair")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("schools:practice_detail", args=[self.pk])


class PracticeFile(Tracked):
    """A file of an entry: the paper itself, a picture, a certificate."""

    practice = models.ForeignKey(
        Practice, verbose_name=_("good practice or research"), on_delete=models.PROTECT, related_name="files"
    )
    stored = models.ForeignKey("core.StoredFile", verbose_name=_("file"), on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(_("caption"), max_length=200, blank=True)
    is_public = models.BooleanField(
        _("may be shown to everybody"), default=False, help_text=_("People shown or named in it have agreed.")
    )

    class Meta:
        verbose_name = _("file of a good practice")
        verbose_name_plural = _("files of good practices")
        ordering = ["practice", "pk"]

    def __str__(self):
        return self.caption or str(self.stored)
