"""The pages of a menu item, in groups, as every page of it shows them: in sight, so that a newcomer finds each without
search. As in the menu, URL names are strings: the apps above are not imported."""

from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qa_portal.core.roles import Scope, Verb


@dataclass(frozen=True)
class SectionPage:
    """`stems` are the beginnings of the URL names, without the app, whose pages light it up; `query` is what its link
    asks for. A page `for_office` is not for the schools' people."""

    label: str
    url_name: str
    icon: str
    stems: tuple[str, ...]
    query: str = ""
    for_office: bool = False
    verb: Verb | None = None

    def is_for(self, user):
        return not (self.for_office and user.scope is Scope.SCHOOL) and (self.verb is None or user.can(self.verb))


@dataclass(frozen=True)
class SectionGroup:
    label: str
    icon: str
    pages: tuple[SectionPage, ...]


def _page(label, name, icon, *stems, **kwargs):
    return SectionPage(label, f"supervision:{name}", icon, stems, **kwargs)


def _office_page(*args, **kwargs):
    return _page(*args, **kwargs, for_office=True)


SECTIONS = {
    "supervision:visit_list": (
        SectionGroup(
            pgettext_lazy("section", "Plan"),
            "calendar3",
            (
                _office_page(_("Plans"), "plan_list", "calendar3", "plan", "band"),
                _office_page(_("Calendar"), "calendar_month", "calendar-week", "calendar", "semester"),
                _office_page(_("Coverage"), "coverage_list", "pie-chart", "coverage"),
            ),
        ),
        SectionGroup(
            pgettext_lazy("section", "Visits"),
            "signpost-split",
            (
                _page(
                    _("Visits"),
                    "visit_list",
                    "signpost-split",
                    "visit",
                    "field",
                    "photo_",
                    "finding_create",
                    "finding_edit",
                    "finding_delete",
                    "history",
                ),
                _page(_("Photos"), "photo_register", "images", "photo_register"),
            ),
        ),
        SectionGroup(
            pgettext_lazy("section", "Follow-up"),
            "list-check",
            (
                _page(_("Findings"), "finding_list", "search", "finding", "reply"),
                _page(
                    _("Agreed actions"),
                    "action_list",
                    "list-check",
                    "action",
                    "follow",
                    "link",
                    query="?standing=unsettled",
                ),
                _page(_("How promises are kept"), "kept_promises", "bar-chart", "kept"),
                _page(_("Help list"), "support_list", "life-preserver", "support"),
            ),
        ),
        SectionGroup(
            pgettext_lazy("section", "Teams and orders"),
            "people",
            (
                _office_page(_("Rounds by teams"), "tour_list", "signpost-2", "tour"),
                _office_page(_("Committees"), "committee_list", "people", "committee"),
                _office_page(_("Meetings"), "meeting_list", "calendar-event", "meeting"),
                _office_page(_("Orders"), "order_list", "file-earmark-text", "order"),
                _office_page(_("Duties by person"), "duty_matrix", "grid-3x3", "duty"),
                _office_page(_("ID PLAN"), "id_plan_list", "file-earmark-person", "id_plan"),
            ),
        ),
        SectionGroup(
            pgettext_lazy("section", "Instruments"),
            "ui-checks",
            (
                _page(_("Instruments"), "instrument_list", "ui-checks", "instrument"),
                _office_page(_("Forms asked for"), "collection_list", "send", "collection"),
                _page(_("Forms to fill in"), "sheet_list", "input-cursor-text", "sheet"),
                _office_page(_("Surveys"), "survey_list", "ui-radios", "survey"),
            ),
        ),
    ),
    "supervision:assessment_list": (
        SectionGroup(
            pgettext_lazy("section", "Assessments"),
            "patch-check",
            (
                _page(
                    _("List"),
                    "assessment_list",
                    "list-ul",
                    "assessment",
                    "notice",
                    "observ",
                    "readiness",
                ),
                _page(
                    _("Where I observe"),
                    "observation_list",
                    "binoculars",
                    "observation_list",
                    verb=Verb.OBSERVE_ASSESSMENT,
                ),
                _page(_("Board by stage"), "assessment_board", "kanban", "assessment_board"),
                _office_page(_("Rounds"), "round_list", "arrow-repeat", "round"),
            ),
        ),
        SectionGroup(
            pgettext_lazy("section", "Results"),
            "clipboard-data",
            (
                _page(_("External results"), "result_list", "clipboard-data", "result"),
                _page(
                    _("Recommendations"),
                    "recommendation_list",
                    "flag",
                    "recommendation",
                    "improvement",
                    "part_",
                    query="?standing=unsettled",
                ),
            ),
        ),
        SectionGroup(
            pgettext_lazy("section", "Letters and package"),
            "box-seam",
            (
                _office_page(_("Correspondence"), "correspondence_list", "envelope", "correspondence"),
                _office_page(_("Batches"), "batch_list", "box-seam", "batch"),
                _office_page(_("Points to be checked"), "issue_list", "flag", "issue", query="?standing=waiting"),
                _office_page(
                    _("From visits"), "issue_findings", "signpost-split", "issue_findings", verb=Verb.MANAGE_ASSESSMENTS
                ),
                _office_page(
                    _("From differences"),
                    "issue_differences",
                    "arrow-left-right",
                    "issue_differences",
                    verb=Verb.MANAGE_ASSESSMENTS,
                ),
            ),
        ),
    ),
    "office:library_list": (
        SectionGroup(
            pgettext_lazy("section", "Manual and papers"),
            "journal-bookmark",
            (
                SectionPage(_("User guides"), "office:guide_list", "question-circle", ("guide",)),
                SectionPage(_("Document library"), "office:library_list", "folder2-open", ("library",)),
                SectionPage(
                    _("Manual of operations"),
                    "office:process_list",
                    "book",
                    ("process", "manual"),
                    verb=Verb.VIEW_MANUAL,
                ),
                SectionPage(
                    _("Yearly checklist"),
                    "office:checklist_list",
                    "check2-square",
                    ("checklist",),
                    verb=Verb.VIEW_MANUAL,
                ),
                SectionPage(
                    _("Memos and letters"), "office:letter_list", "envelope-paper", ("letter",), verb=Verb.VIEW_LETTERS
                ),
                SectionPage(
                    _("Letterhead"),
                    "office:letterhead",
                    "card-heading",
                    ("letterhead", "signatory"),
                    verb=Verb.MANAGE_DISTRICT,
                ),
            ),
        ),
    ),
}


def section_for(user, menu_lit):
    """[(group, those of its pages that the user may see)] of the menu item; a group without such pages is left out."""
    found = [(group, [page for page in group.pages if page.is_for(user)]) for group in SECTIONS.get(menu_lit, ())]
    return [(group, pages) for group, pages in found if pages]


@cache
def page_lit_by(view_name):
    """The `url_name` of the page of a section to which a page belongs: the one that names most of it; "" for none."""
    app, _colon, name = view_name.partition(":")
    pages = [page for groups in SECTIONS.values() for group in groups for page in group.pages]
    named = [
        (len(stem), page.url_name)
        for page in pages
        for stem in page.stems
        if page.url_name.startswith(f"{app}:") and name.startswith(stem)
    ]
    return max(named, default=(0, ""))[1]
