"""The day on which the reports of a whole district are due, played on the national data set (docs/bench.md)."""
