from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = _("Supervision")

    def ready(self):
        from projects.services import asides
        from projects.services import measures as project_measures
        from schools.models import framework

        # What is only named here registers itself.
        from supervision import desk, evidence, improvement_timeline, measures, timeline  # noqa: F401
        from supervision.reports import survey as survey_report
        from supervision.services import rounds
        from supervision.workflow import (  # noqa: F401
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

        framework.USES.append(rounds.is_assessed_by)
        project_measures.register(*measures.MEASURES)
        asides.register(survey_report.asides_of)
