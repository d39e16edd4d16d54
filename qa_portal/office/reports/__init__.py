"""The office's figures. Each sum is one function here; the director's page, the annual report's page, PDF and workbook
all call it (F43)."""
