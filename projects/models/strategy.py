import re

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked
from qa_portal.core.roles import Scope
from qa_portal.core.thai import SORT_KEY_MAX_LENGTH, normalise, sort_key, to_arabic


class OfficeQuerySet(models.QuerySet):
    """Rows of one office that everybody in it may pick from."""

    def visible_to(self, user):
        return self if user.scope is Scope.NATION else self.filter(district=user.district_id)

    def editable_by(self, user):
        return self.filter(district=user.district_id)


class WorkGroup(Tracked):
    """A group or unit of the office that answers for projects (A1-09)."""

    district = models.ForeignKey(
        "core.District", verbose_name=_("education area office"), on_delete=models.PROTECT, related_name="work_groups"
    )
    name = models.CharField(_("name"), max_length=200)
    head = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("head of the group"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="headed_groups",
    )
    order = models.PositiveIntegerField(_("order"), default=0)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("group of the office")
        verbose_name_plural = _("groups of the office")
        ordering = ["order", "name"]
        constraints = [models.UniqueConstraint(fields=["district", "name"], name="work_group_once")]

    def __str__(self):
        return self.name


class StrategyKind(models.TextChoices):
    """What a project answers to (A1-02..07), in the order of the forms."""

    POLICY = "policy", _("Policy of the office")
    STANDARD = "standard", _("Standard of the office")
    OBEC_STRATEGY = "obec_strategy", _("OBEC strategy")
    OFFICE_STRATEGY = "office_strategy", _("Strategy of the office")
    OBEC_FOCUS = "obec_focus", _("OBEC focus point")
    OFFICE_FOCUS = "office_focus", _("Focus point of the office")


class StrategyItem(Tracked):
    """One coded row of a year's policies, standards with their indicators, focus points or strategies; a tree."""

    district = models.ForeignKey(
        "core.District",
        verbose_name=_("education area office"),
        on_delete=models.PROTECT,
        related_name="strategy_items",
    )
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year (B.E.)"))
    kind = models.CharField(_("kind"), max_length=20, choices=StrategyKind)
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    code = models.CharField(_("code"), max_length=20)
    code_sort = models.CharField(max_length=SORT_KEY_MAX_LENGTH, default="", editable=False)
    title = models.CharField(_("title"), max_length=500)
    continues = models.ManyToManyField(
        "self",
        verbose_name=_("carries on from"),
        symmetrical=False,
        blank=True,
        related_name="continued_by",
        help_text=_("The items of an earlier year that this one goes on with; several where they were merged."),
    )

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("strategy item")
        verbose_name_plural = _("strategy items")
        ordering = ["kind", "code_sort", "code"]
        constraints = [
            models.UniqueConstraint(fields=["district", "fiscal_year", "kind", "code"], name="strategy_code_once")
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    def save(self, *args, **kwargs):
        self.code = one_code(self.code)
        self.code_sort = code_sort_key(self.code)
        super().save(*args, **kwargs)


def one_code(text):
    """A code in the one way to write it: Thai digits and Arabic digits are the same code."""
    return to_arabic(normalise(text))


def code_sort_key(code):
    """The key whose plain order puts 1.2 before 1.10, on both databases."""
    return sort_key(re.sub(r"\d+", lambda digits: digits[0].zfill(5), code))


def in_tree_order(items):
    """The items, each below its parent, with `depth`; an item whose parent is not among them stands at the top."""
    items = sorted(items, key=lambda item: (item.code_sort, item.code))
    here = {item.pk for item in items}
    children = {}
    for item in items:
        children.setdefault(item.parent_id if item.parent_id in here else None, []).append(item)
    ordered, waiting = [], [(0, item) for item in reversed(children.get(None, []))]
    while waiting:
        depth, item = waiting.pop()
        item.depth = depth
        ordered.append(item)
        waiting += [(depth + 1, child) for child in reversed(children.get(item.pk, []))]
    return ordered


class PolicyLink(Tracked):
    """How a project answers to one kind of strategy: picked items, all indicators of them, and the text as written."""

    project = models.ForeignKey(
        "projects.Project", verbose_name=_("project"), on_delete=models.CASCADE, related_name="policy_links"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=StrategyKind)
    items = models.ManyToManyField(StrategyItem, verbose_name=_("items"), blank=True, related_name="policy_links")
    all_indicators = models.BooleanField(_("all indicators"), default=False)
    text = models.TextField(_("as written in the form"), blank=True)

    class Meta:
        verbose_name = _("answer to policy")
        verbose_name_plural = _("answers to policy")
        ordering = ["project_id", "kind"]
        constraints = [models.UniqueConstraint(fields=["project", "kind"], name="policy_kind_once")]

    def __str__(self):
        return self.get_kind_display()

    @property
    def written(self):
        """The text of the form, or the picked items in one line."""
        picked = ", ".join(str(item) for item in self.items.all())
        return self.text or (f"{picked} ทุกตัวบ่งชี้" if picked and self.all_indicators else picked)
