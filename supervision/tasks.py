"""What the queue does for supervision."""

from qa_portal.core.jobs import job
from qa_portal.core.roles import Verb
from qa_portal.core.schedule import daily


@job("batch_archive", verb=Verb.MANAGE_ASSESSMENTS)
def make_batch_archive(job, progress):
    from supervision.documents.batch_archive import make_archive

    return make_archive(job, progress)


@job("visit_calendar", verb=Verb.VIEW_DASHBOARD)
def make_calendar(job, progress):
    from supervision.documents.plan_calendar import make_calendar

    return make_calendar(job, progress)


@daily("06:55")
def remind_actions():
    from supervision.services.action_reminders import remind_actions

    return remind_actions()


@daily("06:50")
def remind_sheets():
    from supervision.services.sheet_reminders import remind_sheets

    return remind_sheets()


@daily("07:00")
def remind_recommendations():
    from supervision.services.recommendation_reminders import remind_recommendations

    return remind_recommendations()


@daily("07:05")
def propose_closing():
    from supervision.models import Recommendation
    from supervision.services.recommendations import propose_closing

    return propose_closing(Recommendation.objects.all())


@daily("07:10")
def remind_id_plans():
    from supervision.services.id_plans import remind_id_plans

    return remind_id_plans()
