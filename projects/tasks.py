"""What the queue does for projects."""

from qa_portal.core.jobs import job
from qa_portal.core.roles import Verb
from qa_portal.core.schedule import daily


@job("action_plan_book", verb=Verb.EXPORT_REPORTS)
def make_action_plan_book(job, progress):
    from projects.books.making import make

    return make("plan", job, progress)


@job("proposals", verb=Verb.VIEW_PROJECTS)
def make_proposals(job, progress):
    from projects.books.bundle import make_bundle

    return make_bundle(job, progress)


@job("result_book", verb=Verb.EXPORT_REPORTS)
def make_result_book(job, progress):
    from projects.books.making import make

    return make("result", job, progress)


@daily("06:40")
def remind_results():
    from projects.lists.results import remind_owners

    return remind_owners()


@daily("06:30")
def remind_desks():
    from projects.services.desk_reminders import remind_desks

    return remind_desks()
