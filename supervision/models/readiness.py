"""Whether a school is ready for its external assessment, asked by a form whose questions are data (A6-01 no. 5)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked, stamp_pair
from qa_portal.core.roles import Scope, Verb

from .of_district import district_or_all


class Proof(models.TextChoices):
    """What answers a question: a person, or what the portal already knows."""

    BY_HAND = "by_hand", _("A person looks")
    SAR_ACCEPTED = "sar_accepted", _("The newest SAR was accepted")
    BOARD_MINUTES = "board_minutes", _("The minutes of the board are kept")
    SAR_FILE = "sar_file", _("A PDF of the SAR can be opened")
    TARGETS = "targets", _("Targets of the year were announced")
    FIGURES = "figures", _("Figures of the year are entered")
    PROMISES = "promises", _("No agreed action is overdue")


class ReadinessFormQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.scope is Scope.NATION else self.filter(Q(district=None) | Q(district=user.district_id))

    def editable_by(self, user):
        may = user.district_id and user.can(Verb.MANAGE_ASSESSMENTS)
        return self.filter(district=user.district_id) if may else self.none()

    def of(self, district):
        """The district's newest form, or the newest common one."""
        rows = self.filter(Q(district=district) | Q(district=None))
        return rows.order_by(F("district").asc(nulls_last=True), "-edition").first()


class ReadinessForm(Tracked):
    """One edition of the questions. Once a school was asked by it, its questions stay: a change is a new edition."""

    district = district_or_all("readiness_forms")
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    name = models.CharField(_("name"), max_length=200)

    objects = ReadinessFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("readiness form")
        verbose_name_plural = _("readiness forms")
        ordering = ["district", "-edition"]
        constraints = [models.UniqueConstraint(Coalesce("district", 0), "edition", name="readiness_edition_once")]

    def __str__(self):
        return _("%(name)s (edition %(edition)s)") % {"name": self.name, "edition": self.edition}

    @property
    def is_used(self):
        """A school was asked by it."""
        return ReadinessAnswer.objects.filter(item__form=self).exists()


class ReadinessItem(Tracked):
    form = models.ForeignKey(
        ReadinessForm, verbose_name=_("readiness form"), on_delete=models.PROTECT, related_name="items"
    )
    position = models.PositiveSmallIntegerField(_("order in the list"))
    text = models.CharField(_("question"), max_length=400)
    proof = models.CharField(_("what answers it"), max_length=20, choices=Proof, default=Proof.BY_HAND)
    is_needed = models.BooleanField(_("must be met"), default=True)

    class Meta:
        verbose_name = _("question of a readiness form")
        verbose_name_plural = _("questions of readiness forms")
        ordering = ["form", "position"]
        constraints = [models.UniqueConstraint(fields=["form", "position"], name="readiness_item_once")]

    def __str__(self):
        return f"{self.position}. {self.text}"


class ReadinessAnswer(Tracked):
    """What a person answered to one question about one school's assessment. No row: not answered. The school's own
    people may answer first; what counts is what the office confirmed. Once readiness is declared, what the portal
    knew that day is kept here too."""

    assessment = models.ForeignKey(
        "supervision.ExternalAssessment",
        verbose_name=_("external assessment"),
        on_delete=models.PROTECT,
        related_name="readiness_answers",
    )
    item = models.ForeignKey(
        ReadinessItem, verbose_name=_("question"), on_delete=models.PROTECT, related_name="answers"
    )
    is_met = models.BooleanField(_("met"))
    note = models.TextField(_("note"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("answered by"), on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("answer of a readiness form")
        verbose_name_plural = _("answers of readiness forms")
        ordering = ["assessment", "item__position"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "item"], name="readiness_answered_once"),
            models.CheckConstraint(condition=stamp_pair("confirmed"), name="readiness_confirmed_pair"),
        ]

    def __str__(self):
        return f"{self.assessment}: {self.item}"
