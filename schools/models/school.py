from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qa_portal.core.models import DistrictKind, Tracked
from qa_portal.core.roles import Verb, office_can
from qa_portal.core.thai import SORT_KEY_MAX_LENGTH, search_key, sort_key

from .facts import full_name_of, name_key
from .people import SupervisorAssignment
from .position import degrees
from .scope import school_scope


class SchoolSize(models.TextChoices):
    NONE = "none", _("No pupils")
    SMALL = "small", _("Small")
    MEDIUM = "medium", _("Medium")
    LARGE = "large", _("Large")
    EXTRA_LARGE = "extra_large", _("Extra large")


# The largest number of pupils of each size, by the district kind's own rule (B7); above the last: extra large.
SIZE_LIMITS = {
    DistrictKind.PRIMARY: ((SchoolSize.SMALL, 120), (SchoolSize.MEDIUM, 600), (SchoolSize.LARGE, 1500)),
    DistrictKind.SECONDARY: ((SchoolSize.SMALL, 499), (SchoolSize.MEDIUM, 1499), (SchoolSize.LARGE, 2499)),
}


def size_limits(kind):
    return SIZE_LIMITS.get(kind, SIZE_LIMITS[DistrictKind.PRIMARY])


def size_of(pupils, kind):
    """The size class of a school with this many pupils in a district of this kind; None while the count is unknown."""
    if pupils is None:
        return None
    if pupils == 0:
        return SchoolSize.NONE
    return next((size for size, limit in size_limits(kind) if pupils <= limit), SchoolSize.EXTRA_LARGE)


def size_range(size, kind):
    """(least, most) pupils of a size class; most is None for the largest."""
    if size == SchoolSize.NONE:
        return 0, 0
    least = 1
    for name, limit in size_limits(kind):
        if name == size:
            return least, limit
        least = limit + 1
    return least, None


class SchoolQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(school_scope(user, ""))

    def editable_by(self, user):
        """Rows whose registry facts the user may change; a school's own people change contacts and figures only."""
        if office_can(user, Verb.EDIT_SCHOOLS):
            return self.visible_to(user)
        return self.none()

    def tended_by(self, user):
        """Rows whose contacts and yearly figures the user may write: a school's own people theirs, the office all."""
        if not user.can(Verb.EDIT_OWN_SCHOOL):
            return self.none()
        own = self.filter(pk__in=user.memberships.current().values("school"))
        return self.visible_to(user) if user.can(Verb.EDIT_SCHOOLS) else own

    def desk_of(self, user):
        """The schools whose own people the user belongs to."""
        return self.filter(memberships__in=user.memberships.current())

    def open_at(self, day=None):
        day = day or timezone.localdate()
        return self.filter(Q(opened_on=None) | Q(opened_on__lte=day), Q(closed_on=None) | Q(closed_on__gt=day))

    def with_leads(self):
        """`current_leads`: the lead supervisor's assignment of today, in a list of one or none."""
        return self.prefetch_related(
            Prefetch("assignments", queryset=SupervisorAssignment.objects.leading(), to_attr="current_leads")
        )

    def led_by(self, supervisor):
        return self.filter(assignments__in=SupervisorAssignment.objects.current().leads().filter(supervisor=supervisor))

    def without_supervisor(self):
        """Open schools that nobody leads today (F05: no school without a supervisor)."""
        leads = SupervisorAssignment.objects.current().leads()
        return self.open_at().exclude(pk__in=leads.values("school"))

    def of_size(self, size, kind):
        least, most = size_range(size, kind)
        rows = self.filter(pupil_count__gte=least)
        return rows if most is None else rows.filter(pupil_count__lte=most)

    def sized(self, size):
        """The size class by each district's own rule."""
        rows = self.none()
        for kind in DistrictKind:
            rows = rows | self.filter(district__kind=kind).of_size(size, kind)
        return rows

    def search(self, text):
        """Name (spelling and spacing tolerant, with or without the word for school) or either code."""
        key = name_key(text)
        return self.filter(Q(name_search__contains=key) | Q(moe_code__startswith=key) | Q(smis_code__startswith=key))


class School(Tracked):
    """A school as it is today. Facts that change with a date are kept dated in SchoolFacts; codes are text and never
    tell the district (B7)."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="schools"
    )
    network = models.ForeignKey(
        "schools.Network",
        verbose_name=_("school network"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="schools",
    )
    moe_code = models.CharField(
        _("10-digit ministry code"),
        max_length=10,
        unique=True,
        validators=[RegexValidator(r"^\d{10}$", _("The ministry code has 10 digits."))],
    )
    smis_code = models.CharField(
        _("8-digit SMIS code"),
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"^\d{8}$", _("The SMIS code has 8 digits."))],
    )
    name = models.CharField(_("school name"), max_length=200)
    name_sort = models.CharField(max_length=SORT_KEY_MAX_LENGTH, editable=False)
    name_search = models.CharField(max_length=200, editable=False)
    has_early_childhood = models.BooleanField(_("early childhood"), default=False)
    has_primary = models.BooleanField(pgettext_lazy("school level", "primary"), default=False)
    has_lower_secondary = models.BooleanField(_("lower secondary"), default=False)
    has_upper_secondary = models.BooleanField(_("upper secondary"), default=False)
    tambon = models.CharField(_("tambon"), max_length=100, blank=True)
    amphoe = models.CharField(_("amphoe"), max_length=100, blank=True)
    province = models.CharField(_("province"), max_length=100, blank=True)
    latitude = degrees("latitude", _("latitude"))
    longitude = degrees("longitude", _("longitude"))
    phone = models.CharField(_("telephone"), max_length=50, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    pupil_count = models.PositiveIntegerField(_("pupils"), null=True, blank=True, editable=False)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)
    closing_reason = models.CharField(_("reason or order"), max_length=300, blank=True, editable=False)
    successor = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="predecessors",
    )

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("school")
        verbose_name_plural = _("schools")
        ordering = ["name_sort", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["smis_code"], condition=~Q(smis_code=""), name="smis_code_once"),
            models.CheckConstraint(condition=Q(successor=None) | ~Q(closed_on=None), name="merged_school_is_closed"),
            models.CheckConstraint(condition=~Q(successor=F("pk")), name="school_not_merged_into_itself"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                name="school_has_both_coordinates",
            ),
        ]
        indexes = [
            models.Index(fields=["district", "name_sort"]),
            models.Index(fields=["district", "pupil_count"]),
            models.Index(fields=["name_sort"]),
        ]

    LEVELS = ("has_early_childhood", "has_primary", "has_lower_secondary", "has_upper_secondary")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("schools:school_detail", args=[self.pk])

    def save(self, *args, **kwargs):
        self.prepare_keys()
        super().save(*args, **kwargs)

    def prepare_keys(self):
        """The stored keys of the name, also for rows that are written in bulk."""
        self.name_sort = sort_key(self.name)
        self.name_search = search_key(self.name)[:200]

    @property
    def size(self):
        return size_of(self.pupil_count, self.district.kind)

    @property
    def has_basic(self):
        return self.has_primary or self.has_lower_secondary or self.has_upper_secondary

    @property
    def level_labels(self):
        return [self._meta.get_field(name).verbose_name for name in self.LEVELS if getattr(self, name)]

    @property
    def full_name(self):
        return full_name_of(self.name)

    @property
    def place(self):
        """Tambon, amphoe and province, as far as they are known."""
        known = [
            (_("Tambon %(name)s"), self.tambon),
            (_("Amphoe %(name)s"), self.amphoe),
            (_("%(name)s province"), self.province),
        ]
        return " ".join(text % {"name": name} for text, name in known if name)

    @property
    def position(self):
        """ "13.756331, 100.501765", as maps take it; "" while it is not known."""
        return "" if self.latitude is None else f"{self.latitude:f}, {self.longitude:f}"

    @property
    def is_open(self):
        return self.closed_on is None or self.closed_on > timezone.localdate()

    @property
    def standing(self):
        """(word, colour, icon) of open, closed, merged."""
        if self.is_open:
            return _("In operation"), "success", "check-circle"
        if self.successor_id:
            return _("Merged"), "secondary", "sign-merge-right"
        return _("Closed down"), "secondary", "x-circle"

    @property
    def lead(self):
        """The lead supervisor of today, from `with_leads`."""
        return self.current_leads[0].supervisor if self.current_leads else None

    def as_at(self, day):
        """The dated facts in force on a day, or None before the first known."""
        return self.facts.as_at(day).first()
