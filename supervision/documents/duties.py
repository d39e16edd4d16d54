"""Who answers for what, as a wide table with its head on each page (A10-04)."""

from qa_portal.core.documents import render_pdf
from qa_portal.core.spreadsheets import Sheet
from qa_portal.core.thai import format_date

TEMPLATE = "supervision/documents/duties.html"
TITLE = "ตารางความรับผิดชอบรายบุคคล"


def matrix_heading(matrix):
    return [TITLE, f"ณ วันที่ {format_date(matrix.day, 'long')}"]


def matrix_sheets(matrix):
    """The list, and the table of people."""
    heading = matrix_heading(matrix)
    return [
        Sheet("รายการหน้าที่", matrix.columns, matrix.rows, heading),
        Sheet("ตารางบุคคล", matrix.grid_columns, matrix.grid_rows, heading),
    ]


def render_matrix(matrix, *, office, as_grid=False):
    """PDF bytes of the list or of the table of people."""
    columns, rows = (matrix.grid_columns, matrix.grid_rows) if as_grid else (matrix.columns, matrix.rows)
    context = {
        "title": TITLE,
        "office": office,
        "matrix": matrix,
        "columns": columns,
        "rows": [[column.shown(row) for column in columns] for row in rows],
        "as_grid": as_grid,
    }
    return render_pdf(TEMPLATE, context, title=TITLE, author=office, thai_digits=True)
