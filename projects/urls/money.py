"""The addresses of the ledger: expenses, commitments, transfers, and the money of the year."""

from django.urls import path

from projects.models import Transfer
from projects.views import commitments, spending, transfers, year_spending
from qa_portal.core.pages import TransitionPage

TransferStep = TransitionPage.as_view(model=Transfer, template_name="projects/transfer_transition.html")

urlpatterns = [
    path("spending/", year_spending.year_spending, name="year_spending"),
    path("expenses/<int:pk>/reverse/", spending.expense_reverse, name="expense_reverse"),
    path("expenses/<int:pk>/file/", spending.expense_file, name="expense_file"),
    path("commitments/<int:pk>/", commitments.commitment_detail, name="commitment_detail"),
    path("commitments/<int:pk>/pay/", commitments.commitment_pay, name="commitment_pay"),
    path("commitments/<int:pk>/release/", commitments.commitment_release, name="commitment_release"),
    path("commitments/<int:pk>/file/", commitments.commitment_file, name="commitment_file"),
    path("transfers/<int:pk>/", transfers.transfer_detail, name="transfer_detail"),
    path("transfers/<int:pk>/<slug:transition>/", TransferStep, name="transfer_transition"),
    path("<int:pk>/expenses/", spending.project_expenses, name="project_expenses"),
    path("<int:pk>/expenses.xlsx", spending.ledger_xlsx, name="ledger_xlsx"),
    path("<int:pk>/commitments/add/", commitments.commitment_add, name="commitment_add"),
    path("<int:pk>/transfers/", transfers.transfer_list, name="transfer_list"),
    path("<int:pk>/transfers/add/", transfers.transfer_add, name="transfer_add"),
]
