#!/usr/bin/env python3
"""Writes what LibreLane's variables are called and which types they have, as packages/flow/facts/librelane.json.

    python3 -m venv venv && venv/bin/pip install librelane && venv/bin/python scripts/librelane-variables.py

The flow is Classic. Only names and types are taken; a type is `bool`, `int`, `decimal`, `string`, `path`, or one of
{"optional": T}, {"list": T}, {"tuple": [T, ...]}, {"dict": T} (keys are strings), {"oneOf": [words]}, {"union": [T, ...]} and
{"struct": {field: T}}.
"""

import dataclasses
import inspect
import json
import os
import typing
from decimal import Decimal
from enum import Enum
from pathlib import Path

from librelane.__version__ import __version__
from librelane.common import Path as ViewPath
from librelane.config import flow as universal
from librelane.config.removals import removed_variables
from librelane.flows import Flow

TARGET = Path(__file__).parent.parent / "packages" / "flow" / "facts" / "librelane.json"
SCALARS = {bool: "bool", int: "int", float: "decimal", Decimal: "decimal", str: "string", ViewPath: "path"}


def describe(type_):
    if type_ in SCALARS:
        return SCALARS[type_]
    origin, arguments = typing.get_origin(type_), typing.get_args(type_)
    if origin is typing.Union:
        others = [a for a in arguments if a is not type(None)]
        inner = describe(others[0]) if len(others) == 1 else {"union": [describe(a) for a in others]}
        return {"optional": inner} if len(others) < len(arguments) else inner
    if origin is typing.Literal:
        return {"oneOf": list(arguments)}
    if origin in (list, typing.Sequence) or (inspect.isclass(origin) and issubclass(origin, typing.Sequence) and origin is not tuple):
        return {"list": describe(arguments[0])}
    if origin is tuple:
        return {"tuple": [describe(a) for a in arguments]}
    if origin is dict:
        return {"dict": describe(arguments[1])}
    if inspect.isclass(type_) and issubclass(type_, Enum):
        return {"oneOf": [str(member.value) for member in type_]}
    if dataclasses.is_dataclass(type_):
        hints = typing.get_type_hints(type_)
        return {"struct": {field.name: describe(hints[field.name]) for field in dataclasses.fields(type_)}}
    raise TypeError(f"no description for {type_!r}")


def former_names(variable):
    # A deprecated name is a word, or a word with the function that converts its values
    return [name if isinstance(name, str) else name[0] for name in variable.deprecated_names]


classic = Flow.factory.get("Classic")
found = {}
for variable in [
    *universal.flow_common_variables,
    *classic.config_vars,
    *(v for step in classic.Steps for v in step.config_vars),
    *universal.option_variables,
    *universal.pdk_variables,
    *universal.scl_variables,
    *universal.pad_variables,
]:
    found.setdefault(variable.name, variable)

facts = {
    "formatVersion": 1,
    "librelane": __version__,
    "source": "scripts/librelane-variables.py",
    "flow": "Classic",
    "steps": [step.id for step in classic.Steps],
    "variables": {name: describe(found[name].type) for name in sorted(found)},
    "renamed": {old: name for name in sorted(found) for old in former_names(found[name])},
    "removed": sorted(removed_variables),
}

draft = TARGET.with_suffix(".part")
draft.write_text(json.dumps(facts, indent=1) + "\n")
os.replace(draft, TARGET)
print(f"LibreLane {__version__}: {len(facts['variables'])} variables, {len(facts['steps'])} steps")
