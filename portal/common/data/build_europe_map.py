"""Make europe.json, the map of Europe that documents draw, from npm's world-atlas 2.0.2 (Natural Earth, 1:50m).

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python portal/common/data/build_europe_map.py package/countries-50m.json

Coordinates are projected with portal.common.europe_map.project and kept in hundredths of a millimetre
on a map sheet 210 mm wide. Natural Earth draws borders as they are held; Crimea is put back into Ukraine.
"""

import json
import sys
from pathlib import Path

from babel.core import get_global

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
from portal.common.europe_map import DATA_FILE, HEIGHT, WIDTH, locate  # noqa: E402

SIMFEROPOL = (34.1, 45.0)
MARGIN = 8.0  # mm of map kept outside the sheet
TOLERANCE = 0.25  # mm; closer points are left out
NO_NUMBER = {"Kosovo": "XK", "N. Cyprus": "CY", "Somaliland": "SO"}

Ring = list[tuple[float, float]]
Shape = list[Ring]


def read_shapes(file: Path) -> dict[str, list[Shape]]:
    """ISO code to polygons in degrees, from TopoJSON."""
    atlas = json.loads(file.read_text())
    (scale_x, scale_y), (move_x, move_y) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for steps in atlas["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            arc.append((x * scale_x + move_x, y * scale_y + move_y))
        arcs.append(arc)

    def ring(numbers: list[int]) -> Ring:
        points: Ring = []
        for number in numbers:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            points += arc[1:] if points else arc
        return points

    shapes: dict[str, list[Shape]] = {}
    for country in atlas["objects"]["countries"]["geometries"]:
        aliases = get_global("territory_aliases").get(country.get("id") or "")
        code = aliases[0] if aliases else NO_NUMBER.get(country["properties"]["name"])
        polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        if code:
            shapes.setdefault(code, []).extend([ring(numbers) for numbers in rings] for rings in polygons)
    return shapes


def holds(ring: Ring, point: tuple[float, float]) -> bool:
    x, y = point
    inside = False
    for (a, b), (c, d) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (b > y) != (d > y) and x < (c - a) * (y - b) / (d - b) + a:
            inside = not inside
    return inside


def return_crimea(shapes: dict[str, list[Shape]]) -> None:
    crimea = [shape for shape in shapes["RU"] if holds(shape[0], SIMFEROPOL) and max(x for x, _ in shape[0]) < 40]
    if len(crimea) != 1:
        raise SystemExit("Crimea was not found as a polygon of its own")
    shapes["RU"].remove(crimea[0])
    shapes["UA"] += crimea


def area(ring: Ring) -> float:
    return abs(sum(a * d - c * b for (a, b), (c, d) in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def centre(shapes: list[Shape]) -> tuple[float, float]:
    """Longitude and latitude of the middle of the largest polygon."""
    ring = max((shape[0] for shape in shapes), key=area)
    twice = x = y = 0.0
    for (a, b), (c, d) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = a * d - c * b
        twice, x, y = twice + cross, x + (a + c) * cross, y + (b + d) * cross
    return round(x / (3 * twice), 2), round(y / (3 * twice), 2)


def outline(ring: Ring) -> list[int]:
    """The ring on the sheet as x, y, x, y ... in hundredths of a millimetre; empty if it lies off the sheet."""
    points: Ring = []
    for lon, lat in ring:
        if not (-75 < lon < 95 and lat > 5):
            continue
        x, y = locate(lon, lat)
        if not points or abs(x - points[-1][0]) + abs(y - points[-1][1]) > TOLERANCE:
            points.append((x, y))
    reach = [(min(max(x, -60), WIDTH + 60), min(max(y, -60), HEIGHT + 60)) for x, y in points]
    xs, ys = [x for x, _ in reach], [y for _, y in reach]
    if (
        len(reach) < 4
        or max(xs) < -MARGIN
        or min(xs) > WIDTH + MARGIN
        or max(ys) < -MARGIN
        or min(ys) > HEIGHT + MARGIN
    ):
        return []
    return [round(value * 100) for point in reach for value in point]


def main(file: Path) -> None:
    shapes = read_shapes(file)
    return_crimea(shapes)
    shapes["NO"] = [shape for shape in shapes["NO"] if min(y for _, y in shape[0]) < 72]
    outlines = {code: [flat for shape in shapes[code] for ring in shape if (flat := outline(ring))] for code in shapes}
    data = {
        "source": "Natural Earth 4.1.0, public domain, by npm world-atlas 2.0.2",
        "centres": {code: centre(shapes[code]) for code in sorted(shapes)},
        "outlines": {code: outlines[code] for code in sorted(outlines) if outlines[code] and code != "GL"},
    }
    DATA_FILE.write_text(json.dumps(data, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
