"""A form that the office asks schools, or its own people, to fill in online (A13: those that are not for visits)."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked, district_scope, stamp_pair
from qa_portal.core.roles import Verb
from qa_portal.core.thai import academic_year_range, fiscal_year_range
from schools.models import SchoolSize

from .instrument import Audience
from .plan_item import SchoolRule


class CollectionState(models.TextChoices):
    DRAFT = "draft", _("Being prepared")
    OPEN = "open", _("Being filled in")
    CLOSED = "closed", _("Closed")


class YearKind(models.TextChoices):
    ACADEMIC = "academic", _("Academic year")
    FISCAL = "fiscal", _("Fiscal year")


class CollectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The office's own: it tells one school how the others stand."""
        return self.filter(district_scope(user))

    def editable_by(self, user):
        rows = self.visible_to(user) if user.can(Verb.MANAGE_COLLECTIONS) else self.none()
        return rows.exclude(state=CollectionState.CLOSED)

    def with_counts(self, today=None):
        """Adds how many sheets there are, came in (`answered`), wait for the office, were accepted, are owed, and are
        owed after their last day; as the standings of a SheetQuerySet count them."""
        from .sheet import SHEET_STANDINGS

        counts = {
            f"{name}_count": Count("sheets", filter=rule("sheets", today)) for name, rule in SHEET_STANDINGS.items()
        }
        return self.annotate(sheet_count=Count("sheets"), **counts)


class Collection(Tracked):
    """One edition of an instrument that is sent out once: to whom, for which year, until when. Once it is opened, each
    of those who are asked has one Sheet."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="collections"
    )
    instrument = models.ForeignKey(
        "supervision.Instrument", verbose_name=_("instrument"), on_delete=models.PROTECT, related_name="collections"
    )
    title = models.CharField(_("title"), max_length=300)
    words = models.TextField(_("words to those who fill it in"), blank=True)
    year_kind = models.CharField(_("kind of year"), max_length=10, choices=YearKind, default=YearKind.ACADEMIC)
    year = models.PositiveSmallIntegerField(_("year"))
    due_on = models.DateField(_("to be sent by"))
    school_rule = models.CharField(_("asked schools"), max_length=10, choices=SchoolRule, default=SchoolRule.ALL)
    networks = models.ManyToManyField("schools.Network", verbose_name=_("networks"), blank=True, related_name="+")
    size = models.CharField(_("size"), max_length=12, choices=SchoolSize, blank=True)
    level = models.CharField(_("level"), max_length=20, blank=True)
    schools = models.ManyToManyField(
        "schools.School", verbose_name=_("schools chosen by hand"), blank=True, related_name="+"
    )
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("people of the office"), blank=True, related_name="+"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=CollectionState, default=CollectionState.DRAFT, editable=False
    )
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("opened by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("collection of forms")
        verbose_name_plural = _("collections of forms")
        ordering = ["-due_on", "-pk"]
        constraints = [models.CheckConstraint(condition=stamp_pair("opened"), name="collection_opened_by_someone")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("supervision:collection_detail", args=[self.pk])

    @property
    def is_draft(self):
        return self.state == CollectionState.DRAFT

    @property
    def is_open(self):
        return self.state == CollectionState.OPEN

    @property
    def asks_schools(self):
        """The form says who fills it in: schools, or people of the office."""
        return self.instrument.audience == Audience.SCHOOL

    @property
    def year_label(self):
        return _("%(kind)s %(year)s") % {"kind": self.get_year_kind_display(), "year": self.year}

    @property
    def period(self):
        """First and last day of the year that it is about."""
        days = academic_year_range if self.year_kind == YearKind.ACADEMIC else fiscal_year_range
        return days(self.year)

    @property
    def is_past_due(self):
        return self.is_open and self.due_on < timezone.localdate()


def about_year(year, path="collection"):
    """The condition of rows whose collection at `path` is about this academic year (B.E.), or about a fiscal year while
    they came in within it."""
    first, last = academic_year_range(year)
    return Q(**{f"{path}__year_kind": YearKind.ACADEMIC, f"{path}__year": year}) | Q(
        **{f"{path}__year_kind": YearKind.FISCAL, "sent_at__date__range": (first, last)}
    )
