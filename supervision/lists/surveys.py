from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column
from qa_portal.core.figures import percent
from supervision.models import FEWEST, Survey
from supervision.reports.survey import look_of


def _look(survey):
    return look_of(survey, survey.response_count, survey.satisfied_count)


def _share(survey):
    """Of an ended survey with answers enough."""
    shown = survey.has_ended and survey.response_count >= FEWEST
    return percent(survey.satisfied_count, survey.response_count) if shown else None


SURVEY_COLUMNS = [
    Column("title", _("Survey"), lambda s: s.title, 44, "title", Survey.get_absolute_url),
    Column("about", _("About"), lambda s: str(s.activity or s.plan_item or "") or None, 40),
    Column("held", _("Date of what is asked about"), lambda s: s.held_on, 14, "held_on", kind="date"),
    Column("closes", _("Answers until"), lambda s: s.closes_on, 14, "closes_on", kind="date"),
    Column("asked", _("Asked"), lambda s: s.asked, 10, "asked", kind="number"),
    Column("answers", _("Answers received"), lambda s: s.response_count, 10, "response_count", kind="number"),
    Column("rate", _("Response (%)"), lambda s: percent(s.response_count, s.asked), 12, kind="money"),
    Column("share", _("Satisfied (%)"), _share, 14, kind="money"),
    Column("standing", _("Result against the target"), lambda s: _look(s)[0], 26, look=_look),
    Column("state", _("State"), lambda s: s.get_state_display(), 18, "state", kind="state"),
]
