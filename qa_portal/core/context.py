from functools import partial

from qa_portal.core.menu import lit_by, menu_for
from qa_portal.core.sections import page_lit_by, section_for


def portal(request):
    """What every page's frame shows: the menu by role, the pages of its lit item, the count of unread notices."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    view_name = request.resolver_match.view_name if request.resolver_match else ""
    menu_lit = lit_by(view_name)
    return {
        "menu": partial(menu_for, user),
        "menu_lit": menu_lit,
        "section_groups": partial(section_for, user, menu_lit),
        "section_lit": page_lit_by(view_name),
        "section_own": view_name,
        "unread_notices": getattr(user, "unread_notices", 0),
        "refused_typing": partial(request.session.pop, "refused_typing", []),
    }
