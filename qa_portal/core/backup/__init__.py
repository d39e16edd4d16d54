"""Backups: one encrypted file with every row of every table and every stored file, as they were at one moment.

`making.make` writes it, `restoring.restore` reads it back, on SQLite and PostgreSQL alike and from one to the other."""
