"""Made-up streets: common words, with the suffixes, directions and units of USPS Publication 28."""

from importlib.resources import files

SUFFIXES = {
    "ST": "Street",
    "AVE": "Avenue",
    "RD": "Road",
    "DR": "Drive",
    "LN": "Lane",
    "CT": "Court",
    "BLVD": "Boulevard",
    "PL": "Place",
    "CIR": "Circle",
    "TER": "Terrace",
    "TRL": "Trail",
    "PKWY": "Parkway",
    "SQ": "Square",
}
"""Abbreviation -> spelled out."""

DIRECTIONS = {
    "N": "North",
    "S": "South",
    "E": "East",
    "W": "West",
    "NE": "Northeast",
    "NW": "Northwest",
    "SE": "Southeast",
    "SW": "Southwest",
}
"""Abbreviation -> spelled out."""

UNITS = {"APT": "Apartment", "UNIT": "Unit", "STE": "Suite", "BLDG": "Building", "LOT": "Lot"}
"""Abbreviation -> spelled out."""

STREETS = tuple((files("withhold.population") / "tables" / "streets.txt").read_text(encoding="utf-8").split())
