"""The manual and the document library."""

from tests.access.roles import ALL, PLANNERS

LIBRARIANS = PLANNERS | {"district_admin"}

TABLE = {
    "office:library_list": ((), ALL),
    "office:library_add": ((), LIBRARIANS),
    "office:library_detail": (("DOCUMENT",), ALL),
    "office:library_edit": (("DOCUMENT",), LIBRARIANS),
    "office:library_file": (("DOCUMENT",), ALL),
    "public:library": (("CODE",), ALL),
    "public:library_file": (("CODE", "PUBLIC_DOCUMENT"), ALL),
}
BY_POST = set()
