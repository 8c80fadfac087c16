"""The structure tree of the PDF: the language of each part, whole list items, an element for each field.

WeasyPrint 70 writes the tree without languages and lets paragraphs stand directly in list items; PDF/UA
allows neither (ISO 14289-1, 7.2). Runs in the typesetting child alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf  # type: ignore[import-untyped]  # ships no types
from weasyprint.pdf import tags


def mark_languages() -> None:
    """From now on every element of the tree carries the `lang` that its HTML element states."""
    build: Any = tags._build_box_tree
    if getattr(build, "marks_languages", False):
        return

    def marked(box: Any, *rest: Any) -> Iterator[Any]:
        source = getattr(box, "_box", box)
        element = source.element
        stated = element.get("lang") if element is not None and element.tag not in ("html", "body") else None
        for part in build(box, *rest):
            if stated:
                part["Lang"] = pydyf.String(stated)
            yield part

    marked.marks_languages = True  # type: ignore[attr-defined]  # reason: a mark on our own function
    tags._build_box_tree = marked


def resolve(pdf: Any, reference: Any) -> Any:
    """The object that a reference (`12 0 R`, bytes or text) names."""
    text = reference.decode() if isinstance(reference, bytes) else reference
    return pdf.objects[int(text.split()[0])]


def complete_list_items(pdf: Any) -> None:
    """Put what stands in a list item beside its label into one body (ISO 14289-1, 7.2, table 1)."""
    for item in [thing for thing in pdf.objects if _is(thing, "/LI")]:
        labels, bodies, strays = [], [], []
        for kid in item["K"]:
            child = None if isinstance(kid, int) else resolve(pdf, kid)
            if _is(child, "/Lbl"):
                labels.append(kid)
            elif _is(child, "/LBody"):
                bodies.append(kid)
            else:
                strays.append((kid, child))
        if not strays:
            continue
        if bodies:
            body = resolve(pdf, bodies[0])
        else:
            body = _element(pdf, "/LBody", item, item["Pg"])
            bodies.append(body.reference)
        for kid, child in strays:
            body["K"].append(kid)
            if child is not None and "P" in child:
                child["P"] = body.reference
        item["K"] = pydyf.Array([*labels, *bodies])


def tag_field(pdf: Any, widget: Any, page_reference: bytes, words: str) -> None:
    """Give a form field a Form element at the end of the tree (ISO 14289-1, 7.18.4)."""
    root = resolve(pdf, pdf.catalog["StructTreeRoot"])
    top = resolve(pdf, root["K"][0])
    marker = pydyf.Dictionary({"Type": "/OBJR", "Obj": widget.reference, "Pg": page_reference})
    pdf.add_object(marker)
    form = _element(pdf, "/Form", top, page_reference)
    form["Alt"] = pydyf.String(words)
    # Not an array of one: pyHanko's difference analysis knows a field by the path .K.Obj alone.
    form["K"] = marker.reference
    top["K"].append(form.reference)
    numbers = resolve(pdf, root["ParentTree"])["Nums"]
    key = max(numbers[0::2], default=-1) + 1
    numbers.extend([key, form.reference])
    widget["StructParent"] = key


def _is(thing: Any, kind: str) -> bool:
    return isinstance(thing, dict) and thing.get("Type") == "/StructElem" and thing.get("S") == kind


def _element(pdf: Any, kind: str, parent: Any, page_reference: bytes) -> Any:
    element = pydyf.Dictionary(
        {"Type": "/StructElem", "S": kind, "K": pydyf.Array(), "Pg": page_reference, "P": parent.reference}
    )
    pdf.add_object(element)
    return element
