"""External assessments by stage, the most urgent first, as cards."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, F, Window
from django.db.models.functions import Coalesce, RowNumber
from django.urls import reverse

from qa_portal.core.workflow import MACHINES, Look
from supervision.lists.assessments import SHOWN_OF_ASSESSMENT
from supervision.models import STAGES, AssessmentState, ExternalAssessment
from supervision.reports.assessment import next_of

MOST = 30  # cards of a stage; the rest is a link to the list


@dataclass(frozen=True)
class Card:
    assessment: ExternalAssessment
    next: dict


@dataclass(frozen=True)
class BoardColumn:
    label: str
    look: Look
    count: int
    cards: list[Card]
    url: str  # the same rows as a list

    @property
    def more(self):
        return self.count - len(self.cards)


def board_of(rows, asked):
    """A column for each stage, also an empty one; `asked` is the filter of the page, which the links keep."""
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    by_state = {}
    for row in _first_of_each(rows):
        by_state.setdefault(row.state, []).append(Card(row, next_of(row)))
    return [_column(stage.state, counts, by_state, asked) for stage in STAGES]


def _first_of_each(rows):
    """The most urgent of each stage; of those at their end the newest."""
    urgent = Coalesce("documents_due_on", "visit_from")
    place = Window(
        RowNumber(),
        partition_by=F("state"),
        order_by=[F("finalised_on").desc(nulls_last=True), urgent.asc(nulls_last=True), F("pk").asc()],
    )
    numbered = rows.order_by().exclude(state=AssessmentState.CANCELLED).annotate(place=place).filter(place__lte=MOST)
    return numbered.select_related("school__network", "round").only(*SHOWN_OF_ASSESSMENT).order_by("place")


def _column(state, counts, by_state, asked):
    kept = {key: value for key, value in asked.items() if value} | {"state": state}
    return BoardColumn(
        AssessmentState(state).label,
        MACHINES[ExternalAssessment].looks[state],
        counts.get(state, 0),
        by_state.get(state, []),
        f"{reverse('supervision:assessment_list')}?{urlencode(kept)}",
    )
