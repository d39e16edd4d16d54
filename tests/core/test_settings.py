import subprocess
import sys

import pytest

from qa_portal.settings import BASE_DIR

SECRET = "a-secret-that-is-long-enough-for-a-real-portal-0123456789"


def manage(*arguments, **environment):
    """manage.py in an environment with nothing but these variables."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=BASE_DIR,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def setting(name, **environment):
    result = manage(
        "shell", "-v", "0", "-c", f"from django.conf import settings; print(settings.{name})", **environment
    )
    return result.stdout.strip()


@pytest.mark.skipif((BASE_DIR / ".env").exists(), reason="a .env file answers for the environment here")
def test_without_a_secret_the_portal_does_not_start_and_says_what_to_do():
    result = manage("check", SECRET_KEY_FILE="/nowhere/secret_key")
    assert result.returncode != 0
    assert "SECRET_KEY is not set. Set it to a long random text" in result.stderr


def test_secret_of_the_machine_is_read_from_its_file(tmp_path):
    kept = tmp_path / "secret_key"
    kept.write_text(f"{SECRET}\n")
    assert setting("SECRET_KEY", SECRET_KEY_FILE=str(kept)) == SECRET
    assert setting("SECRET_KEY", SECRET_KEY_FILE=str(kept), SECRET_KEY="another") == "another"


def test_defaults_are_those_of_production():
    assert setting("SESSION_COOKIE_SECURE", SECRET_KEY=SECRET) == "True"
    assert setting("SECURE_SSL_REDIRECT", SECRET_KEY=SECRET) == "True"
    assert setting("DEBUG", SECRET_KEY=SECRET) == "False"


def test_database_url_moves_the_same_code_to_postgresql():
    address = "postgres://qa:x@db.example.org/portal"
    assert setting("DATABASES['default']['ENGINE']", SECRET_KEY=SECRET, DATABASE_URL=address) == (
        "django.db.backends.postgresql"
    )


def test_sqlite_waits_instead_of_failing():
    options = setting("DATABASES['default']['OPTIONS']", SECRET_KEY=SECRET)
    assert "'transaction_mode': 'IMMEDIATE'" in options
    assert "journal_mode=WAL" in options
