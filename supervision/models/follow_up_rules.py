"""What an office decides of its own follow-up: how long it waits, when it reminds, whom it helps (F31, F34, A5-10)."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import Tracked


def days(label, default, *, least=1, most=365, **more):
    limits = [MinValueValidator(least), MaxValueValidator(most)]
    return models.PositiveSmallIntegerField(label, default=default, validators=limits, **more)


class FollowUpRulesQuerySet(models.QuerySet):
    def of(self, district_id):
        """The district's own row, or one that is not saved, with what holds where nobody has said otherwise."""
        return self.filter(district=district_id).first() or FollowUpRules(district_id=district_id)

    def by_district(self):
        """{district's key: its own rules}, of those who have any."""
        return {rules.district_id: rules for rules in self}


class FollowUpRules(Tracked):
    """The figures of one office, each with the value that holds for an office without a row."""

    district = models.OneToOneField(
        "core.District",
        verbose_name=_("education area office"),
        on_delete=models.PROTECT,
        editable=False,
        related_name="follow_up_rules",
    )
    answer_days = days(
        _("days that a school has to answer a report"),
        14,
        help_text=_("After these its silence counts as silence, never as agreement."),
    )
    remind_before = models.CharField(
        _("reminders before the last day of an agreed action"),
        max_length=40,
        default="14, 7, 1",
        validators=[
            RegexValidator(r"^[0-9]{1,2}(, ?[0-9]{1,2}){0,5}$", _("Please type days with commas between: 14, 7, 1"))
        ],
        help_text=_("Days before it, with commas between. On the day itself it is always reminded."),
    )
    remind_after = days(
        _("first reminder after the last day"), 3, most=60, help_text=_("In days. The supervisor is told from it on.")
    )
    remind_every = days(_("days between reminders after that"), 7, most=90)
    advice_every = days(
        _("days between reminders of recommendations"),
        7,
        most=90,
        help_text=_("Of external assessments: first as many days before the day, then as often until it is closed."),
    )
    check_again_days = days(
        _("days that an action closed on paper is offered to be looked at again"),
        365,
        most=1095,
        help_text=_("An agreed action that nobody has seen at the school stands on the first page of the next visit."),
    )
    below_percent = days(
        _("below standard: under this part of the scale (%)"),
        50,
        most=100,
        help_text=_("Of five levels, 50 is under level 3. It puts schools up for the help list."),
    )
    review_weeks = days(_("weeks between the reviews of a support plan, at first"), 4, most=26)

    objects = FollowUpRulesQuerySet.as_manager()

    class Meta:
        verbose_name = _("rules of follow-up")
        verbose_name_plural = _("rules of follow-up")
        ordering = ["district"]

    def __str__(self):
        return str(self._meta.verbose_name)

    @property
    def marks(self):
        """Days after the last day of a promise on which it is reminded, in their order; `remind_every` repeats the
        last one."""
        before = {-int(day) for day in self.remind_before.split(",")}
        return sorted({*before, 0, self.remind_after})

    def last_mark(self, day):
        """The newest mark at this number of days after the last day; None before the first."""
        if day > self.remind_after:
            return self.remind_after + self.remind_every * ((day - self.remind_after) // self.remind_every)
        return max((mark for mark in self.marks if mark <= day), default=None)

    def least_of(self, lowest, highest):
        """The value of a scale under which a standard is below standard."""
        return lowest + (highest - lowest) * self.below_percent / 100
