from django.conf import settings


def revision():
    """The commit that deploy/install has written down; a clone that somebody works in has none."""
    kept = settings.BASE_DIR / "REVISION"
    return kept.read_text().strip() if kept.is_file() else "–"
