"""The national data set: fictional offices and schools with the rows of several years, the same on every run.

`size` needs no Django; `national` loads."""
