"""What the tables of projects hold of people (core.personal_data.register)."""

from qa_portal.core.personal_data.register import CONSENT, NAMED, SEEN, Holding, register

register(
    Holding("projects.Project", ("co_owners",), NAMED),
    Holding("projects.Activity", ("responsible_text",), NAMED),
    Holding("projects.ProjectIndicator", ("responsible_text",), NAMED),
    Holding("projects.Signatory", ("name", "position"), NAMED),
    Holding("projects.Commitment", ("payee",), NAMED),
    Holding("projects.ResultReport", ("responsible_text",), NAMED),
    Holding("projects.ResultActivity", ("responsible_text",), NAMED),
    Holding("projects.ProjectPhoto", ("file", "caption", "has_consent"), SEEN, CONSENT),
)
