"""The user guides of docs/guide, in Thai, one for each kind of user: Markdown files that the portal shows too."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

FOLDER = settings.BASE_DIR / "docs" / "guide"
PICTURES = FOLDER / "pictures"

# Whose guide each is; the order of the list of guides.
READERS = {
    "supervisor": {"supervisor", "group_head"},
    "school": {"school_head", "school_teacher"},
    "director": {"director", "deputy"},
    "office_staff": {"group_head"},
    "plan_finance": {"plan_staff", "finance_staff"},
    "committee": {"committee_member", "school_board"},
    "national_admin": {"national_viewer", "district_admin"},
}


@dataclass(frozen=True)
class Guide:
    slug: str
    title: str
    html: SafeString  # below the title

    def is_for(self, roles):
        return bool(READERS[self.slug] & set(roles))


@cache
def guide_of(slug):
    """Raises KeyError for a name that is none of READERS."""
    READERS[slug]  # no other file is ever read
    title, _line, text = (FOLDER / f"{slug}.md").read_text("utf-8").partition("\n")
    return Guide(slug, title.removeprefix("# ").strip(), _html(text))


def guides_for(roles):
    """(those for these roles, the others)."""
    guides = [guide_of(slug) for slug in READERS]
    return [row for row in guides if row.is_for(roles)], [row for row in guides if not row.is_for(roles)]


def _html(text):
    """Our own files; HTML in them is shown as it was typed."""
    markdown = MarkdownIt("commonmark", {"html": False})
    tokens = markdown.parse(text)
    for picture in (inner for token in tokens for inner in token.children or () if inner.type == "image"):
        name = picture.attrs["src"].removeprefix("pictures/").removesuffix(".png")
        picture.attrs |= {"src": reverse("office:guide_picture", args=[name])}
    return mark_safe(markdown.renderer.render(tokens, markdown.options, {}))
