"""The whole load, part after part."""

from django.db import connection, transaction

from projects.models import Project
from qa_portal.core.models import District
from schools.models import Cycle, Sar, School
from supervision.models import AgreedAction, Visit

from . import plans, registry, sars, visits
from .bare_tables import bare_tables, number_on
from .nation import Nation
from .size import Size
from .sql import insert_history

# The rows whose pages show their history.
WITH_HISTORY = (School, Sar, Project, Visit, AgreedAction)


class NotEmptyError(Exception):
    """The database holds districts already: nothing is written."""


@transaction.atomic
def load(size, *, today, say=lambda words: None):
    """Fill an empty, migrated database. The same size and day give the same rows."""
    if District.objects.exists():
        raise NotEmptyError
    nation = Nation(size, today)
    nation.make_tables()
    with bare_tables(say):
        for part in (registry, sars, plans, visits):
            say(part.__name__.rpartition(".")[2])
            part.load(nation)
        say("history")
        for model in WITH_HISTORY:
            insert_history(model, stamp=nation.stamp)
    nation.drop_tables()
    number_on()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def size_of_database():
    """The Size that is loaded, or None for an empty database."""
    districts = District.objects.count()
    years = Cycle.objects.order_by().values("academic_year").distinct().count()
    return Size(School.objects.count(), districts, years) if districts else None
