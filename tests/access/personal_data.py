"""The register of personal data, and what the administrator does with one person's."""

KEEPERS = {"district_admin"}

TABLE = {
    "core:personal_data": ((), KEEPERS),
    "core:personal_data_people": ((), KEEPERS),
    "core:personal_data_accesses": ((), KEEPERS),
    "core:personal_data_refusals": ((), KEEPERS),
    "core:personal_data_person": (("COLLEAGUE",), KEEPERS),
    "core:personal_data_act": (("COLLEAGUE", "erase"), KEEPERS),
    "core:personal_data_retention": (("OLD_DATA",), KEEPERS),
}

BY_POST = set()
