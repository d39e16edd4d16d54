from qa_portal.core.menu import menu_for


def portal(request):
    """What every page's frame shows: the menu by role and the count of unread notices."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    match = request.resolver_match
    return {
        "menu": menu_for(user, match.view_name if match else ""),
        "unread_notices": getattr(user, "unread_notices", 0),
    }
