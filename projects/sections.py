"""The sections of a proposal: which page edits which fields and tables, and where each stands in the three forms."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from projects import forms, formsets
from projects.models import ProjectLayout


@dataclass(frozen=True)
class Section:
    """A page of the editor: the project's own fields and tables ({prefix: formset class}), in the order of the page."""

    key: str
    title: str
    hint: str
    form: type = forms.SectionForm
    tables: tuple[tuple[str, type], ...] = ()
    tables_first: bool = False  # the fields are the sums under the tables

    @property
    def shown_by(self):
        """The templates of the project's page that show what is stored of it."""
        parts = [part for part in PART_TITLES if EDITOR_OF_PART.get(part, part) == self.key] or ["basics"]
        return [f"projects/parts/{part}.html" for part in parts]


SECTIONS = {
    section.key: section
    for section in (
        Section(
            "basics",
            _("Name and people"),
            _("What the project is called, whose it is, and when it runs."),
            forms.BasicsForm,
        ),
        Section(
            "policy",
            _("Policy and strategy"),
            _("Which policies, standards, focus points and strategies of the year the project answers to."),
            tables=(("policy", forms.PolicyForms),),
        ),
        Section(
            "rationale",
            _("Rationale and objectives"),
            _("Why the project is needed, and what it is for."),
            forms.RationaleForm,
            (("objectives", formsets.Objectives),),
        ),
        Section("targets", _("Targets"), _("How much, and how good."), tables=(("targets", formsets.Targets),)),
        Section(
            "activities",
            _("Activities"),
            _("The steps of the work with time, place, people and target group."),
            tables=(("activities", formsets.Activities),),
        ),
        Section(
            "budget",
            _("Budget"),
            _("Type each formula as you write it on paper. The portal counts, and keeps what you state beside it."),
            forms.BudgetForm,
            (("lines", formsets.Lines), ("totals", formsets.Totals)),
            tables_first=True,
        ),
        Section(
            "funding",
            _("Funding"),
            _("Where the money comes from. A blank, - and ไม่มี are kept as three different answers."),
            tables=(("funding", formsets.FundingRows),),
        ),
        Section(
            "risks",
            _("Risks"),
            _("What may go wrong, and how it is managed."),
            tables=(("risks", formsets.Risks),),
        ),
        Section(
            "evaluation",
            _("Indicators and evaluation"),
            _("By what, how and with which tool success is judged."),
            tables=(("indicators", formsets.Indicators), ("evaluations", formsets.Evaluations)),
        ),
        Section(
            "results",
            _("Expected results and signatures"),
            _("What will be better afterwards, and who signs."),
            tables=(("results", formsets.ExpectedResults), ("signatories", formsets.Signatories)),
        ),
    )
}


@dataclass(frozen=True)
class Part:
    """A part of the printed form. `key` names the templates that show it, `heading` is the Thai of the form."""

    key: str
    number: str
    heading: str

    @property
    def document(self):
        return f"projects/documents/{self.key}.html"


L = ProjectLayout
PARTS = {
    L.CLASSIC: (
        Part("rationale", "1", "หลักการและเหตุผล"),
        Part("objectives", "2", "วัตถุประสงค์"),
        Part("targets", "3", "เป้าหมาย"),
        Part("activities", "4", "ขั้นตอนการดำเนินงาน"),
        Part("budget", "5", "งบประมาณที่ใช้"),
        Part("evaluations", "6", "การประเมินผล"),
        Part("results", "7", "ผลที่คาดว่าจะได้รับ"),
    ),
    L.FULL: (
        Part("rationale", "1", "หลักการและเหตุผล"),
        Part("objectives", "2", "วัตถุประสงค์"),
        Part("targets", "3", "เป้าหมาย"),
        Part("activities", "4", "กิจกรรมและการดำเนินการ"),
        Part("funding", "5", "งบประมาณที่ใช้"),
        Part("budget", "6", "รายละเอียดการใช้งบประมาณ"),
        Part("risks", "7", "การวิเคราะห์ความเสี่ยงของโครงการ"),
        Part("indicators", "", "ตัวชี้วัดและค่าเป้าหมาย"),
        Part("results", "8", "ผลที่คาดว่าจะได้รับ"),
    ),
    L.ACTIVITY: (
        Part("rationale", "1", "หลักการและเหตุผล"),
        Part("objectives", "2", "วัตถุประสงค์"),
        Part("targets", "3", "เป้าหมาย"),
        Part("activities", "4", "ขั้นตอนการดำเนินงาน"),
        Part("budget", "5", "งบประมาณ"),
        Part("evaluations", "6", "การวัดและประเมินผล"),
        Part("results", "7", "ผลที่คาดว่าจะได้รับ"),
    ),
}
# Parts that a form does not number; they follow it where the project fills them nevertheless, so that nothing is lost.
EXTRA = (
    Part("funding", "", "แหล่งงบประมาณ"),
    Part("risks", "", "การวิเคราะห์ความเสี่ยงของโครงการ"),
    Part("indicators", "", "ตัวชี้วัดและค่าเป้าหมาย"),
    Part("evaluations", "", "การวัดและประเมินผล"),
)
EDITOR_OF_PART = {
    "objectives": "rationale",
    "indicators": "evaluation",
    "evaluations": "evaluation",
}
PART_TITLES = {
    "rationale": _("Rationale"),
    "objectives": _("Objectives"),
    "targets": _("Targets"),
    "activities": _("Activities"),
    "funding": _("Funding"),
    "budget": _("Budget"),
    "risks": _("Risks"),
    "indicators": _("Indicators and target values"),
    "evaluations": _("Evaluation"),
    "results": _("Expected results"),
}
