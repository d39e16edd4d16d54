"""What the tables of supervision hold of people (core.personal_data.register)."""

from qa_portal.core.personal_data.register import CONSENT, NAMED, REACHED, SEEN, Holding, register

register(
    Holding("supervision.CommitteeMember", ("name", "position"), NAMED),
    Holding("supervision.Attendance", ("name", "position"), NAMED),
    Holding("supervision.MeetingPhoto", ("file", "caption", "has_consent"), SEEN, CONSENT),
    Holding("supervision.Order", ("signatory", "signatory_position"), NAMED),
    Holding("supervision.OrderChange", ("name", "person_position"), NAMED),
    Holding("supervision.TourPerson", ("name", "position"), NAMED),
    Holding("supervision.Duty", ("name", "person_position"), NAMED),
    Holding("supervision.PlanItem", ("owner_text",), NAMED),
    Holding("supervision.AgreedAction", ("owner_text",), NAMED),
    Holding("supervision.AnswerLink", ("sent_to", "used_name"), REACHED),
    Holding("supervision.SignOff", ("name", "position"), NAMED),
    Holding("supervision.SchoolReply", ("said_by",), NAMED),
    Holding("supervision.HearingAttendee", ("name", "position"), NAMED),
    Holding("supervision.ExternalAssessment", ("assessors",), NAMED),
    Holding("supervision.VisitPhoto", ("file", "caption", "has_consent"), SEEN, CONSENT),
    Holding("supervision.SheetFile", ("file", "caption", "has_consent"), SEEN, CONSENT),
)
