from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = _("Supervision")

    def ready(self):
        from projects.services import asides
        from projects.services import measures as project_measures
        from schools import evidence_sources
        from schools import timeline as schools_timeline
        from schools.models import framework
        from supervision import (  # noqa: F401  the desk registers itself
            desk,
            evidence,
            improvement_timeline,
            measures,
            timeline,
        )
        from supervision.reports import survey as survey_report
        from supervision.services import rounds
        from supervision.workflow import (  # noqa: F401  registers the machines
            action,
            assessment,
            batch,
            collection,
            instrument,
            meeting,
            order,
            order_change,
            plan,
            recommendation,
            support,
            survey,
            visit,
        )

        schools_timeline.register(timeline.visits_of)
        schools_timeline.register(improvement_timeline.improvements_of)
        schools_timeline.register(timeline.support_of)
        schools_timeline.register(timeline.sheets_of)
        schools_timeline.register_debts(timeline.sheet_debts_of)
        schools_timeline.register_debts(timeline.debts_of)
        schools_timeline.register(timeline.assessments_of)
        schools_timeline.register_debts(timeline.assessment_debts_of)
        schools_timeline.register_debts(improvement_timeline.debts_of)
        framework.USES.append(rounds.is_assessed_by)
        project_measures.register(*measures.MEASURES)
        asides.register(survey_report.asides_of)
        for source in evidence.SOURCES:
            evidence_sources.register(source)
