"""The synthesis of the schools' reports: `levels` counts them, `movers` compares two years school by school, `themes`
gathers what schools say, `sentences` says the figures in words, `book` joins them for page, PDF, Word and workbook."""
