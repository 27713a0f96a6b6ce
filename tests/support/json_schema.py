#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks JSON against a schema: python3 json_schema.py SCHEMA < doc.json

Knows what our schemas use of JSON Schema (draft 2020-12) and refuses a schema
that holds anything else, so that nothing passes because it was not looked at.
With --closed an object may have no fields but those that the schema names;
a test wants that, a reader of a later version does not.
"""
import argparse
import json
import re
import sys

# What says nothing about a document.
PROSE = {"$schema", "$id", "title", "description", "$comment"}
KNOWN = PROSE | {
    "$defs", "$ref", "type", "enum", "const", "properties", "required",
    "additionalProperties", "items", "minItems", "minLength", "pattern",
    "minimum", "exclusiveMinimum", "allOf", "anyOf", "if", "then", "else"}
TYPES = {"object", "array", "string", "integer", "number", "boolean", "null"}


class BadSchema(Exception):
    pass


def no_twins(pairs):
    """An object whose names are all different."""
    found = {}
    for name, value in pairs:
        if name in found:
            raise ValueError("the name %r is there twice" % name)
        found[name] = value
    return found


def no_constant(text):
    raise ValueError("%s is not JSON" % text)


def strict_json(text):
    """As json.loads(), but names are unique and numbers are numbers."""
    return json.loads(text, object_pairs_hook=no_twins,
                      parse_constant=no_constant)


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_of(value, name):
    if name == "integer":
        return is_number(value) and value == int(value)
    return {"object": isinstance(value, dict),
            "array": isinstance(value, list),
            "string": isinstance(value, str),
            "number": is_number(value),
            "boolean": isinstance(value, bool),
            "null": value is None}[name]


def same(a, b):
    """1 and 1.0 are equal in JSON, 1 and true are not."""
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    return a == b


class Schema:
    def __init__(self, root, closed=False):
        self.root, self.closed = root, closed
        self.look_over(root, "#")

    # -- the schema itself --

    def look_over(self, schema, where):
        if isinstance(schema, bool):
            return
        if not isinstance(schema, dict):
            raise BadSchema("%s is no schema" % where)
        for name in schema:
            if name not in KNOWN:
                raise BadSchema("%s: %r is not known here" % (where, name))
        self.look_over_values(schema, where)
        for name in ("properties", "$defs"):
            for key, part in schema.get(name, {}).items():
                self.look_over(part, "%s/%s/%s" % (where, name, key))
        for name in ("allOf", "anyOf"):
            for at, part in enumerate(schema.get(name, [])):
                self.look_over(part, "%s/%s/%d" % (where, name, at))
        for name in ("additionalProperties", "items", "if", "then", "else"):
            if name in schema:
                self.look_over(schema[name], where + "/" + name)

    def look_over_values(self, schema, where):
        for name in self.types(schema):
            if name not in TYPES:
                raise BadSchema("%s: no type %r" % (where, name))
        if "pattern" in schema:
            re.compile(schema["pattern"])
        if "$ref" in schema:
            self.resolve(schema["$ref"])
        if ("then" in schema or "else" in schema) and "if" not in schema:
            raise BadSchema("%s: then or else without if" % where)
        # A name that cannot be is a slip of the pen. (Conditions may name
        # what is described elsewhere.)
        if "object" in self.types(schema) and "properties" in schema:
            for name in schema.get("required", []):
                if name not in schema["properties"]:
                    raise BadSchema("%s: %r is required but not described" % (
                        where, name))

    @staticmethod
    def types(schema):
        types = schema.get("type", [])
        return [types] if isinstance(types, str) else types

    def resolve(self, ref):
        if not ref.startswith("#/"):
            raise BadSchema("%r leads elsewhere" % ref)
        found = self.root
        for name in ref[2:].split("/"):
            if not isinstance(found, dict) or name not in found:
                raise BadSchema("%r leads nowhere" % ref)
            found = found[name]
        return found

    # -- a document --

    def errors(self, value):
        """What is wrong with it, a line each."""
        return list(self.check(self.root, value, "$"))

    def check(self, schema, value, at):
        if schema is True:
            return
        if schema is False:
            yield "%s: must not be there" % at
            return
        if "$ref" in schema:
            yield from self.check(self.resolve(schema["$ref"]), value, at)
        types = self.types(schema)
        if types and not any(is_of(value, name) for name in types):
            yield "%s: %.60r is no %s" % (at, value, " or ".join(types))
            return
        if "const" in schema and not same(value, schema["const"]):
            yield "%s: %.60r is not %r" % (at, value, schema["const"])
        if "enum" in schema and not any(
                same(value, one) for one in schema["enum"]):
            yield "%s: %.60r is none of %r" % (at, value, schema["enum"])
        if isinstance(value, dict):
            yield from self.check_object(schema, value, at)
        if isinstance(value, list):
            yield from self.check_array(schema, value, at)
        if isinstance(value, str):
            yield from self.check_string(schema, value, at)
        if is_number(value):
            yield from self.check_number(schema, value, at)
        yield from self.check_parts(schema, value, at)

    def check_object(self, schema, value, at):
        properties = schema.get("properties", {})
        for name in schema.get("required", []):
            if name not in value:
                yield "%s: %s is missing" % (at, name)
        other = schema.get("additionalProperties")
        if other is None:
            # Conditions, which have no type, describe a part only.
            other = not (self.closed and "object" in self.types(schema))
        for name, field in value.items():
            yield from self.check(properties.get(name, other), field,
                                  "%s.%s" % (at, name))

    def check_array(self, schema, value, at):
        if len(value) < schema.get("minItems", 0):
            yield "%s: has %d items, too few" % (at, len(value))
        if "items" in schema:
            for place, item in enumerate(value):
                yield from self.check(schema["items"], item,
                                      "%s[%d]" % (at, place))

    @staticmethod
    def check_string(schema, value, at):
        if len(value) < schema.get("minLength", 0):
            yield "%s: %r is too short" % (at, value)
        # Python's $ would let a newline pass.
        if "pattern" in schema and not re.search(
                re.sub(r"\$$", r"\\Z", schema["pattern"]), value):
            yield "%s: %.60r is not like %s" % (at, value, schema["pattern"])

    @staticmethod
    def check_number(schema, value, at):
        if "minimum" in schema and value < schema["minimum"]:
            yield "%s: %r is too small" % (at, value)
        if "exclusiveMinimum" in schema and \
                value <= schema["exclusiveMinimum"]:
            yield "%s: %r is too small" % (at, value)

    def check_parts(self, schema, value, at):
        for part in schema.get("allOf", []):
            yield from self.check(part, value, at)
        if "anyOf" in schema:
            found = [list(self.check(part, value, at))
                     for part in schema["anyOf"]]
            if all(found):
                yield min(found, key=len)[0]
        if "if" in schema:
            holds = not any(True for _ in self.check(schema["if"], value, at))
            branch = schema.get("then" if holds else "else", True)
            yield from self.check(branch, value, at)


def load(path, closed=False):
    with open(path, encoding="utf-8") as file:
        return Schema(strict_json(file.read()), closed)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--closed", action="store_true",
                        help="allow no fields but those described")
    parser.add_argument("schema")
    args = parser.parse_args()
    try:
        errors = load(args.schema, args.closed).errors(
            strict_json(sys.stdin.read()))
    except (BadSchema, ValueError, OSError) as failure:
        sys.exit("json_schema: %s" % failure)
    for line in errors:
        print(line)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
