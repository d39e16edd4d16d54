"""What the office's own tables hold of people (core.personal_data.register)."""

from qa_portal.core.personal_data.register import REACHED, Holding, register

register(Holding("office.Letter", ("addressee",), REACHED))
