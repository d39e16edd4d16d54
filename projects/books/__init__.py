"""The books of a fiscal year: the annual action plan and the annual result book, each as PDF, DOCX and XLSX.

A Book (`book.py`) is read once from the year's sums (`plan.py`, `result.py`). `parts.py` writes it as HTML part by
part, for PDF and DOCX alike; `making.py` makes the three files, as the queue asks for them."""
