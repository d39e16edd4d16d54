"""Walking WordprocessingML by local names: the transitional and the strict format differ only in their namespaces."""


def local(tag):
    """The name without its namespace; "" for processing instructions."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element, *names):
    """The children of these names; none for an element that is not there."""
    return [item for item in (element if element is not None else ()) if local(item.tag) in names]


def child(element, name):
    return next(iter(children(element, name)), None)


def value(element, name):
    """An attribute by its local name, or None."""
    if element is None:
        return None
    return next((text for key, text in element.attrib.items() if local(key) == name), None)


def is_on(element, name):
    """Whether a switch such as w:vanish is set: there, and not set to "0"."""
    found = child(element, name)
    return found is not None and value(found, "val") not in {"0", "false", "off"}
