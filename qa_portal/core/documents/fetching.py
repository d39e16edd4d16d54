"""What a document may load: what is handed to it, and never the network or a path of the server."""

from urllib.parse import unquote

from django.contrib.staticfiles import finders
from weasyprint.urls import URLFetcher, URLFetcherResponse

from .fonts import STYLES, font_path

STYLESHEET = {"Content-Type": "text/css; charset=utf-8"}


class DocumentFetcher(URLFetcher):
    """Serves `attachment:<key>` (from `files`), `static:<path>`, `font:<style>` and data: URIs; refuses the rest."""

    def __init__(self, files):
        super().__init__(allowed_protocols=["data"], allow_redirects=False)
        self.files = files
        self.schemes = {"attachment": self.attachment, "static": self.static, "font": self.font}

    def fetch(self, url, headers=None):
        scheme, _, rest = url.partition(":")
        if serve := self.schemes.get(scheme.lower()):
            return serve(url, unquote(rest))
        return super().fetch(url, headers)

    def attachment(self, url, key):
        content, mime = self.files[key]
        return URLFetcherResponse(url, content, {"Content-Type": mime})

    def static(self, url, path):
        found = finders.find(path)
        if found is None:
            raise ValueError(f"No static file {path}")
        with open(found, "rb") as file:
            return URLFetcherResponse(url, file.read(), STYLESHEET if path.endswith(".css") else None)

    def font(self, url, style):
        if style not in STYLES:
            raise ValueError(f"No font style {style}")
        return URLFetcherResponse(url, font_path(style).read_bytes(), {"Content-Type": "font/ttf"})
