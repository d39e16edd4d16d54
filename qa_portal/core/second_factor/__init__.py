"""The second factor of sign-in, beyond what allauth does: its secrets are sealed in the database, a code works once on
all machines together, and the holder is told of tries that went wrong (ASVS 2.8)."""
