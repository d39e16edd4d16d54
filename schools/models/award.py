"""Awards of the office: the call, the judging, and the honours (A7-02, A7-03, A18)."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked, stamp_pair
from qa_portal.core.roles import Scope, Verb

from .practice import PracticeKind


class AwardState(models.TextChoices):
    """A18: nominated, judged, announced, published."""

    DRAFT = "draft", _("Being prepared")
    OPEN = "open", _("Open for nominations")
    JUDGING = "judging", _("Being judged")
    ANNOUNCED = "announced", _("Announced")
    PUBLISHED = "published", _("Published")


DECIDED = (AwardState.ANNOUNCED, AwardState.PUBLISHED)


class AwardQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The office's own; a call in preparation only for those who manage them."""
        if user.scope is Scope.NATION:
            return self.exclude(state=AwardState.DRAFT)
        rows = self.filter(district=user.district_id) if user.district_id else self.none()
        return rows if user.can(Verb.MANAGE_PRACTICES) else rows.exclude(state=AwardState.DRAFT)

    def editable_by(self, user):
        return self.visible_to(user) if user.can(Verb.MANAGE_PRACTICES) else self.none()

    def judged_by(self, user):
        """Those that wait for this person's marks."""
        judgeships = AwardJudge.objects.filter(user=user, excused_at=None)
        return self.filter(state=AwardState.JUDGING, judges__in=judgeships)


class Award(Tracked):
    """One call of one year, such as IQA AWARD: who may be nominated, by what it is judged, what it gives."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="awards"
    )
    academic_year = models.PositiveSmallIntegerField(_("academic year"))
    name = models.CharField(_("name of the award"), max_length=200)
    kind = models.CharField(
        _("kind"), max_length=12, choices=PracticeKind, blank=True, help_text=_("Blank: entries of every kind.")
    )
    guidance = models.TextField(_("conditions"), blank=True)
    honours_authors = models.BooleanField(
        _("a certificate for each author too"),
        default=False,
        help_text=_("Besides the school, each line of “by whom” of an honoured entry gets a certificate."),
    )
    opens_on = models.DateField(_("nominations from"))
    closes_on = models.DateField(_("nominations until"))
    state = models.CharField(_("state"), max_length=10, choices=AwardState, default=AwardState.DRAFT, editable=False)
    announcement_number = models.CharField(_("number of the announcement"), max_length=100, blank=True)
    announced_on = models.DateField(_("date of the announcement"), null=True, blank=True)
    announced_at = models.DateTimeField(_("announced at"), null=True, blank=True, editable=False)
    announced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ["-academic_year", "name"]
        constraints = [
            models.UniqueConstraint(fields=["district", "academic_year", "name"], name="award_once_a_year"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="award_closes_after_opening"),
            models.CheckConstraint(condition=stamp_pair("announced"), name="award_announced_pair"),
        ]

    def __str__(self):
        return _("%(name)s, academic year %(year)s") % {"name": self.name, "year": self.academic_year}

    def get_absolute_url(self):
        return reverse("schools:award_detail", args=[self.pk])

    @property
    def is_decided(self):
        return self.state in DECIDED


class AwardCriterion(Tracked):
    """What is judged, and the most points that it can bring."""

    award = models.ForeignKey(Award, verbose_name=_("award"), on_delete=models.PROTECT, related_name="criteria")
    position = models.PositiveSmallIntegerField(_("order in the list"))
    text = models.CharField(_("criterion"), max_length=300)
    most_points = models.PositiveSmallIntegerField(_("most points"), validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("criterion of an award")
        verbose_name_plural = _("criteria of awards")
        ordering = ["award", "position"]
        constraints = [models.UniqueConstraint(fields=["award", "position"], name="criterion_position_once")]

    def __str__(self):
        return self.text


class AwardRank(Tracked):
    """What an award gives, from how many hundredths of all points: ระดับเหรียญทอง from 90."""

    award = models.ForeignKey(Award, verbose_name=_("award"), on_delete=models.PROTECT, related_name="ranks")
    name = models.CharField(_("rank"), max_length=100)
    least_percent = models.DecimalField(
        _("from (%)"), max_digits=5, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )

    class Meta:
        verbose_name = _("rank of an award")
        verbose_name_plural = _("ranks of awards")
        ordering = ["award", "-least_percent"]
        constraints = [models.UniqueConstraint(fields=["award", "least_percent"], name="rank_threshold_once")]

    def __str__(self):
        return self.name


class NominationQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(withdrawn_at=None)

    def with_practice(self):
        return self.select_related("practice__school__district", "nominated_by")


class Nomination(Tracked):
    """A practice put up for an award, by its school or by the office."""

    award = models.ForeignKey(Award, verbose_name=_("award"), on_delete=models.PROTECT, related_name="nominations")
    practice = models.ForeignKey(
        "schools.Practice",
        verbose_name=_("good practice or research"),
        on_delete=models.PROTECT,
        related_name="nominations",
    )
    nominated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("nominated by"), on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        ordering = ["award", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["award", "practice"], condition=Q(withdrawn_at=None), name="nominated_once_for_award"
            ),
            models.CheckConstraint(condition=stamp_pair("withdrawn"), name="nomination_withdrawn_pair"),
        ]

    def __str__(self):
        return f"{self.award}: {self.practice}"


class AwardJudge(Tracked):
    """A person who gives marks for an award; never for a school of their own or one with a declared conflict."""

    award = models.ForeignKey(Award, verbose_name=_("award"), on_delete=models.PROTECT, related_name="judges")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="judgeships"
    )
    excused_at = models.DateTimeField(_("excused at"), null=True, blank=True, editable=False)
    excused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    excused_reason = models.CharField(_("why the judge is excused"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("judge of an award")
        verbose_name_plural = _("judges of awards")
        ordering = ["award", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["award", "user"], name="judge_once_for_award"),
            models.CheckConstraint(condition=stamp_pair("excused"), name="judge_excused_pair"),
        ]

    def __str__(self):
        return str(self.user)


class AwardMark(Tracked):
    """The points of one judge for one criterion of one nomination."""

    nomination = models.ForeignKey(
        Nomination, verbose_name=_("nomination"), on_delete=models.PROTECT, related_name="marks"
    )
    judge = models.ForeignKey(AwardJudge, verbose_name=_("judge"), on_delete=models.PROTECT, related_name="marks")
    criterion = models.ForeignKey(
        AwardCriterion, verbose_name=_("criterion"), on_delete=models.PROTECT, related_name="marks"
    )
    points = models.PositiveSmallIntegerField(_("points"))
    note = models.TextField(_("note"), blank=True)
    is_counted = models.BooleanField(
        _("counts"), default=True, editable=False, help_text=_("Settled when the result is announced.")
    )

    class Meta:
        verbose_name = _("mark of a judge")
        verbose_name_plural = _("marks of judges")
        ordering = ["nomination", "judge", "criterion__position"]
        constraints = [
            models.UniqueConstraint(fields=["nomination", "judge", "criterion"], name="criterion_marked_once")
        ]

    def __str__(self):
        return f"{self.nomination}: {self.points}"


class HonourQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The office's list; a school sees all that is published, and its own once announced."""
        if user.scope is Scope.NATION:
            return self
        rows = self.filter(district=user.district_id) if user.district_id else self.none()
        if user.scope is Scope.DISTRICT:
            return rows
        own = Q(school__in=user.memberships.current().values("school"))
        return rows.filter(Q(is_public=True) | own)

    def editable_by(self, user):
        return self.visible_to(user) if user.can(Verb.MANAGE_PRACTICES) else self.none()

    def printable_by(self, user):
        """Those whose certificate this person may have: the office's people of all, a school's own of theirs."""
        own = user.scope is Scope.SCHOOL and Q(school__in=user.memberships.current().values("school"))
        return self.visible_to(user).filter(own or Q()).exclude(number="")

    def public(self):
        return self.filter(is_public=True)


class Honour(Tracked):
    """A row of the list of honours (ประกาศเชิดชูเกียรติ, A7-03) with the words of its certificate, frozen when given; of an
    award, or entered by hand where another body gave it."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="honours"
    )
    academic_year = models.PositiveSmallIntegerField(_("academic year"))
    school = models.ForeignKey(
        "schools.School",
        verbose_name=_("school"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="honours",
    )
    recipient = models.CharField(_("given to"), max_length=300)
    title = models.CharField(_("honour"), max_length=300)
    reason = models.CharField(_("for what"), max_length=500, blank=True)
    given_by = models.CharField(_("given by"), max_length=200)
    given_on = models.DateField(_("given on"))
    nomination = models.ForeignKey(
        Nomination,
        verbose_name=_("nomination"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="honours",
    )
    number = models.CharField(_("number of the certificate"), max_length=50, blank=True, editable=False)
    signatory = models.CharField(_("signed by"), max_length=150, blank=True, editable=False)
    signatory_position = models.CharField(_("position of who signs"), max_length=200, blank=True, editable=False)
    is_public = models.BooleanField(_("may be shown to everybody"), default=False)

    objects = HonourQuerySet.as_manager()

    class Meta:
        verbose_name = _("honour")
        verbose_name_plural = _("honours")
        ordering = ["-given_on", "recipient"]
        indexes = [models.Index(fields=["district", "academic_year"], name="honour_by_year")]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "number"], condition=~Q(number=""), name="certificate_number_once"
            )
        ]

    def __str__(self):
        return f"{self.recipient}: {self.title}"

    def get_absolute_url(self):
        return reverse("schools:honour_detail", args=[self.pk])

    @property
    def award(self):
        return self.nomination and self.nomination.award

    @property
    def may_be_numbered(self):
        """Whether the office can give its certificate: it gave the honour itself, and there is none yet."""
        return not self.number and self.given_by == self.district.name

    @property
    def waits_for_award(self):
        """Whether its award is not on the public page yet."""
        return self.award is not None and self.award.state != AwardState.PUBLISHED

    @property
    def standing(self):
        """Whether everybody may read it, as word, colour and icon."""
        if self.is_public:
            return _("Public"), "success", "globe"
        return _("Not public"), "secondary", "eye-slash"
