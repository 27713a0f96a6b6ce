#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Validates JSON against a schema, with nothing but the standard library.

    python3 json_schema.py SCHEMA < document.json

Exits 0 when the document is valid; 1, naming the place of each fault, when
it is not; 2 when the schema cannot be used. It knows the part of JSON Schema
2020-12 that our schemas use and refuses every other keyword, so that it can
never pass a document by not looking.
"""
import json
import re
import sys

ANNOTATIONS = {"$schema", "$id", "$defs", "title", "description",
               "examples"}


class SchemaError(Exception):
    """The schema itself is at fault."""


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


TYPES = {
    "null": lambda v: v is None,
    "boolean": lambda v: isinstance(v, bool),
    "string": lambda v: isinstance(v, str),
    "number": is_number,
    "integer": lambda v: is_number(v) and v == int(v),
    "array": lambda v: isinstance(v, list),
    "object": lambda v: isinstance(v, dict),
}


def same(a, b):
    """Equality of JSON: true is not 1, but 1.0 is 1."""
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    return a == b


def closed(schema):
    """The same schema, with no room for what it does not describe: readers
    must accept fields and values that are added later, our own tests must
    not. The values that are known so far are its examples."""
    if isinstance(schema, list):
        return [closed(child) for child in schema]
    if not isinstance(schema, dict):
        return schema
    out = {key: closed(child) for key, child in schema.items()}
    if schema.get("type") == "object" and "properties" in schema:
        out.setdefault("additionalProperties", False)
    if "examples" in schema:
        out.setdefault("enum", schema["examples"])
    return out


class Validator:
    def __init__(self, schema):
        self.root = schema
        self.check_schema(schema, "#")

    # --- the schema ---

    def check_schema(self, schema, where):
        """Every keyword of it must be one that is understood below."""
        if isinstance(schema, bool):
            return
        if not isinstance(schema, dict):
            raise SchemaError(f"{where}: a schema must be an object")
        for key, value in schema.items():
            at = f"{where}/{key}"
            if key in ("properties", "$defs"):
                for name, child in value.items():
                    self.check_schema(child, f"{at}/{name}")
            elif key in ("items", "additionalProperties", "if", "then",
                         "else", "not"):
                self.check_schema(value, at)
            elif key in ("allOf", "anyOf", "oneOf"):
                for number, child in enumerate(value):
                    self.check_schema(child, f"{at}/{number}")
            elif key == "$ref":
                self.resolve(value)
            elif key == "type":
                for name in value if isinstance(value, list) else [value]:
                    if name not in TYPES:
                        raise SchemaError(f"{at}: no type {name}")
            elif key == "pattern":
                re.compile(value)
            elif key not in ANNOTATIONS and not hasattr(
                    self, "check_" + key):
                raise SchemaError(f"{at}: unknown keyword")
        if ("then" in schema or "else" in schema) and "if" not in schema:
            raise SchemaError(f"{where}: then or else without if")

    def resolve(self, reference):
        if not isinstance(reference, str) or not reference.startswith("#"):
            raise SchemaError(f"$ref {reference}: only local ones are known")
        target = self.root
        for part in reference[1:].split("/")[1:]:
            part = part.replace("~1", "/").replace("~0", "~")
            if not isinstance(target, dict) or part not in target:
                raise SchemaError(f"$ref {reference}: there is nothing")
            target = target[part]
        return target

    # --- the document ---

    def faults(self, value, schema=None, path="$"):
        """Yields (path, words) for everything that is wrong."""
        if schema is None:
            schema = self.root
        if schema is True:
            return
        if schema is False:
            yield path, "must not be there"
            return
        for key in schema:
            if key == "$ref":
                yield from self.faults(
                    value, self.resolve(schema[key]), path)
            elif key not in ANNOTATIONS and key not in ("then", "else"):
                check = getattr(self, "check_" + key)
                yield from check(value, schema, path)

    def holds(self, value, schema):
        return next(self.faults(value, schema, "$"), None) is None

    def check_type(self, value, schema, path):
        names = schema["type"]
        names = names if isinstance(names, list) else [names]
        if not any(TYPES[name](value) for name in names):
            yield path, f"is not of type {' or '.join(names)}"

    def check_const(self, value, schema, path):
        if not same(value, schema["const"]):
            yield path, f"is not {json.dumps(schema['const'])}"

    def check_enum(self, value, schema, path):
        if not any(same(value, one) for one in schema["enum"]):
            yield path, f"is none of {json.dumps(schema['enum'])}"

    def check_minimum(self, value, schema, path):
        if is_number(value) and value < schema["minimum"]:
            yield path, f"is less than {schema['minimum']}"

    def check_exclusiveMinimum(self, value, schema, path):
        if is_number(value) and value <= schema["exclusiveMinimum"]:
            yield path, f"is not more than {schema['exclusiveMinimum']}"

    def check_minLength(self, value, schema, path):
        if isinstance(value, str) and len(value) < schema["minLength"]:
            yield path, "is too short"

    def check_pattern(self, value, schema, path):
        # Python's $ also matches before a line break at the end.
        pattern = re.sub(r"(?<!\\)\$$", r"\\Z", schema["pattern"])
        if isinstance(value, str) and not re.search(pattern, value):
            yield path, f"does not match {schema['pattern']}"

    def check_minItems(self, value, schema, path):
        if isinstance(value, list) and len(value) < schema["minItems"]:
            yield path, "has too few items"

    def check_maxItems(self, value, schema, path):
        if isinstance(value, list) and len(value) > schema["maxItems"]:
            yield path, "has too many items"

    def check_items(self, value, schema, path):
        if isinstance(value, list):
            for number, item in enumerate(value):
                yield from self.faults(
                    item, schema["items"], f"{path}[{number}]")

    def check_required(self, value, schema, path):
        if isinstance(value, dict):
            for name in schema["required"]:
                if name not in value:
                    yield f"{path}.{name}", "is missing"

    def check_properties(self, value, schema, path):
        if isinstance(value, dict):
            for name, child in schema["properties"].items():
                if name in value:
                    yield from self.faults(
                        value[name], child, f"{path}.{name}")

    def check_additionalProperties(self, value, schema, path):
        if isinstance(value, dict):
            for name in value.keys() - schema.get("properties", {}).keys():
                yield from self.faults(
                    value[name], schema["additionalProperties"],
                    f"{path}.{name}")

    def check_allOf(self, value, schema, path):
        for child in schema["allOf"]:
            yield from self.faults(value, child, path)

    def check_anyOf(self, value, schema, path):
        if not any(self.holds(value, child) for child in schema["anyOf"]):
            yield path, "fits none of anyOf"

    def check_oneOf(self, value, schema, path):
        fits = sum(self.holds(value, child) for child in schema["oneOf"])
        if fits != 1:
            yield path, f"fits {fits} of oneOf, not one"

    def check_not(self, value, schema, path):
        if self.holds(value, schema["not"]):
            yield path, "fits what it must not"

    def check_if(self, value, schema, path):
        branch = "then" if self.holds(value, schema["if"]) else "else"
        if branch in schema:
            yield from self.faults(value, schema[branch], path)


def no_constant(name):
    raise ValueError(f"{name} is not JSON")


def unique(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("an object has a key twice")
    return found


def load(data):
    """Stricter than json.loads: UTF-8, no NaN, no key twice."""
    return json.loads(data.decode("utf-8"), parse_constant=no_constant,
                      object_pairs_hook=unique)


def validate(schema, document):
    """A list of "path: what is wrong"."""
    validator = Validator(schema)
    return [f"{path}: {words}" for path, words in validator.faults(document)]


def main(arguments):
    if len(arguments) != 2:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    try:
        with open(arguments[1], "rb") as file:
            validator = Validator(load(file.read()))
    except (OSError, ValueError, re.error, SchemaError) as fault:
        print(f"{arguments[1]}: {fault}", file=sys.stderr)
        return 2
    try:
        document = load(sys.stdin.buffer.read())
    except ValueError as fault:
        print(f"$: is not JSON: {fault}", file=sys.stderr)
        return 1
    faults = list(validator.faults(document))
    for path, words in faults:
        print(f"{path}: {words}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
