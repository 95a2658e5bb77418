from xml.etree import ElementTree

import pytest

from portal.common import charts, europe_map, svg
from portal.common.europe_map import Box, Destination, Home
from portal.common.europe_map import europe_map as draw_map

LONG = "Ļoti gara kvalifikācija <ar> nosaukumu & piezīmi, kas neietilpst nevienā slejā un turpinās vēl"
HOME = Home("LV", "Daugavpils", 26.54, 55.87)


def parsed(drawing: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawing)  # noqa: S314 - our own drawing


@pytest.mark.parametrize("count", [0, 1, 30])
@pytest.mark.parametrize("label", ["Īss", LONG])
def test_charts_take_any_number_of_rows(count, label):
    rows = [(f"{label} {i}", i, i * 2) for i in range(count)]
    names = [name for name, *_ in rows]
    cells = {(i, j): (None if i == j else i + j) for i in range(count) for j in range(count)}
    series = [charts.Series(name, {label: 4.5}) for name in names[:6]]
    for drawing in (
        charts.bars([row[:2] for row in rows], 170, "Rows"),
        charts.paired_bars(rows, 170, "Rows", names=("now", "before")),
        charts.bullets(rows, 170, "Rows"),
        charts.matrix(names, names, cells, ["1"] * count, ["1"] * count, "1", 170, "Rows"),
        charts.ratings(names[:4], series, 170, "Rows"),
    ):
        picture = parsed(drawing)
        assert picture[0].tag.endswith("title") and picture[0].text.startswith("Rows")
        assert float(picture.get("viewBox").split()[3]) >= charts.EMPTY_HEIGHT


def test_bars_are_sorted_and_carry_their_numbers():
    texts = [each.text for each in parsed(charts.bars([("few", 2), ("many", 1234)], 100, "t")).iter() if each.text]
    assert texts.index("many") < texts.index("few")
    assert "2" in texts


def test_bars_stay_on_the_drawing():
    for each in parsed(charts.bars([(LONG, 9), ("b", 4)], 120, "t")).iter():
        if each.tag.endswith("rect"):
            assert float(each.get("x")) + float(each.get("width")) <= 120


def test_page_theme_has_no_fixed_size():
    picture = parsed(charts.bars([("a", 1)], 100, "t", theme=charts.SCREEN))
    assert picture.get("width") is None and picture[1].tag.endswith("desc")
    assert picture.find(".//*[@class='bar']") is not None


def test_long_words_are_shortened_to_their_room():
    lines = svg.wrap(LONG, 30, 3.1)
    assert len(lines) == 2 and lines[-1].endswith(svg.ELLIPSIS)
    assert all(svg.text_width(line, 3.1) <= 30 for line in lines)


def inside(flat: list[int], x: float, y: float) -> bool:
    points = list(zip(flat[::2], flat[1::2], strict=True))
    found = False
    for (a, b), (c, d) in zip(points, points[1:] + points[:1], strict=True):
        if (b > y) != (d > y) and x < (c - a) * (y - b) / (d - b) + a:
            found = not found
    return found


def test_crimea_is_in_ukraine():
    x, y = (value * 100 for value in europe_map.locate(34.1, 45.0))
    outlines = europe_map.load()["outlines"]
    assert any(inside(flat, x, y) for flat in outlines["UA"])
    assert not any(inside(flat, x, y) for flat in outlines["RU"])


def test_riga_is_in_latvia():
    x, y = (value * 100 for value in europe_map.locate(24.1, 56.9))
    assert any(inside(flat, x, y) for flat in europe_map.load()["outlines"]["LV"])


def labels(destinations: list[Destination]) -> list[tuple[float, float]]:
    drawing = parsed(draw_map(HOME, destinations, "Map"))
    wanted = {each.name for each in destinations}
    return [
        (float(t.get("x")), float(t.get("y"))) for t in drawing.iter() if t.tag.endswith("text") and t.text in wanted
    ]


def test_labels_of_neighbours_do_not_collide():
    codes = ["PT", "ES", "FR", "BE", "NL", "LU", "DE", "CH", "AT", "CZ", "IT", "SI"]
    places = labels([Destination(code, f"name {code}", 5, "5") for code in codes])
    boxes = [Box(x - 5, y - 8, x + 5, y) for x, y in places]
    assert len(boxes) == len(codes)
    assert sum(a.overlap(b) > 8 for i, a in enumerate(boxes) for b in boxes[:i]) == 0


def test_arcs_end_at_the_first_town_and_labels_stand_off_the_arcs():
    towns = {
        "DE": ((9.99, 53.55), (12.37, 51.34)),
        "FR": ((4.83, 45.76),),
        "ES": ((-5.98, 37.39),),
        "PT": ((-8.4, 41.5),),
    }
    went = [Destination(code, f"name {code}", 5, "5", points) for code, points in towns.items()]
    drawing = draw_map(HOME, went, "Map")
    for points in towns.values():
        x, y = europe_map.locate(*points[0])
        assert f' {x:.1f} {y:.1f}"' in drawing
    start = europe_map.locate(HOME.lon, HOME.lat)
    arcs = europe_map._arcs(start, [europe_map.locate(*points[0]) for points in towns.values()])
    passed = [point for arc in arcs for point in europe_map._along(start, arc)]
    for x, y in labels(went):
        box = Box(x - 2.5, y - 8, x + 2.5, y)
        assert not any(box.holds(point) for point in passed)


def test_countries_off_the_map_are_named_at_its_edge():
    places = labels(
        [Destination("GE", "Gruzija", 2, "2"), Destination("JP", "Japāna", 1, "1"), Destination("XX", "?", 1, "1")]
    )
    assert len(places) == 3
    assert all(0 < x < 210 and 60 < y < 245 for x, y in places)


def test_map_without_destinations():
    assert parsed(draw_map(HOME, [], "Map")) is not None
