"""What the core itself, and the libraries under it, hold."""

from django.utils.translation import gettext_lazy as _

from .register import BY_LAW, NAMED, REACHED, WITH_ACCOUNT, Holding, register

SIGN_IN = _("To sign in and to be reached")
MISUSE = _("To notice misuse and to prove it")
register(
    Holding(
        "core.User",
        ("username", "first_name", "last_name", "email", "position", "phone", "last_login"),
        SIGN_IN,
        retention=WITH_ACCOUNT,
    ),
    Holding("account.EmailAddress", ("email",), SIGN_IN, retention=WITH_ACCOUNT),
    Holding("mfa.Authenticator", ("type", "last_used_at"), SIGN_IN, retention=WITH_ACCOUNT),
    Holding(
        "core.SignedIn",
        ("device", "signed_in_at", "used_at"),
        SIGN_IN,
        retention=_("As long as the sign-in, which ends after twelve hours"),
    ),
    Holding("core.NoticeProfile", ("line_id", "refused_mail"), REACHED, retention=WITH_ACCOUNT),
    Holding("core.Notice", ("text",), REACHED, retention=_("Two fiscal years; then their removal is proposed")),
    Holding(
        "axes.AccessLog",
        ("username", "ip_address", "user_agent"),
        MISUSE,
        BY_LAW,
        _("One fiscal year; then their removal is proposed"),
    ),
    Holding(
        "axes.AccessFailureLog",
        ("username", "ip_address", "user_agent"),
        MISUSE,
        BY_LAW,
        _("90 days; then they go by themselves"),
    ),
    Holding("axes.AccessAttempt", ("username", "ip_address", "user_agent"), MISUSE, BY_LAW, _("A quarter of an hour")),
    Holding(
        "core.DataAccess",
        ("path", "file_name"),
        MISUSE,
        BY_LAW,
        _("Three fiscal years; then their removal is proposed"),
    ),
    Holding(
        "core.Refusal",
        ("user", "route"),
        MISUSE,
        BY_LAW,
        _("Three fiscal years; then their removal is proposed"),
    ),
    Holding("core.District", ("director_name", "director_position"), NAMED),
    Holding("core.District", ("phone",), REACHED),
    Holding("core.OfficeSignatory", ("name", "position"), NAMED),
)
