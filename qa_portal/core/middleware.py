from ipaddress import ip_address

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import IntegrityError
from django.shortcuts import redirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from qa_portal.core.quota import NoRoom
from qa_portal.core.views import signed_out, typed_texts

BACK_OFFICE = ("admin:", "core:personal_data")


class ClientAddressMiddleware:
    """REMOTE_ADDR is the visitor's address, also behind our own proxies (settings.PROXIES): lock-out and limits go by
    it. Only what our proxies wrote into X-Forwarded-For is believed, which stands at its end."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        told = request.headers.get("X-Forwarded-For", "").split(",")
        if settings.PROXIES and len(told) >= settings.PROXIES:
            request.META["REMOTE_ADDR"] = _address(told[-settings.PROXIES]) or request.META.get("REMOTE_ADDR", "")
        return self.get_response(request)


def _address(text):
    """The address in a text, "" where there is none."""
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        return ""


class LanguageMiddleware:
    """Thai unless this browser chose otherwise: the browser's own language is not asked, the office's is Thai."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.codes = dict(settings.LANGUAGES).keys()

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

    def process_response(self, request, response):
        """What somebody sees after signing in stays in no browser: schools' machines are shared."""
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class NoRoomMiddleware:
    """A form whose file finds no room says so; what was typed is kept by the browser (core.unsaved)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return _back(request, exception.messages[0]) if isinstance(exception, NoRoom) else None


class OnceMiddleware:
    """Of several who make the same thing in one moment the first does, by a constraint of the database; the others are
    told so."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not _is_form(request) or not _is_there_already(exception):
            return None
        return _back(
            request,
            _(
                "The same has been saved in this very moment, by somebody else or by a second press. Nothing was saved "
                "twice: please look at what is there now."
            ),
        )


def _is_form(request):
    """Whether a person sent a page's form; what a script sends (a phone's records, a typing to be kept) asks again."""
    return request.method == "POST" and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def _is_there_already(exception):
    """Whether a database refused a row because it has one of the same key: PostgreSQL's word for it, and SQLite's."""
    cause = exception.__cause__ if isinstance(exception, IntegrityError) else None
    said = getattr(cause, "pgcode", None) or getattr(cause, "sqlite_errorname", None)
    return said in ("23505", "SQLITE_CONSTRAINT_UNIQUE")


def _back(request, sentence):
    """To the page that a form came from, with a sentence."""
    messages.error(request, sentence)
    page = request.headers.get("Referer", "")
    is_own = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return redirect(page if is_own else "core:home")


class GivenBackMiddleware:
    """A form that leads on with nothing but a refusal, as when the row went on meanwhile, gives what was typed back: on
    the next page, to be copied (core.context.portal)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        is_led_on = request.method == "POST" and 300 <= response.status_code < 400
        if is_led_on and request.user.is_authenticated and _is_refused(request):
            typed = typed_texts(request.POST)
            if typed:
                request.session["refused_typing"] = typed
        return response


def _is_refused(request):
    said = {message.level for message in messages.get_messages(request)._queued_messages}
    return messages.ERROR in said and messages.SUCCESS not in said


class SecondFactorMiddleware:
    """Who opens the back office turns on the second factor first (settings.BACK_OFFICE_SECOND_FACTOR)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        is_asked = settings.BACK_OFFICE_SECOND_FACTOR and request.resolver_match.view_name.startswith(BACK_OFFICE)
        if not is_asked or not request.user.is_authenticated or is_mfa_enabled(request.user):
            return None
        messages.info(request, _("The back office asks for a second factor at sign-in. Please turn it on first."))
        return redirect("mfa_activate_totp")
