"""What the schools' tables hold of people (core.personal_data.register)."""

from qa_portal.core.personal_data.register import CONSENT, NAMED, REACHED, SEEN, Holding, register

register(
    Holding("schools.School", ("phone", "email"), REACHED),
    Holding("schools.Network", ("chair_name",), NAMED),
    Holding("schools.Practice", ("authors", "entered_for"), NAMED),
    Holding("schools.PracticeFile", ("stored", "caption", "is_public"), SEEN, CONSENT),
    Holding("schools.Honour", ("recipient", "signatory", "signatory_position"), NAMED),
    Holding("schools.BoardApproval", ("chair_name", "members_present"), NAMED),
    Holding("schools.SchoolStep", ("people",), NAMED),
)
