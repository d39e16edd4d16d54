from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override

from qa_portal.core.pages import pdf_response, requires, workbook_response
from qa_portal.core.roles import Verb
from qa_portal.office.reports import annual
from qa_portal.office.reports.period import known_years

from .offices import office_year


@requires(Verb.EXPORT_REPORTS)
def annual_report(request, district, fiscal):
    """The report as it will be printed: every table, the long ones by their first rows."""
    year = office_year(request.user, district, fiscal)
    context = {"report": annual.build(year), "year": year, "years": known_years(year.district)}
    return render(request, "office/annual_report.html", context)


@requires(Verb.EXPORT_REPORTS)
def annual_report_pdf(request, district, fiscal):
    year = office_year(request.user, district, fiscal)
    content = annual.pdf(year, thai_digits=request.GET.get("digits") == "thai")
    return pdf_response(content, _("Annual report %(year)s") % {"year": fiscal})


@requires(Verb.EXPORT_REPORTS)
def annual_report_xlsx(request, district, fiscal):
    """An official document like the PDF, so Thai whatever the language of the page."""
    year = office_year(request.user, district, fiscal)
    with override("th"):
        return workbook_response(annual.build(year).sheets(), _("Annual report %(year)s") % {"year": fiscal})
