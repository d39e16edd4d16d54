"""Personal data (PDPA, B10): the register of what is held, giving it out and erasing it, who took what out, and how
long it stays."""
