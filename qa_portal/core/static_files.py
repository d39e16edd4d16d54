"""Styles, scripts and pictures that everybody may read. Releases share their folder, so that pages opened before an
upgrade still find theirs; each release has its own list of what is what in it."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

from qa_portal.core.revision import revision


class ReleaseStaticFiles(CompressedManifestStaticFilesStorage):
    """A release that begins anew behind the `collectstatic` of a newer one reads its own list, not the newer one's."""

    def __init__(self, *args, **kwargs):
        self.manifest_name = f"staticfiles-{revision()}.json"
        super().__init__(*args, **kwargs)
