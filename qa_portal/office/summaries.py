"""What the office's kept figures are made of: the tables whose changes the database notes, each with the way from a row
to its district. `tests/office/test_summaries.py` holds the queries of every Summary against this list."""

from projects.models import (
    Activity,
    ActivityReport,
    Approval,
    BudgetLine,
    Commitment,
    CommitmentRelease,
    Expense,
    Project,
    ProjectRules,
)
from qa_portal.core.models import District
from qa_portal.core.touching import watch
from qa_portal.office.models import SignWeight
from schools.models import (
    Cycle,
    Framework,
    Indicator,
    LevelMatch,
    Network,
    Practice,
    QualityLevel,
    Sar,
    School,
    Standard,
    StandardMatch,
    StandardSection,
    Target,
    TargetSheet,
)
from supervision.models import (
    AgreedAction,
    Answer,
    AssessmentRound,
    CoverageRule,
    ExternalAssessment,
    FollowUpRules,
    Instrument,
    InstrumentItem,
    InstrumentLevel,
    InstrumentSection,
    Recheck,
    ResultPaper,
    StandardLink,
    StandardResult,
    Visit,
)

watch(District, "pk")
for model in (School, Network, Cycle, Project):
    watch(model, "district")
for model in (Sar, Practice, TargetSheet, Visit, ExternalAssessment):
    watch(model, "school__district")
watch(StandardSection, "sar__school__district")
watch(Target, "sheet__school__district")
for model in (Answer, AgreedAction, Recheck):
    watch(model, "visit__school__district")
watch(ResultPaper, "assessment__school__district")
watch(StandardResult, "paper__assessment__school__district")
for model in (Activity, ActivityReport, Approval, BudgetLine, Commitment, Expense):
    watch(model, "project__district")
watch(ActivityReport.schools.through, "activityreport__project__district")
watch(CommitmentRelease, "commitment__project__district")

# Seldom changed, and of one office or of all.
for model in (SignWeight, ProjectRules, CoverageRule, FollowUpRules, AssessmentRound):
    watch(model)
for model in (Framework, Standard, Indicator, QualityLevel, StandardMatch, LevelMatch, StandardLink):
    watch(model)
for model in (Instrument, InstrumentSection, InstrumentItem, InstrumentLevel):
    watch(model)
