"""Who took what out: each file, sheet and paper, and each page about one person."""

from email.message import Message

from qa_portal.core.models import DataAccess

PERSON_PAGES = {"core:person_detail", "core:personal_data_person", "admin:core_user_change"}
LONGEST = {name: DataAccess._meta.get_field(name).max_length for name in ("page", "path", "file_name")}


class DataAccessMiddleware:
    """Writes a DataAccess for whatever leaves as a file (pictures of a page aside) and for pages about one person."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 200 and request.method in ("GET", "POST") and _is_asked(request, response):
            _record(request, file_name(response))
        return response


def _is_asked(request, response):
    match = request.resolver_match
    if match is None or not request.user.is_authenticated:
        return False
    is_file = "Content-Disposition" in response.headers and not response.headers["Content-Type"].startswith("image/")
    return is_file or match.view_name in PERSON_PAGES


def _record(request, name):
    about = {"page": request.resolver_match.view_name, "path": request.get_full_path(), "file_name": name}
    cut = {field: value[: LONGEST[field]] for field, value in about.items()}
    DataAccess.objects.create(user=request.user, district_id=request.user.district_id, **cut)


def file_name(response):
    """The name that the response gives its file."""
    told = Message()
    told["Content-Disposition"] = response.headers.get("Content-Disposition", "")
    return told.get_filename("")
