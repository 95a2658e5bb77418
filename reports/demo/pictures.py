"""Drawn "photos" for the demonstration: layered landscapes and workplaces, never people."""

import io
import math
import random

from PIL import Image, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
SKIES: list[tuple[Colour, Colour]] = [
    ((232, 222, 200), (160, 190, 200)),
    ((244, 214, 170), (110, 150, 175)),
    ((220, 230, 232), (150, 180, 192)),
    ((214, 196, 190), (70, 100, 130)),
]
WALLS: list[Colour] = [(173, 75, 51), (208, 137, 58), (230, 223, 205), (77, 127, 144), (111, 138, 102)]
DEEP: Colour = (29, 79, 102)
NIGHT: Colour = (18, 48, 63)


def picture(kind: str, seed: int, size: tuple[int, int] = (1600, 1200)) -> bytes:
    """A JPEG of `kind` (mountains, harbour, town, workshop); the same seed draws the same picture."""
    chance = random.Random(f"{kind}{seed}")
    width, height = size
    image = gradient(size, *chance.choice(SKIES))
    draw = ImageDraw.Draw(image, "RGBA")
    {"mountains": mountains, "harbour": harbour, "town": town, "workshop": workshop}[kind](draw, chance, width, height)
    out = io.BytesIO()
    image.filter(ImageFilter.SMOOTH).save(out, "JPEG", quality=86)
    return out.getvalue()


def gradient(size: tuple[int, int], low: Colour, high: Colour) -> Image.Image:
    column = Image.new("RGB", (1, 256))
    for y in range(256):
        share = y / 255
        column.putpixel((0, y), tuple(int(a + (b - a) * share) for a, b in zip(high, low, strict=True)))
    width, height = size
    return column.resize((1, height)).resize((width, height), Image.Resampling.NEAREST)


def ridge(chance: random.Random, width: int, base: float, rise: float) -> list[tuple[float, float]]:
    waves = [(chance.uniform(1, 7), chance.uniform(0, 7), chance.uniform(0.2, 1)) for _ in range(6)]
    total = sum(wave[2] for wave in waves)
    points = []
    for step in range(161):
        x = step / 160
        lift = sum(math.sin(x * pace * 4 + shift) * weight for pace, shift, weight in waves) / total
        points.append((x * width, base - rise * (0.5 + 0.5 * lift)))
    return points


def mountains(draw, chance: random.Random, width: int, height: int) -> None:
    sun_x = chance.uniform(0.2, 0.8) * width
    draw.ellipse((sun_x - 70, height * 0.2, sun_x + 70, height * 0.2 + 140), fill=(250, 225, 160, 230))
    for layer in range(5):
        share = layer / 4
        shade = tuple(int(a + (b - a) * share) for a, b in zip((176, 198, 203), (38, 82, 86), strict=True))
        points = ridge(chance, width, height * (0.52 + 0.13 * layer), height * (0.3 - 0.045 * layer))
        draw.polygon([*points, (width, height), (0, height)], fill=shade)


def water(draw, chance: random.Random, width: int, height: int, top: float) -> None:
    draw.rectangle((0, top, width, height), fill=(67, 114, 129))
    for _ in range(160):
        y = chance.uniform(top + 4, height)
        length = 20 + 120 * (y - top) / (height - top)
        x = chance.uniform(-50, width)
        draw.line((x, y, x + length, y), fill=(150, 185, 192, 110), width=3)


def harbour(draw, chance: random.Random, width: int, height: int) -> None:
    top = height * 0.6
    draw.polygon([*ridge(chance, width, top, height * 0.12), (width, top), (0, top)], fill=(168, 188, 190))
    water(draw, chance, width, height, top)
    for place in (0.12, 0.32, 0.82):
        crane(draw, place * width + chance.uniform(-40, 40), top + 6, chance.uniform(0.8, 1.2) * height / 1200)
    left, deck = width * 0.36, top + height * 0.1
    for column in range(11):
        for row in range(chance.randint(2, 5)):
            x, y = left + 40 + column * 58, deck - 20 - (row + 1) * 34
            draw.rectangle((x, y, x + 54, y + 31), fill=chance.choice(WALLS))
    draw.polygon(
        [(left, deck - 20), (left + 760, deck - 20), (left + 730, deck + 90), (left + 50, deck + 90)], fill=NIGHT
    )
    draw.line((left + 20, deck + 52, left + 742, deck + 52), fill=WALLS[0], width=22)


def crane(draw, x: float, base: float, scale: float) -> None:
    for offset in (0, 90):
        draw.line(
            (x + offset * scale, base, x + offset * scale, base - 300 * scale),
            fill=DEEP,
            width=max(3, int(10 * scale)),
        )
    draw.line(
        (x - 220 * scale, base - 300 * scale, x + 200 * scale, base - 300 * scale),
        fill=DEEP,
        width=max(3, int(14 * scale)),
    )
    for end in (-210, 190):
        draw.line((x + 45 * scale, base - 420 * scale, x + end * scale, base - 300 * scale), fill=DEEP, width=3)


def town(draw, chance: random.Random, width: int, height: int) -> None:
    base = height * 0.74
    draw.polygon([*ridge(chance, width, base, height * 0.3), (width, base), (0, base)], fill=(134, 163, 177))
    x = -30.0
    while x < width:
        wide, tall = chance.uniform(120, 210), chance.uniform(180, 420)
        house(draw, chance, x, base, wide, tall)
        x += wide + chance.choice((0, 0, 8))
    draw.rectangle((0, base, width, height), fill=(96, 104, 100))
    for stone in range(90):
        y = base + 12 + (stone // 15) * 50
        sx = (stone % 15) * 115 + (stone // 15 % 2) * 55
        draw.rectangle((sx, y, sx + 100, y + 36), fill=(118, 126, 121))


def house(draw, chance: random.Random, x: float, base: float, wide: float, tall: float) -> None:
    top = base - tall
    draw.rectangle((x, top, x + wide, base), fill=chance.choice(WALLS))
    draw.polygon([(x - 8, top), (x + wide / 2, top - wide * 0.45), (x + wide + 8, top)], fill=NIGHT)
    for row in range(int(tall // 90)):
        for column in range(2):
            wx, wy = x + wide * (0.2 + 0.38 * column), top + 24 + row * 86
            draw.rectangle((wx, wy, wx + wide * 0.22, wy + 52), fill=chance.choice([(247, 220, 147), (207, 224, 223)]))


def workshop(draw, chance: random.Random, width: int, height: int) -> None:
    draw.rectangle((0, 0, width, height * 0.78), fill=(222, 226, 217))
    draw.rectangle((0, height * 0.78, width, height), fill=(160, 160, 145))
    for window in range(4):
        x = width * (0.06 + 0.2 * window)
        draw.rectangle(
            (x, height * 0.08, x + width * 0.16, height * 0.34), fill=(206, 220, 214), outline=DEEP, width=8
        )
    draw.rectangle((width * 0.86, height * 0.1, width * 0.98, height * 0.55), fill=(63, 98, 112))
    for tool in range(6):
        x = width * 0.875 + tool * width * 0.018
        draw.line((x, height * 0.14, x, height * chance.uniform(0.2, 0.34)), fill=(225, 220, 205), width=9)
    car(draw, width * 0.2, height * 0.62, width / 1600, chance.choice([DEEP, WALLS[0], WALLS[1], WALLS[4]]))


def car(draw, x: float, y: float, scale: float, paint: Colour) -> None:
    body = [
        (0, 120),
        (30, 60),
        (160, 45),
        (250, -40),
        (480, -40),
        (600, 50),
        (720, 70),
        (750, 120),
        (740, 160),
        (5, 160),
    ]
    draw.polygon([(x + a * scale, y + b * scale) for a, b in body], fill=paint)
    for glass in ([(190, 45), (262, -22), (355, -22), (355, 45)], [(372, 45), (372, -22), (470, -22), (560, 45)]):
        draw.polygon([(x + a * scale, y + b * scale) for a, b in glass], fill=(207, 224, 223))
    for wheel in (150, 600):
        cx, cy = x + wheel * scale, y + 160 * scale
        draw.ellipse((cx - 66 * scale, cy - 66 * scale, cx + 66 * scale, cy + 66 * scale), fill=(28, 42, 51))
        draw.ellipse((cx - 30 * scale, cy - 30 * scale, cx + 30 * scale, cy + 30 * scale), fill=(185, 194, 191))
