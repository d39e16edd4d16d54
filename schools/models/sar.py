from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked, stamp_pair
from qa_portal.core.roles import Scope

from .cycle import CycleState
from .framework import EducationLevel
from .people import SupervisorAssignment
from .scope import school_scope


class SarState(models.TextChoices):
    """A4-09."""

    EXPECTED = "expected", _("Not started")
    DRAFTING = "drafting", _("Being written")
    WITH_BOARD = "with_board", _("With the school board")
    BOARD_APPROVED = "board_approved", _("Approved by the board")
    SUBMITTED = "submitted", _("Sent to the office")
    RETURNED = "returned", _("Returned to the school")
    ACCEPTED = "accepted", _("Accepted")


AT_OFFICE = (SarState.SUBMITTED, SarState.ACCEPTED)
WRITABLE = (SarState.EXPECTED, SarState.DRAFTING, SarState.RETURNED)


def _counted(rows):
    """How many of these rows hang on the report."""
    count = rows.filter(sar=OuterRef("pk")).order_by().values("sar").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(count), 0)


def _last_reminder():
    from .sar_papers import SarReminder

    return Subquery(SarReminder.objects.filter(sar=OuterRef("pk")).order_by("-sent_at").values("sent_at")[:1])


# Who owes what; LATE is asked of rows `with_lateness`.
NOT_SENT = Q(handed_in_on=None)
OWING = ~Q(state__in=AT_OFFICE)
LATE = Q(is_late=True)


def asked_on(day):
    """Of cycles that are open; of the others what a running extension leaves to the school and nobody accepted."""
    extended = Q(extended_to__gte=day) & ~Q(state=SarState.ACCEPTED)
    return Q(cycle__state=CycleState.OPEN) | extended


def sendable_on(day):
    """As `Sar.takes_work_on`, of what is `asked_on` that day: within the window or an extension, or to be mended."""
    begun = Q(cycle__opens_on__lte=day) & (Q(cycle__late_until=None) | Q(cycle__late_until__gte=day))
    return Q(extended_to__gte=day) | Q(handed_in_on__isnull=False) | begun


class SarQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The rows, their state and dates. Their content: `readable_by`."""
        return self.filter(school_scope(user))

    def own_of(self, user):
        """The SARs of the schools whose own people the user belongs to today, whatever other roles they have."""
        return self.filter(school__in=user.memberships.current().values("school"))

    def editable_by(self, user):
        return self.own_of(user)

    def readable_by(self, user):
        """The SARs whose content the user may read: their own school's, and others' while they are at the office."""
        if user.scope is Scope.SCHOOL:
            return self.visible_to(user)
        own = Q(school__in=user.memberships.current().values("school"))
        return self.visible_to(user).filter(Q(state__in=AT_OFFICE) | own)

    def in_year(self, academic_year):
        return self.filter(cycle__academic_year=academic_year)

    def of_supervisor(self, supervisor):
        """Those of the schools that a supervisor (or his key) answers for today."""
        assignments = SupervisorAssignment.objects.current().filter(supervisor=supervisor)
        return self.filter(school__in=assignments.values("school"))

    def read_by(self, user):
        """Those that a person reads for the office: assigned, or while nobody is, of the schools answered for today."""
        from .review import SarReader

        active = SarReader.objects.active()
        unread = ~Q(pk__in=active.values("sar")) & Q(school__in=user.assignments.current().values("school"))
        return self.filter(Q(pk__in=active.filter(reader=user).values("sar")) | unread)

    def without_reader(self):
        """Not accepted yet, and nobody was asked to read them."""
        from .review import SarReader

        return self.exclude(state=SarState.ACCEPTED).exclude(pk__in=SarReader.objects.active().values("sar"))

    def for_reading(self, user):
        """The rows as a list of readings shows them: `read_by_day` this reader's, `sending_count`, `request_count`."""
        from .review import SarReader, SarRemark, Submission

        mine = SarReader.objects.active().filter(sar=OuterRef("pk"), reader=user).values("due_on")[:1]
        return self.select_related("school", "cycle").annotate(
            read_by_day=Subquery(mine),
            sending_count=_counted(Submission.objects.all()),
            request_count=_counted(SarRemark.objects.open()),
        )

    def not_sent(self):
        """Never yet sent to the office, whatever the reason."""
        return self.filter(NOT_SENT)

    def owing(self):
        """The school's turn: never sent, or returned and not sent again."""
        return self.filter(OWING)

    def asked_on(self, day):
        """What a school works on, and sees on its desk, on that day."""
        return self.filter(asked_on(day))

    def can_be_sent_on(self, day):
        return self.filter(sendable_on(day))

    def with_lateness(self, today):
        """Annotates `due_day` and `is_late`: first sent after that day, or not yet sent though it has passed."""
        rows = self.annotate(due_day=Coalesce("extended_to", "cycle__due_on"))
        late = Q(handed_in_on__gt=F("due_day")) | Q(handed_in_on=None, due_day__lt=today)
        return rows.annotate(is_late=Case(When(late, then=Value(True)), default=Value(False)))

    def late(self, today=None):
        return self.with_lateness(today or timezone.localdate()).filter(LATE)

    def overdue(self, today=None):
        """Late and still owed."""
        return self.late(today).not_sent()

    def count_by_state(self):
        """{state: count} of every state in the order of the workflow, zeros included."""
        counted = dict(self.order_by().values_list("state").annotate(Count("pk")))
        return {state: counted.get(state, 0) for state in SarState}

    def level_distribution(self):
        """Rows {education_level, standard, standard_name, level, level_name, count} of the standards' levels, of those
        SARs that are at the office; sorted by level of education, standard, quality level from the highest."""
        from .sar_answers import StandardSection

        sections = StandardSection.objects.filter(sar__in=self.filter(state__in=AT_OFFICE).order_by()).exclude(
            level=None
        )
        names = {
            "education_level": F("sar__level"),
            "standard_number": F("standard__number"),
            "standard_name": F("standard__name"),
            "level_value": F("level__value"),
            "level_name": F("level__name"),
        }
        rows = sections.order_by().values(**names).annotate(count=Count("pk"))
        return list(rows.order_by("education_level", "standard_number", "-level_value"))

    def for_list(self):
        """Annotated with lateness and `reminded_at`; each school with its supervisor of today (`school.lead`)."""
        rows = self.select_related("school__network", "school__district", "cycle", "framework")
        rows = rows.prefetch_related(
            Prefetch("school__assignments", queryset=SupervisorAssignment.objects.leading(), to_attr="current_leads")
        )
        return rows.with_lateness(timezone.localdate()).annotate(reminded_at=_last_reminder())


class Sar(Tracked):
    """A school's self-assessment report of one academic year and one level of education (B4), expected from the day
    that its cycle opens (F20).

    Who sees what: the school's own people see all of theirs, always. The office and the nation see every row's state
    and dates always, but what the school writes only while it is at the office (submitted, accepted): a draft, also
    one reworked after a return, is the school's own. PDF versions that were once sent stay readable by the office.

    The board's approval stands for the ratings it saw: when an item's or a standard's level changes after it, or the
    report is presented to the board again, it lapses and is needed anew before the report can be sent."""

    cycle = models.ForeignKey(
        "schools.Cycle", verbose_name=_("SAR cycle"), on_delete=models.PROTECT, related_name="sars"
    )
    school = models.ForeignKey(
        "schools.School", verbose_name=_("school"), on_delete=models.PROTECT, related_name="sars"
    )
    framework = models.ForeignKey(
        "schools.Framework", verbose_name=_("standards framework"), on_delete=models.PROTECT, related_name="sars"
    )
    level = models.CharField(_("education level"), max_length=20, choices=EducationLevel)
    state = models.CharField(
        _("state"), max_length=20, choices=SarState, default=SarState.EXPECTED, editable=False, db_index=True
    )
    extended_to = models.DateField(_("extended to"), null=True, blank=True)
    extension_reason = models.TextField(_("reason for the extension"), blank=True)
    executive_summary = models.TextField(_("executive summary"), blank=True)
    overview = models.TextField(_("the school's situation"), blank=True)
    overall_level = models.ForeignKey(
        "schools.QualityLevel",
        verbose_name=_("overall quality level"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    way_forward = models.TextField(_("way forward"), blank=True)
    help_wanted = models.TextField(_("help wanted"), blank=True)
    handed_in_on = models.DateField(
        _("first sent on"), null=True, blank=True, editable=False, help_text=_("Lateness is judged by this day.")
    )
    submitted_at = models.DateTimeField(_("sent at"), null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    returned_at = models.DateTimeField(_("returned at"), null=True, blank=True, editable=False)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    letter_number = models.CharField(_("number of the acknowledgement letter"), max_length=60, blank=True)
    letter_dated = models.DateField(_("date of the acknowledgement letter"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = SarQuerySet.as_manager()

    class Meta:
        verbose_name = _("self-assessment report")
        verbose_name_plural = _("self-assessment reports")
        ordering = ["-cycle__academic_year", "school__name_sort", "level"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "school", "level"], name="sar_once_a_cycle_school_level"),
            models.CheckConstraint(condition=stamp_pair("submitted"), name="sar_submitted_pair"),
            models.CheckConstraint(condition=stamp_pair("returned"), name="sar_returned_pair"),
            models.CheckConstraint(condition=stamp_pair("accepted"), name="sar_accepted_pair"),
            models.CheckConstraint(
                condition=Q(extended_to=None) | ~Q(extension_reason=""), name="sar_extension_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["cycle", "state"]),
            models.Index(fields=["school", "cycle"]),
            # What waits for its reader at one office, among what waits in the whole country.
            models.Index(fields=["school"], condition=Q(state=SarState.SUBMITTED), name="sar_waiting_by_school"),
        ]

    def __str__(self):
        return _("SAR %(level)s %(year)s, %(school)s") % {
            "level": self.get_level_display(),
            "year": self.academic_year,
            "school": self.school.name,
        }

    def get_absolute_url(self):
        return reverse("schools:sar_detail", args=[self.pk])

    @property
    def academic_year(self):
        return self.cycle.academic_year

    @property
    def due_on(self):
        return self.extended_to or self.cycle.due_on

    @property
    def owed_by(self):
        """The day by which it has to be sent; once it was, only an extension that runs sets one (for mending it)."""
        if self.handed_in_on is None:
            return self.due_on
        return self.extended_to if self.extended_to and self.extended_to >= timezone.localdate() else None

    @property
    def late_until(self):
        """The last day on which the office takes a report that is late today; None: it is not, or no day is set."""
        is_late = self.owed_by is not None and self.owed_by < timezone.localdate()
        return self.cycle.late_until if is_late else None

    @property
    def file_name(self):
        """As the portal names the report's documents, without their ending."""
        return f"SAR-{self.academic_year}-{self.school.moe_code}-{self.level}"

    @property
    def is_writable(self):
        """The state lets the school write; whether the cycle does: `takes_work_on`."""
        return self.state in WRITABLE

    @property
    def is_begun(self):
        return self.state != SarState.EXPECTED

    @property
    def is_at_office(self):
        return self.state in AT_OFFICE

    def takes_work_on(self, day):
        """While the cycle takes work, or an extension runs; one that was sent in time to be returned can always be
        mended while the cycle is open."""
        if self.extended_to and day <= self.extended_to:
            return True
        mending = self.handed_in_on is not None and self.cycle.state == "open"
        return mending or self.cycle.takes_work_on(day)

    @property
    def approval(self):
        """The board's approval in preparation or in force, or None."""
        return self.approvals.filter(lapsed_at=None).select_related("minutes", "approved_by").first()

    @property
    def latest_file(self):
        return self.files.select_related("stored").order_by("-number").first()

    def previous(self):
        """Last year's report of the same school and level, once sent; None without one."""
        return (
            Sar.objects.filter(school=self.school_id, level=self.level, cycle__academic_year=self.academic_year - 1)
            .exclude(handed_in_on=None)
            .first()
        )
