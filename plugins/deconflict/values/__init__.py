"""Value types, one module each, by their name in record files.

A new type is one module with the seven functions of ``base.ValueType`` and one entry here.
"""

from __future__ import annotations

from typing import Any

from deconflict.values import actor, boolean, code, count, day, place, quantity
from deconflict.values.base import Found, Published, ValueFault, ValueType

TYPES: dict[str, ValueType[Any]] = {
    "date": day,
    "place": place,
    "quantity": quantity,
    "count_of_type": count,
    "actor": actor,
    "code": code,
    "boolean": boolean,
}

__all__ = ["TYPES", "Found", "Published", "ValueFault", "ValueType"]
