"""The contract of a batch as schemas, so that an agency's own program can check a file before it is sent.

A schema knows the shape of a row only. Whether a request meets the statute is what `withhold screen` tells.
"""

from typing import Any

from withhold.model.limits import column_limit
from withhold.screening.contract.described import DESCRIBED, Described

JSON_SCHEMA = "https://json-schema.org/draft/2020-12/schema"
TABLE_SCHEMA = "https://datapackage.org/profiles/2.0/tableschema.json"


def json_schema() -> dict[str, Any]:
    """Return the schema of one line of a JSON Lines batch. Source: JSON Schema, draft 2020-12."""
    return {
        "$schema": JSON_SCHEMA,
        "title": "One request of a batch",
        "type": "object",
        "properties": {each.name: _property(each) for each in DESCRIBED.values()},
        "required": list(DESCRIBED),
        "additionalProperties": False,
    }


def table_schema() -> dict[str, Any]:
    """Return the schema of a CSV batch. Source: Table Schema of Data Package, version 2."""
    return {
        "$schema": TABLE_SCHEMA,
        "fields": [
            {
                "name": each.name,
                "title": each.label,
                "description": each.hint,
                "type": "string",
                "constraints": _constraints(each),
            }
            for each in DESCRIBED.values()
        ],
        "fieldsMatch": "equal",
        "missingValues": [""],
        "primaryKey": ["request_ref"],
    }


def _property(column: Described) -> dict[str, Any]:
    shown = {"type": "string", "title": column.label} | ({"description": column.hint} if column.hint else {})
    return shown | ({} if column.optional else {"minLength": 1}) | _limits(column)


def _constraints(column: Described) -> dict[str, Any]:
    unique = {"unique": True} if column.name == "request_ref" else {}
    return ({} if column.optional else {"required": True}) | unique | _limits(column)


def _limits(column: Described) -> dict[str, Any]:
    """Return the rules that both kinds of schema write in the same way."""
    rules: dict[str, Any] = {"maxLength": column_limit(column.name)}
    if column.pattern:
        rules["pattern"] = column.pattern
    if column.choices:
        rules["enum"] = list(column.choices)
    return rules
