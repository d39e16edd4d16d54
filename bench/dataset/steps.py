"""The steps that rows have taken through their workflow, by the state that they are in."""

from django.contrib.contenttypes.models import ContentType

from qa_portal.core.models import TransitionRecord

from .sql import insert_rows, rows_of


def load_steps(model, steps, source, by, nation):
    """`steps` are (transition, from, to, the states whose rows have taken it); `source` gives the rows as r, `by` is
    the SQL id of the person."""
    taken = [(*step, state) for *step, states in steps for state in states.split()]
    insert_rows(
        TransitionRecord,
        f"{source} JOIN {rows_of(['transition', 'source', 'target', 'state'], taken)} p ON p.state = r.state",
        stamp=nation.stamp,
        content_type_id=str(ContentType.objects.get_for_model(model).pk),
        object_id="CAST(r.id AS varchar(40))",
        transition="p.transition",
        source="p.source",
        target="p.target",
        done_by_id=by,
    )
