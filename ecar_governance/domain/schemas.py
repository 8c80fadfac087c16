"""The JSON Schema of our structs, from their types: msgspec's own stops at a default that is a fraction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import inspect as mi

Schema = dict[str, Any]


def schema_of(kind: type, custom: Mapping[type, Schema]) -> Schema:
    """The schema of the struct `kind` with all that it refers to; `custom` has that of each type of ours that
    is no struct. Defaults are left out: what is not given means what the docstring says.

    Raises TypeError for a type that none of our structs has."""
    writer = _Writer(custom)
    top = writer.of(mi.type_info(kind))
    return {**top, "$defs": dict(sorted(writer.defs.items()))}


class _Writer:
    def __init__(self, custom: Mapping[type, Schema]) -> None:
        self._custom = custom
        self.defs: dict[str, Schema] = {}

    def of(self, info: mi.Type) -> Schema:
        match info:
            case mi.StructType():
                return self._struct(info)
            case mi.UnionType(types=types):
                return {"anyOf": [self.of(one) for one in types]}
            case mi.LiteralType(values=values):
                return {"enum": list(values)}
            case mi.VarTupleType(item_type=item) | mi.ListType(item_type=item):
                return {"type": "array", "items": self.of(item)}
            case mi.DictType(value_type=value):
                return {"type": "object", "additionalProperties": self.of(value)}
            case mi.CustomType(cls=cls):
                return self._custom[cls]
            case mi.DateTimeType():
                return self._custom[datetime]
            case mi.StrType():
                return {"type": "string"}
            case mi.BoolType():
                return {"type": "boolean"}
            case mi.IntType():
                return {"type": "integer"}
            case mi.NoneType():
                return {"type": "null"}
            case _:
                raise TypeError(f"No schema is told of {info!r}.")

    def _struct(self, info: mi.StructType) -> Schema:
        name = _name(info.cls)
        if name not in self.defs:
            self.defs[name] = {}  # what refers to itself finds its name
            tag: Schema = {}
            if info.tag_field is not None:
                tag = {info.tag_field: {"const": info.tag}}
            self.defs[name] = {
                "type": "object",
                "description": (info.cls.__doc__ or "").strip(),
                "properties": tag | {field.encode_name: self.of(field.type) for field in info.fields},
                "required": [*tag, *(field.encode_name for field in info.fields if field.required)],
                "additionalProperties": not info.forbid_unknown_fields,
            }
        return {"$ref": f"#/$defs/{name}"}


def _name(kind: type) -> str:
    """Two structs of one name are told apart by their modules."""
    return f"{kind.__module__.rsplit('.', 1)[-1]}.{kind.__qualname__}"
