import uuid

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked

from .of_district import district_or_all
from .recheck import Recheck, RecheckVerdict
from .visit import SENT, visit_scope


class FindingKind(models.TextChoices):
    STRENGTH = "strength", _("Strength")
    DEVELOP = "develop", _("Point to develop")
    PROBLEM = "problem", _("Problem")


class Severity(models.TextChoices):
    """How pressing a point to develop or a problem is (F33)."""

    LOW = "low", _("Can wait")
    MEDIUM = "medium", _("This year")
    HIGH = "high", _("At once")


class FindingCategoryQuerySet(models.QuerySet):
    def offered_to(self, district):
        return self.filter(Q(district=None) | Q(district=district), is_active=True)


class FindingCategory(Tracked):
    """What a finding is about, from a list, so that findings of many visits can be counted (F33)."""

    district = district_or_all("+")
    code = models.SlugField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=100)
    position = models.PositiveSmallIntegerField(_("order in the list"), default=0)
    is_active = models.BooleanField(_("offered in forms"), default=True)

    objects = FindingCategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding category")
        verbose_name_plural = _("finding categories")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(Coalesce("district", 0), "code", name="category_once")]

    def __str__(self):
        return self.name


class FindingQuerySet(models.QuerySet):
    """Only findings of visits that are reported count: before that they are a draft."""

    def visible_to(self, user):
        return self.filter(visit_scope(user, "visit"))

    def sent(self):
        return self.filter(visit__state__in=SENT)

    def with_last_look(self):
        """Adds `last_look`: the verdict of the newest visit that looked at it again, None where none has (F35)."""
        looks = Recheck.objects.filter(finding=OuterRef("pk"), visit__state__in=SENT)
        looks = looks.exclude(verdict=RecheckVerdict.NOT_CHECKED).order_by("-visit__held_on", "-pk")
        return self.annotate(last_look=Subquery(looks.values("verdict")[:1]))

    def to_fix(self):
        """Points to develop and problems that the newest look did not find fixed."""
        return self.open_to_answer().exclude(kind=FindingKind.STRENGTH)

    def fixed(self):
        return self.sent().with_last_look().filter(last_look=RecheckVerdict.FIXED)

    def open_to_answer(self):
        """What its school may answer, as often as it likes: reported, and no visit has found it fixed (F31)."""
        return self.sent().with_last_look().filter(Q(last_look=None) | ~Q(last_look=RecheckVerdict.FIXED))

    def with_reply(self):
        """Adds `last_verdict`: the view of the school's newest answer, None where it is silent."""
        newest = SchoolReply.objects.filter(finding=OuterRef("pk")).order_by("-created_at", "-pk")
        return self.annotate(last_verdict=Subquery(newest.values("verdict")[:1]))

    def silent(self):
        """Points to develop and problems to which the school has said nothing: silence is not agreement."""
        return self.to_fix().with_reply().filter(last_verdict=None)


class Finding(Tracked):
    """Something seen at a visit that stands for itself: with its own number, kind and category."""

    uid = models.UUIDField(_("unique id"), default=uuid.uuid4, unique=True, editable=False)
    visit = models.ForeignKey(
        "supervision.Visit", verbose_name=_("visit"), on_delete=models.PROTECT, related_name="findings"
    )
    number = models.PositiveSmallIntegerField(_("finding number"), editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=FindingKind)
    category = models.ForeignKey(
        FindingCategory, verbose_name=_("what it is about"), on_delete=models.PROTECT, related_name="findings"
    )
    standard = models.ForeignKey(
        "schools.Standard",
        verbose_name=_("standard"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="findings",
    )
    severity = models.CharField(_("how pressing"), max_length=10, choices=Severity, blank=True)
    text = models.TextField(_("what we saw"))

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["visit", "number"]
        constraints = [models.UniqueConstraint(fields=["visit", "number"], name="finding_number_once_in_visit")]

    def __str__(self):
        return self.code

    def save(self, *args, **kwargs):
        if not self.number:
            self.number = self.visit.give_number("last_finding")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("supervision:finding_detail", args=[self.pk])

    @property
    def code(self):
        """Stable for ever: the visit's number and the finding's own, such as 080005-68-V12-03."""
        return f"{self.visit.code}-{self.number:02}"

    @property
    def reply(self):
        """The school's newest answer, which stands; None is silence."""
        return next(iter(self.replies.all()), None)

    @property
    def is_silent(self):
        return self.kind != FindingKind.STRENGTH and self.reply is None


class Verdict(models.TextChoices):
    AGREE = "agree", _("We agree")
    DISAGREE = "disagree", _("We do not agree")


class SchoolReply(Tracked):
    """One answer of the school to one finding: agreed or not, its plan and by when. A later answer is a row of its own,
    and the newest one stands. No row is silence (F31)."""

    finding = models.ForeignKey(Finding, verbose_name=_("finding"), on_delete=models.PROTECT, related_name="replies")
    verdict = models.CharField(_("the school's view"), max_length=10, choices=Verdict)
    plan = models.TextField(_("what the school will do, or why it does not agree"), blank=True)
    due_on = models.DateField(_("to be done by"), null=True, blank=True)
    evidence = models.ForeignKey(
        "core.StoredFile", verbose_name=_("evidence"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    said_by = models.CharField(_("answered by"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("school's reply to a finding")
        verbose_name_plural = _("schools' replies to findings")
        ordering = ["finding", "-created_at", "-pk"]

    def __str__(self):
        return f"{self.finding}: {self.get_verdict_display()}"
