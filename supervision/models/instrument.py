from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qa_portal.core.models import Tracked
from qa_portal.core.roles import Scope, Verb

from .of_district import district_or_all


class InstrumentState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("In use")
    RETIRED = "retired", _("Retired")


class ItemKind(models.TextChoices):
    RATED = "rated", _("Rated on the scale")
    YES_NO = "yes_no", _("Yes or no")
    NUMBER = "number", pgettext_lazy("kind of answer", "Number")
    CHOICE = "choice", _("One of several choices")
    TEXT = "text", _("Answer in words")
    PHOTO = "photo", _("Photo")


class Audience(models.TextChoices):
    """Who fills an instrument in."""

    SUPERVISOR = "supervisor", _("Supervisors at a school")
    SCHOOL = "school", _("Schools")
    OFFICE = "office", _("The area office")


class InstrumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.scope is Scope.NATION else self.filter(Q(district=None) | Q(district=user.district_id))

    def editable_by(self, user):
        """Drafts of the user's own district: what is in use never changes, a new edition is a copy."""
        if not user.can(Verb.MANAGE_INSTRUMENTS):
            return self.none()
        return self.filter(district=user.district_id, state=InstrumentState.DRAFT)

    def in_use(self):
        return self.filter(state=InstrumentState.PUBLISHED)

    def collected(self):
        """What schools or the office fill in by themselves (Instrument.can_be_collected)."""
        return self.in_use().exclude(audience=Audience.SUPERVISOR)

    def for_visits(self):
        """What supervisors fill in at a school, those of the manual first and in its order."""
        place = Coalesce(NullIf("form_code", Value("")), Value("~"))
        return self.filter(audience=Audience.SUPERVISOR).order_by(place, "code", "-edition")


class Instrument(Tracked):
    """A form for visits (A4-04): sections of items and a scale, all data. An edition never changes once in use, and a
    visit keeps the edition that it was made with."""

    district = district_or_all("instruments")
    code = models.SlugField(_("code"), max_length=30)
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    name = models.CharField(_("name"), max_length=200)
    guidance = models.TextField(_("how to use it"), blank=True)
    audience = models.CharField(_("filled in by"), max_length=12, choices=Audience, default=Audience.SUPERVISOR)
    form_code = models.CharField(_("form of the manual"), max_length=20, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=InstrumentState, default=InstrumentState.DRAFT, editable=False
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("published by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ["code", "-edition"]
        constraints = [
            models.UniqueConstraint(Coalesce("district", 0), "code", "edition", name="instrument_edition_once")
        ]

    def __str__(self):
        return _("%(name)s (edition %(edition)s)") % {"name": self.name, "edition": self.edition}

    def get_absolute_url(self):
        return reverse("supervision:instrument_detail", args=[self.pk])

    @property
    def is_draft(self):
        return self.state == InstrumentState.DRAFT

    @property
    def can_be_collected(self):
        """Whether the office can ask for it to be filled in online: in use, and not one of those for visits."""
        return self.state == InstrumentState.PUBLISHED and self.audience != Audience.SUPERVISOR


class InstrumentLevel(Tracked):
    """One level of an instrument's scale, in words. `least_mean` is the mean from which a whole visit reaches it."""

    instrument = models.ForeignKey(
        Instrument, verbose_name=_("instrument"), on_delete=models.CASCADE, related_name="levels"
    )
    value = models.PositiveSmallIntegerField(_("points"), validators=[MaxValueValidator(10)])
    word = models.CharField(_("level in a word"), max_length=60)
    description = models.CharField(_("what it means"), max_length=300, blank=True)
    least_mean = models.DecimalField(_("reached from a mean of"), max_digits=4, decimal_places=2)

    class Meta:
        verbose_name = _("level of the scale")
        verbose_name_plural = _("levels of the scale")
        ordering = ["instrument", "-value"]
        constraints = [models.UniqueConstraint(fields=["instrument", "value"], name="level_once_in_instrument")]

    def __str__(self):
        return f"{self.value} {self.word}"


class InstrumentSection(Tracked):
    instrument = models.ForeignKey(
        Instrument, verbose_name=_("instrument"), on_delete=models.CASCADE, related_name="sections"
    )
    position = models.PositiveSmallIntegerField(_("order in the list"))
    title = models.CharField(_("title"), max_length=200)
    guidance = models.TextField(_("guidance"), blank=True)

    class Meta:
        verbose_name = _("section of an instrument")
        verbose_name_plural = _("sections of an instrument")
        ordering = ["instrument", "position"]
        constraints = [models.UniqueConstraint(fields=["instrument", "position"], name="section_once_in_instrument")]

    def __str__(self):
        return f"{self.position}. {self.title}"


class InstrumentItem(Tracked):
    section = models.ForeignKey(
        InstrumentSection, verbose_name=_("section"), on_delete=models.CASCADE, related_name="items"
    )
    position = models.PositiveSmallIntegerField(_("order in the list"))
    number = models.CharField(_("item number"), max_length=10, help_text=_("As printed, for example 3.2."))
    text = models.CharField(_("text"), max_length=500)
    kind = models.CharField(_("kind of answer"), max_length=10, choices=ItemKind, default=ItemKind.RATED)
    help = models.TextField(_("what to look at"), blank=True)
    indicator = models.ForeignKey(
        "schools.Indicator",
        verbose_name=_("rated item of the standards"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="instrument_items",
    )
    allows_na = models.BooleanField(_("may be not applicable"), default=True)
    is_needed = models.BooleanField(_("must be answered"), default=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    least = models.DecimalField(_("at least"), max_digits=12, decimal_places=2, null=True, blank=True)
    most = models.DecimalField(_("at most"), max_digits=12, decimal_places=2, null=True, blank=True)
    asked_if = models.ForeignKey(
        "self",
        verbose_name=_("asked only if this item"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="asks",
    )
    asked_if_answer = models.CharField(
        _("was answered with"),
        max_length=100,
        blank=True,
        help_text=_("yes, no, na, the points of a level, or the words of a choice; several with a comma between."),
    )

    class Meta:
        verbose_name = _("item of an instrument")
        verbose_name_plural = _("items of an instrument")
        ordering = ["section", "position"]
        constraints = [models.UniqueConstraint(fields=["section", "position"], name="item_once_in_section")]

    def __str__(self):
        return f"{self.number} {self.text}"

    @property
    def is_rated(self):
        return self.kind == ItemKind.RATED


class InstrumentChoice(Tracked):
    """One of the choices of an item."""

    item = models.ForeignKey(InstrumentItem, verbose_name=_("item"), on_delete=models.CASCADE, related_name="choices")
    position = models.PositiveSmallIntegerField(_("order in the list"))
    text = models.CharField(_("choice"), max_length=200)

    class Meta:
        verbose_name = _("choice of an item")
        verbose_name_plural = _("choices of items")
        ordering = ["item", "position"]
        constraints = [models.UniqueConstraint(fields=["item", "text"], name="choice_once_in_item")]

    def __str__(self):
        return self.text


class LevelDescription(Tracked):
    """What one level looks like for one item, where the scale's own words are not enough."""

    item = models.ForeignKey(
        InstrumentItem, verbose_name=_("item"), on_delete=models.CASCADE, related_name="descriptions"
    )
    level = models.ForeignKey(InstrumentLevel, verbose_name=_("level"), on_delete=models.CASCADE, related_name="+")
    text = models.CharField(_("description"), max_length=400)

    class Meta:
        verbose_name = _("description of a level")
        verbose_name_plural = _("descriptions of levels")
        ordering = ["item", "-level__value"]
        constraints = [models.UniqueConstraint(fields=["item", "level"], name="level_described_once_for_item")]

    def __str__(self):
        return self.text
