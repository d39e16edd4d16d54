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


WRITABLE = (PracticeState.DRAFT, PracticeState.RETURNED)
AT_OFFICE_STATES = (PracticeState.SENT, PracticeState.PUBLISHED)

# Which kinds make a school count for an indicator of the office (A14 K07, K15; A7-05).
COUNTED_KINDS = {
    "good": (PracticeKind.PRACTICE,),
    "shared": (PracticeKind.PRACTICE, PracticeKind.INNOVATION),
    "research": (PracticeKind.RESEARCH,),
}


class PracticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The school's own people: all of theirs. The office: what was sent, and what it entered itself. Every school
        of the office: what is published."""
        own = Q(school__in=user.memberships.current().values("school"))
        shown = (
            Q(state=PracticeState.PUBLISHED, school__district=user.district_id) if user.district_id else Q(pk__in=[])
        )
        if user.scope is Scope.SCHOOL:
            return self.filter(own | shown)
        sent = Q(state__in=(PracticeState.SENT, PracticeState.PUBLISHED, PracticeState.RETURNED))
        return self.filter(own | (school_scope(user) & (sent | Q(entered_by__isnull=False))))

    def own_of(self, user):
        """Those of the schools to whose own people the user belongs."""
        return self.filter(school__in=user.memberships.current().values("school"))

    def written_by(self, user):
        """The school's own people theirs; who entered one for a school that one (F56)."""
        own = Q(school__in=user.memberships.current().values("school"))
        entered = (
            Q(entered_by=user, school__district=user.district_id) if user.can(Verb.MANAGE_PRACTICES) else Q(pk=None)
        )
        return self.filter(own | entered)

    def editable_by(self, user):
        """While it is the school's to write."""
        return self.written_by(user).filter(state__in=WRITABLE) if user.can(Verb.WRITE_PRACTICE) else self.none()

    def published(self):
        return self.filter(state=PracticeState.PUBLISHED)

    def public(self):
        """What everybody may read, without signing in."""
        return self.published().filter(is_public=True)

    def at_office(self):
        return self.filter(state__in=AT_OFFICE_STATES)

    def in_year(self, academic_year):
        return self.filter(academic_year=academic_year)

    def counted_for(self, indicator, academic_year):
        """Published entries of a year by which a school counts; `indicator` is a key of COUNTED_KINDS."""
        return self.published().in_year(academic_year).filter(kind__in=COUNTED_KINDS[indicator])


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
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered for the school by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    entered_for = models.CharField(
        _("who of the school asked for it"), max_length=200, blank=True, help_text=_("Name and position, and how.")
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
        constraints = [
            models.CheckConstraint(condition=stamp_pair("published"), name="practice_published_pair"),
            models.CheckConstraint(
                condition=Q(entered_by=None, entered_for="") | (Q(entered_by__isnull=False) & ~Q(entered_for="")),
                name="practice_entered_for_somebody",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("schools:practice_detail", args=[self.pk])

    @property
    def is_writable(self):
        return self.state in WRITABLE


class PracticeFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Its own school and the office: every file. Other schools: those that may be shown (B10)."""
        entries = Practice.objects.visible_to(user)
        if user.scope is not Scope.SCHOOL:
            return self.filter(practice__in=entries)
        return self.filter(Q(practice__in=entries.own_of(user)) | Q(practice__in=entries, is_public=True))

    def public(self):
        """What everybody may open: passed by the virus scan, too."""
        return self.filter(practice__in=Practice.objects.public(), is_public=True, stored__held_since=None)


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

    objects = PracticeFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a good practice")
        verbose_name_plural = _("files of good practices")
        ordering = ["practice", "pk"]

    def __str__(self):
        return self.caption or str(self.stored)

    @property
    def is_picture(self):
        return self.stored.media_type.startswith("image/")
