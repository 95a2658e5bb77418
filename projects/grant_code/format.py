"""The exact normal form of a code, and the address of its public card."""

from dataclasses import replace

from .types import GrantCode

PUBLIC_CARD = "https://erasmus-plus.ec.europa.eu/projects/search/details/"


def format_code(code: GrantCode) -> str:
    """How the code is written; parse(format_code(x)) gives the parts of x again. Free text stays as it is."""
    if code.shape == "decentralised":
        parts = (code.year, code.round, code.agency or code.country, code.action, code.field, code.number)
        mark = "_" if code.year and code.year <= 2020 else "-"
        return "-".join(str(part) for part in parts if part) + _after(mark, code.suffix)
    if code.shape == "centralised":
        return f"{code.number}-EPP-1-{code.year}-1-{code.country}-{code.action}"
    if code.shape == "nordplus":
        return f"{code.action}-{code.year}/{code.number}" + _after("_", code.suffix)
    return code.number if code.shape == "nine_digits" else code.normal_form


def _after(mark: str, suffix: str) -> str:
    return f"{mark}{suffix}" if suffix else ""


def public_card(code: GrantCode) -> str:
    """The project's page on the Erasmus+ Project Results Platform; empty where the code is not whole or not Erasmus+.

    The number of a partner or of a part of the project does not belong to the address.
    """
    if code.programme != "erasmus" or code.shape == "nine_digits" and code.warnings:
        return ""
    if code.shape == "decentralised" and not (code.year and code.round and code.agency and code.action[:2] == "KA"):
        return ""
    return PUBLIC_CARD + format_code(replace(code, suffix=""))
