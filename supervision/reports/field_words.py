"""The sentences of the field pages, which static/js/field reads from the shell; what stands in braces it fills in."""

from django.utils.translation import gettext as _

from qa_portal.core.models import AGREED


def words():
    return _frame() | _packs() | _steps() | _rows() | _queue() | _states()


def _frame():
    return {
        "title": _("Field pages"),
        "portal": _("Portal"),
        "sign_in": _("Sign in to send"),
        "no_script": _("The field pages need JavaScript. The same visit can be recorded on the portal's own pages."),
        "full_told": _(
            "This device has no room left: what you type now is only on the screen. Export the file, then make room."
        ),
        "new_version": _("A new version of the field pages is there. Nothing that you wrote is lost by it."),
        "new_version_use": _("Use the new version"),
        "waiting_n": _("Waiting: {n}"),
        "kept_pending": _("Being kept …"),
        "kept_kept": _("Kept on this device at {time}"),
        "kept_full": _("Not kept: the device is full"),
        "kept_failed": _("Not kept yet: it is tried again with the next word"),
        "choose": _("Please choose"),
        "next": _("Next"),
        "to_home": _("My visits"),
        "to_list": _("All steps"),
        "to_check": _("Check and send"),
        "open": _("Open"),
        "take_out": _("Take out"),
        "yes": _("Yes"),
        "no": _("No"),
        "note": _("Note"),
    }


def _packs():
    return {
        "home": _("Visits in the field"),
        "list_taken": _("{name} · list of {time}"),
        "list_none": _("No list of visits is on this device yet. Connect once, sign in and fetch it."),
        "others_told": _("{n} records of other people wait on this device. They show when those people sign in."),
        "refresh": _("Fetch the list anew"),
        "take_week": _("Take along all of this week"),
        "take": _("Take along"),
        "take_again": _("Take along anew"),
        "taking": _("{school}: being fetched …"),
        "taking_failed": _("{school} could not be fetched. Please try again where there is a signal."),
        "ready": _("Ready with no signal · as of {time}"),
        "not_ready": _("Not on this device yet"),
        "you_lead": _("you lead"),
        "my_visits": _("My visits"),
        "on_this_device": _("Also on this device"),
        "begin": _("Begin"),
        "go_on": _("Go on"),
        "carried_for": _("brought for {name}"),
        "new": _("Visit without a plan"),
        "new_told": _("For a school that was not in the plan. The portal makes the visit when the record arrives."),
        "new_needs": _("Please choose the school, and a day that is not to come."),
        "find_school": _("Find a school by name, district or code"),
        "school": _("School"),
        "purpose": _("Purpose"),
        "instrument": _("Instrument"),
        "no_instrument": _("Without an instrument"),
        "school_facts": _("About the school, and the last visit"),
        "last_visit": _("Last visit {day}, mean {mean}."),
        "pack_taken": _("As the portal had it on {time}"),
    }


def _steps():
    return {
        "what_to_do": _("What there is to do"),
        "step_open": _("What was open the last time"),
        "step_facts": _("Date and people"),
        "step_findings": _("Findings"),
        "step_promises": _("What was agreed"),
        "step_words": _("Impressions and problems"),
        "step_photos": _("Photos of the visit"),
        "step_sign": _("Signatures"),
        "step_begun": _("begun"),
        "step_n": _("{n} noted"),
        "step_of": _("{answered} of {asked}"),
        "open_none": _("Nothing is open from earlier visits."),
        "open_question": _("Is it mended?"),
        "visited_on": _("Visited on"),
        "arrival": _("Where it was begun"),
        "arrival_told": _(
            "Only one of four words is kept: at the school, near it, elsewhere, or not known. Where you are exactly "
            "never leaves this device."
        ),
        "arrival_note": _("Note the arrival"),
        "arrival_asking": _("Looking for the place …"),
        "arrival_no_place": _("The portal does not know where this school stands."),
        "arrival_not_found": _("This device did not say where it is, or not closely enough."),
        "arrival_none": _("Not noted"),
        "others": _("Others who took part"),
        "others_help": _("People without an account, one a line."),
        "word_impressions": _("What impressed us"),
        "word_problems": _("Problems and limits"),
        "word_notes": _("General notes"),
        "not_applicable": _("Not applicable"),
        "what_to_look_at": _("What to look at"),
        "at_least": _("at least {n}"),
        "at_most": _("at most {n}"),
        "send": _("Finished: send"),
        "send_told": _(
            "It is sent as soon as there is a line, also later by itself. You can go on writing and send again."
        ),
        "lacking_told": _("Not complete yet. It is kept and can be sent, but does not go into the report like this:"),
        "problems_told": _("The portal keeps all of it but could not put this into the visit. Mend it and send again:"),
    }


def _rows():
    return {
        "finding_n": _("Finding {n}"),
        "finding_add": _("Add a finding"),
        "finding_kind": _("Kind"),
        "finding_category": _("What it is about"),
        "finding_text": _("What we saw"),
        "finding_severity": _("How pressing"),
        "finding_standard": _("Standard"),
        "finding_empty": _("Finding without words yet"),
        "not_said": _("Not said"),
        "no_standard": _("No one standard"),
        "promise_n": _("Agreed {n}"),
        "promise_add": _("Add what was agreed"),
        "promise_what": _("What was agreed"),
        "promise_owed_by": _("Who owes it"),
        "promise_owner": _("Person or group, in words"),
        "promise_due": _("To be done by"),
        "promise_finding": _("Belongs to the finding"),
        "no_finding": _("To none"),
        "photo_add": _("Add a photo"),
        "photo_help": _("It is made smaller on this device; place and camera data are taken out."),
        "photo_caption": _("Caption, without names of children"),
        "photo_consent": str(AGREED),
        "photo_unreadable": _("This picture cannot be read. Please take another."),
        "sign_side": _("Signs for"),
        "sign_name": _("Name"),
        "sign_position": _("Position"),
        "sign_draw": _("Signature, drawn with the finger (if you like)"),
        "sign_pad": _("Field to draw the signature in"),
        "sign_clear": _("Clear"),
        "sign_done": _("Sign"),
        "sign_needs_name": _("Please type the name."),
    }


def _queue():
    return {
        "queue": _("What waits to be sent"),
        "queue_empty": _("Nothing is on this device."),
        "receipt": _("Receipt"),
        "carried_card": _("{school} (of {name})"),
        "photos_arrived": _("Photos and signatures arrived: {n} of {all}"),
        "photos_again": _("Send the photos again"),
        "typed_at": _("Last word typed {time}"),
        "send_all": _("Send everything"),
        "send_waiting": _("Send now what waits"),
        "conflict_here": _("Another device holds another version of this record."),
        "conflict_open": _("See both versions and choose"),
        "visit_open": _("Visit on the portal"),
        "transfer": _("Take it to another phone"),
        "transfer_told": _(
            "The file holds all records and photos of this device. Imported on another phone, each is still sent once."
        ),
        "export": _("Export everything as a file"),
        "import": _("Import a file of another phone"),
        "import_unreadable": _("This is not a file of the field pages, or it was changed. Nothing was imported."),
        "import_done": _("{taken} records imported, {here} were here already."),
    }


def _states():
    return {
        "state_writing": _("Being written"),
        "state_waiting": _("Waiting to be sent"),
        "state_sent": _("Sent"),
        "state_conflict": _("Two versions: please choose"),
        "state_refused": _("Refused"),
        "line_sending": _("Sending …"),
        "line_offline": _("No line to the portal. All is kept on this device and goes by itself later."),
        "line_signedOut": _("You are not signed in. All is kept on this device; sign in to send."),
    }
