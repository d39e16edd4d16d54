from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.utils import translation

from qa_portal.core.views import signed_out


class LanguageMiddleware:
    """Thai unless this browser chose otherwise: the browser's own language is not asked, the office's is Thai."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.codes = {code for code, _ in settings.LANGUAGES}

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        with translation.override(chosen if chosen in self.codes else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response


class SignInMiddleware(LoginRequiredMiddleware):
    """Every page asks for a sign-in; a filled form that comes without one is not thrown away without a word."""

    def handle_no_permission(self, request, view_func):
        response = super().handle_no_permission(request, view_func)
        return signed_out(request, response.url) if request.POST else response
