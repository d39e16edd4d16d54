from functools import cache, lru_cache

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.formula import read_stated
from qa_portal.core.models import Tracked, district_scope, stamp_pair
from qa_portal.core.prepared import Prepared
from qa_portal.core.roles import Scope, Verb
from qa_portal.core.thai import SORT_KEY_MAX_LENGTH, fiscal_year, fiscal_year_range, search_key, sort_key

from .budget import BudgetLine, Funding
from .expense import Expense
from .strategy import WorkGroup
from .timed import Timed


class ProjectState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Proposed")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved by the office")
    RUNNING = "running", _("Running")
    REPORTED = "reported", _("Result reported")
    CLOSED = "closed", _("Closed")


# The states in which the project may be changed by an amendment, those in which the money is the project's to use, and
# those in which the proposal may be written on.
AMENDABLE = (ProjectState.APPROVED, ProjectState.RUNNING)
BUDGETED = (ProjectState.APPROVED, ProjectState.RUNNING, ProjectState.REPORTED, ProjectState.CLOSED)
WRITABLE = (ProjectState.DRAFT, ProjectState.RETURNED)


class ProjectLayout(models.TextChoices):
    """The three forms of a proposal that offices use: the order and the headings of the same sections."""

    CLASSIC = "classic", _("Seven sections, cross table by item")
    FULL = "full", _("Eight sections with risks and indicators, budget listed by activity")
    ACTIVITY = "activity", _("Seven sections, cross table by activity")


class ProjectNature(models.TextChoices):
    NEW = "new", _("New")
    CONTINUING = "continuing", _("Continuing")


def _sum_of(rows, amount):
    """The sum over a project's rows as a subquery, so that several sums never multiply each other's rows."""
    per_project = rows.filter(project=OuterRef("pk")).order_by().values("project").annotate(sum=Sum(amount))
    return Subquery(per_project.values("sum"), output_field=models.DecimalField(max_digits=16, decimal_places=2))


class ProjectQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(district_scope(user))

    def written_by(self, user):
        """Proposals whose text is the user's to write: one's own, or the office's for those who manage projects."""
        if user.scope is not Scope.DISTRICT:
            return self.none()
        if user.can(Verb.MANAGE_PROJECTS):
            return self.visible_to(user)
        own = self.visible_to(user).filter(Q(owner=user.pk) | Q(created_by=user.pk))
        return own if user.can(Verb.PROPOSE_PROJECT) else self.none()

    def editable_by(self, user):
        """Proposals that the user may write on now."""
        return self.written_by(user).filter(state__in=WRITABLE)

    def spendable_by(self, user):
        """Projects whose ledger the user may write in: the office's for those who record its spending, and what one
        runs oneself, so that spending is told where the doing is."""
        if user.scope is not Scope.DISTRICT:
            return self.none()
        running = self.visible_to(user).filter(state=ProjectState.RUNNING)
        if user.can(Verb.RECORD_SPENDING):
            return running
        own = Q(owner=user) | Q(created_by=user) | Q(pk__in=user.activities.order_by().values("project"))
        return running.filter(own) if user.can(Verb.RUN_PROJECT) else self.none()

    def transferable_by(self, user):
        """Running projects that allow transfers, for those who record their spending or write their proposals."""
        mine = self.spendable_by(user) | self.written_by(user)
        return mine.filter(state=ProjectState.RUNNING, transfers_allowed=True)

    def in_year(self, year):
        """Of one fiscal year (B.E.)."""
        return self.filter(fiscal_year=year)

    def approved(self):
        """With an approved budget, running or not yet."""
        return self.filter(state__in=BUDGETED)

    def with_totals(self):
        """Adds `total` (what the lines come to), `funded` and `spent`, in baht; None where nothing is said."""
        return self.annotate(**_totals())

    def with_total(self):
        """Of the same only `total`."""
        return self.annotate(total=_totals()["total"])

    def search(self, text):
        """In the name, tolerant of spelling and spacing."""
        return self.filter(name_search__contains=search_key(text))


@lru_cache(maxsize=4000)
def _address(pk):
    """Lists name the page of each row in several cells: looking it up anew would take a tenth of their time."""
    return reverse("projects:project_detail", args=[pk])


@lru_cache(maxsize=4000)
def _text_address(pk):
    """A project's page names it at each part and each finding."""
    return reverse("projects:project_text", args=[pk])


@cache
def _totals():
    sums = {
        "total": _sum_of(BudgetLine.objects, BudgetLine.objects.all().VALUE),
        "funded": _sum_of(Funding.objects, "amount"),
        "spent": _sum_of(Expense.objects, "amount"),
    }
    return {name: Prepared(Project, expression) for name, expression in sums.items()}


def current_fiscal_year():
    return fiscal_year(timezone.localdate())


class ProjectManager(models.Manager.from_queryset(ProjectQuerySet)):
    """The projects of the plan, without the working copies of their amendments."""

    def get_queryset(self):
        return super().get_queryset().filter(is_working_copy=False)


class WorkingCopyManager(models.Manager.from_queryset(ProjectQuerySet)):
    """The texts of amendments while they are written (Amendment.working_copy)."""

    def get_queryset(self):
        return super().get_queryset().filter(is_working_copy=True)


class Project(Timed, Tracked):
    """A project of the office's plan: the proposal with all that its form asks (A1), its budget, and its state."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="projects"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ProjectState, default=ProjectState.DRAFT, editable=False
    )
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year (B.E.)"), default=current_fiscal_year)
    layout = models.CharField(_("form"), max_length=10, choices=ProjectLayout, default=ProjectLayout.FULL)
    name = models.CharField(_("project name"), max_length=500)
    name_sort = models.CharField(max_length=SORT_KEY_MAX_LENGTH, editable=False)
    name_search = models.CharField(max_length=500, editable=False)
    nature = models.CharField(_("nature"), max_length=10, choices=ProjectNature, blank=True)
    groups = models.ManyToManyField(
        WorkGroup, verbose_name=_("responsible groups"), blank=True, related_name="projects"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("project owner"),
        on_delete=models.PROTECT,
        related_name="owned_projects",
    )
    co_owners = models.CharField(_("co-owners"), max_length=500, blank=True)
    rationale = models.TextField(_("rationale"), blank=True)
    plan_line = models.CharField(_("plan (แผนงาน)"), max_length=300, blank=True)
    budget_note = models.CharField(_("note on the budget"), max_length=500, blank=True)
    stated_total_text = models.CharField(_("total as stated"), max_length=60, blank=True)
    stated_total = models.DecimalField(max_digits=14, decimal_places=2, null=True, editable=False)
    stated_columns = models.JSONField(
        default=dict, editable=False, blank=True, help_text="{BudgetCategory: text}, the last row of the cross table."
    )
    transfers_allowed = models.BooleanField(
        _("transfers between all items are requested (ขอถัวจ่ายทุกรายการ)"), default=False
    )
    approved_amount = models.DecimalField(
        _("approved amount"), max_digits=14, decimal_places=2, null=True, editable=False
    )
    copied_from = models.ForeignKey(
        "self",
        verbose_name=_("copied from"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="copies",
    )
    is_working_copy = models.BooleanField(default=False, editable=False)
    report_due_on = models.DateField(_("result report due"), null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("created by"),
        editable=False,
        on_delete=models.PROTECT,
        related_name="created_projects",
    )
    submitted_at = models.DateTimeField(_("proposed at"), null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField(_("started at"), null=True, editable=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    reported_at = models.DateTimeField(_("result reported at"), null=True, editable=False)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = ProjectManager()
    working_copies = WorkingCopyManager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["-fiscal_year", "name_sort"]
        indexes = [
            models.Index(fields=["district", "fiscal_year", "state"]),
            models.Index(fields=["district", "fiscal_year", "name_sort"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=stamp_pair("submitted"),
                name="project_submitted_pair",
            ),
            models.CheckConstraint(
                condition=stamp_pair("approved"),
                name="project_approved_pair",
            ),
            models.CheckConstraint(
                condition=stamp_pair("started"),
                name="project_started_pair",
            ),
            models.CheckConstraint(condition=stamp_pair("reported"), name="project_reported_pair"),
            models.CheckConstraint(condition=stamp_pair("closed"), name="project_closed_pair"),
            models.CheckConstraint(
                condition=~Q(state__in=BUDGETED) | Q(approved_amount__isnull=False), name="approved_project_has_amount"
            ),
            models.CheckConstraint(
                condition=Q(copied_from=None) | ~Q(copied_from=F("pk")), name="project_not_own_copy"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        if self.is_working_copy:
            return self.amendment.get_absolute_url()
        return _address(self.pk)

    def get_text_url(self):
        """The page of the whole proposal: its sections, rows and figures are anchors there."""
        if self.is_working_copy:
            return self.amendment.get_absolute_url()
        return _text_address(self.pk)

    def save(self, *args, **kwargs):
        self.name_sort, self.name_search = sort_key(self.name), search_key(self.name)[:500]
        self.read_period()
        self.stated_total = read_stated(self.stated_total_text)
        super().save(*args, **kwargs)

    def may_have(self, kind):
        """Whether rows of the kind hang on it, where it was read with that (services.outline.with_presence): what is
        not there need not be asked for."""
        return getattr(self, f"has_{kind}", True)

    @property
    def left(self):
        """Of its money, where it was read with that (services.ledger.projects_with_money)."""
        return self.allotted - self.committed - self.paid

    @property
    def authors(self):
        """Whose own work the project is (F68)."""
        return {self.owner, self.created_by}

    @property
    def paragraphs(self):
        """The rationale by paragraphs: each typed line is one."""
        return [line for line in self.rationale.splitlines() if line.strip()]

    @property
    def is_writable(self):
        """Whether its text may be written on now; that of a working copy goes by its amendment."""
        return self.amendment.is_writable if self.is_working_copy else self.state in WRITABLE

    @property
    def is_draft(self):
        return self.state == ProjectState.DRAFT

    @property
    def has_category_columns(self):
        """Whether its form shows the cross table by category (A3-01)."""
        return self.layout != ProjectLayout.FULL

    @property
    def reference_day(self):
        """The day whose rates apply."""
        return self.period_start or fiscal_year_range(self.fiscal_year)[0]
