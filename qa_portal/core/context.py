from functools import partial

from qa_portal.core.menu import lit_by, menu_for


def portal(request):
    """What every page's frame shows: the menu by role and the count of unread notices."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    match = request.resolver_match
    return {
        "menu": partial(menu_for, user),
        "menu_lit": lit_by(match.view_name if match else ""),
        "unread_notices": getattr(user, "unread_notices", 0),
    }
