"""Rows of tables and of task lists: what their HTML says beside their text."""

from obverse.cards.from_html.node import Node

RULES = {"": "---", "left": ":---", "right": "---:", "center": ":---:"}


def bare_table(node: Node) -> Node | None:
    """This table, or the table that is alone in this box for wide tables."""
    if node.tag == "table":
        return None if node.attributes else node
    inner = [child for child in node.children if not isinstance(child, str) or child.strip()]
    if node.tag == "div" and node.attributes == {"class": "table"} and len(inner) == 1:
        only = inner[0]
        return only if isinstance(only, Node) and only.tag == "table" else None
    return None


def align_of(cell: Node) -> str | None:
    """How a cell is aligned; `None` if it has other attributes too."""
    if not cell.attributes:
        return ""
    style = cell.attributes.get("style", "").replace(" ", "").rstrip(";")
    align = style.removeprefix("text-align:")
    return align if len(cell.attributes) == 1 and style != align and align in RULES else None


def take_box(row: Node) -> str:
    """The box that a row of a task list begins with; it and the row's class are taken out.

    The row is a copy, but the paragraph in it is not: another form of the text may need it.
    """
    if row.attributes != {"class": "task-list-item"}:
        return ""
    shown = (
        at for at, each in enumerate(row.children) if not isinstance(each, str) or each.strip()
    )
    at = next(shown, None)
    inside = "" if at is None else row.children[at]
    children = row.children
    if at is not None and isinstance(inside, Node) and inside.tag == "p":
        children = [*inside.children]
        row.children[at] = Node("p", inside.attributes, children)
    box = children[0] if children else ""
    if isinstance(box, str) or box.tag != "input":
        return ""
    row.attributes = {}
    del children[0]
    if children and isinstance(children[0], str):
        children[0] = children[0].lstrip(" ")
    return "[x] " if "checked" in box.attributes else "[ ] "
