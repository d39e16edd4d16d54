"""The office's annual book: the year's figures as the pages show them, chapter by chapter, with a summary of each
project, network and school.

A Book (`book.py`) is read once. Its tables are those of the pages (`reports`, `projects.books`), in `tables.py` those
that only the book has; `schools.py` reads the schools, `papers.py` the summaries. `making.py` makes the files, as the
queue asks for them; `frozen.py` is what of it stays when it is published."""
