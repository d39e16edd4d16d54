"""Which schools a page of figures is about. Figures, and the lists that they open, ask the same conditions by the same
words of the address, so that neither can count other schools than the other."""

from dataclasses import asdict, dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import User
from qa_portal.core.prepared import prepared
from schools.models import Network, School, SchoolSize, SupervisorAssignment, size_range

NO_NETWORK, SIZE_UNKNOWN = "none", "unknown"
LEVELS = {name: School._meta.get_field(name).verbose_name for name in School.LEVELS}


@dataclass(frozen=True)
class Narrowing:
    """Words of the address; empty ones ask nothing. All are facts of the registry today."""

    network: str = ""
    size: str = ""
    teaches: str = ""
    supervisor: str = ""

    @property
    def asked(self):
        return {name: value for name, value in asdict(self).items() if value}

    def __bool__(self):
        return bool(self.asked)

    def rows(self, rows, district, path=""):
        """Of these rows those whose school, at `path`, is meant."""
        for name, value in self.asked.items():
            rows = rows.filter(condition(name, value, district, path))
        return rows


EVERY_SCHOOL = Narrowing()


def condition(name, value, district, path=""):
    """Of rows with a school at `path` (none: of schools)."""
    return CONDITIONS[name](value, district, f"{path}__" if path else "")


def _in_network(value, district, to):
    return Q(**{f"{to}network": None if value == NO_NETWORK else value})


def _of_size(value, district, to):
    if value == SIZE_UNKNOWN:
        return Q(**{f"{to}pupil_count": None})
    least, most = size_range(value, district.kind)
    fits = Q(**{f"{to}pupil_count__gte": least})
    return fits if most is None else fits & Q(**{f"{to}pupil_count__lte": most})


def _teaching(value, district, to):
    return Q(**{f"{to}{value}": True})


def _of_supervisor(value, district, to):
    schools = SupervisorAssignment.objects.current().filter(supervisor=value).order_by().values("school")
    return Q(**{f"{to}pk__in": schools})


CONDITIONS = {"network": _in_network, "size": _of_size, "teaches": _teaching, "supervisor": _of_supervisor}
LABELS = {
    "network": _("Network"),
    "size": _("Size"),
    "teaches": _("Level taught"),
    "supervisor": _("Supervisor"),
}


def choices(name, district):
    """(word of the address, label) of what one of CONDITIONS may ask in an office."""
    return CHOICES[name](district)


def _networks(district):
    return [*((str(pk), name) for pk, name in _network_names(district.pk)), (NO_NETWORK, _("Not in a network"))]


@prepared
def _network_names(district):
    return Network.objects.filter(district=district).order_by("name_sort").values_list("pk", "name")


def _supervisors(district):
    return [(str(person.pk), str(person)) for person in _answering(district.pk, on=timezone.localdate())]


@prepared
def _answering(district, *, on):
    """The people who answer for a school on a day."""
    answering = SupervisorAssignment.objects.as_at(on).filter(school__district=district).order_by()
    return User.objects.filter(pk__in=answering.values("supervisor")).order_by("first_name", "last_name", "pk")


CHOICES = {
    "network": _networks,
    "size": lambda district: [*SchoolSize.choices, (SIZE_UNKNOWN, _("Number of pupils not known yet"))],
    "teaches": lambda district: list(LEVELS.items()),
    "supervisor": _supervisors,
}
