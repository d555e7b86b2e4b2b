"""Handwriting and stamps: what people add to a printed page.

A mark is drawn as strokes in millimetres, each point with its own width, on a
supersampled tile that is then laid on the page as ink on paper (it darkens
what is below, it never hides it).  A Writer has a family of shapes and a pen;
the same writer signs alike, never twice the same.
"""

import math
import random
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

FAMILIES = ("cursive", "zigzag", "paraph", "scribble", "flourish", "wave")
INKS = {"blue": (28, 62, 170), "dark blue": (18, 30, 92), "black": (24, 24, 28)}
PENS = {"ballpoint": 0.38, "felt": 0.75, "fine": 0.26}  # Width of the line in mm.
STAMP_INKS = {"violet": (96, 40, 150), "blue": (32, 72, 180), "red": (190, 36, 48), "black": (36, 34, 38)}
STAMP_FONT = "/usr/share/fonts/truetype/liberation2/LiberationSans-Bold.ttf"
SUPERSAMPLE = 3

# Letters and digits as strokes on a grid, x 0..4 and y 0 (top)..6 (line): "xyxy|xy".
GLYPHS = {
    "A": "062046|1434", "B": "0600|00304223|0323|3344453606", "C": "41300103153645",
    "D": "0006|00304244263606", "E": "40000646|0333", "F": "400006|0333", "G": "4130010315364533|2343",
    "H": "0006|4046|0343", "I": "2026", "J": "3034251504", "K": "0006|4003|1346", "L": "000646",
    "M": "0600234046", "N": "06004640", "O": "2001051646443020", "P": "0600304223|0323",
    "Q": "2001051646443020|3446", "R": "0600304223|0323|2346", "S": "4130101122334435161605",
    "T": "0040|2026", "U": "0004153644|4440", "V": "002640", "W": "0016223640", "X": "0046|4006",
    "Y": "0023|4023|2326", "Z": "00400646", "0": "2001051646443020", "1": "112026",
    "2": "0120304205|0646", "3": "0040234345361605", "4": "30044434|3036", "5": "4000021232443606",
    "6": "3001041636443303", "7": "004016", "8": "2001224436160422413020", "9": "4230101122424526",
    "/": "4006", " ": "",
}


@dataclass(frozen=True)
class Writer:
    id: str
    seed: int
    family: str
    ink: str
    pen: str
    slant: float
    name: str
    initials: str

    def truth(self):
        return {"id": self.id, "seed": self.seed, "family": self.family, "ink": self.ink, "pen": self.pen}


def writer(id, name, initials, seed):
    """A writer; `name` and `initials` are upper case without accents."""
    rng = random.Random(seed)
    return Writer(id, seed, rng.choice(FAMILIES), rng.choice(list(INKS)), rng.choice(list(PENS)),
                  rng.uniform(-0.05, 0.45), name, initials)


# Strokes: (n, 2) arrays, x to the right and y down, any unit; they are fitted to a box later.

def smooth(points, per_span=14):
    """A Catmull-Rom curve through the points: a chain of cubic Béziers."""
    p = np.asarray(points, float)
    p = np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    t = np.linspace(0, 1, per_span, endpoint=False)[:, None]
    spans = [0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
             for a, b, c, d in zip(p, p[1:], p[2:], p[3:])]
    return np.vstack([*spans, p[-2:-1]])


def straight(points, per_span=14):
    p = np.asarray(points, float)
    t = np.linspace(0, 1, per_span, endpoint=False)[:, None]
    return np.vstack([*(a + (b - a) * t for a, b in zip(p, p[1:])), p[-1:]])


def letters(rng, text, wobble=0.25):
    """Block letters by hand, one after the other."""
    strokes, x = [], 0.0
    for char in text:
        for spec in GLYPHS[char].split("|"):
            points = [(x + int(a) + rng.uniform(-wobble, wobble), int(b) + rng.uniform(-wobble, wobble))
                      for a, b in zip(spec[::2], spec[1::2])]
            if len(points) > 1:
                strokes.append(straight(points, 6) if len(points) < 4 else smooth(points, 6))
        x += 3.2 if char in "1I/ " else 5.6
    return strokes


def cursive(rng, _who):
    points, x = [(0, 3)], 0.0
    points += [(0.8, -2.5), (2.2, -1.5), (1.2, 4.2)]
    for letter in range(rng.randint(4, 8)):
        step = rng.uniform(1.2, 2.2)
        high = rng.choice((0.6, 0.9, 1.1, -2.2))
        if rng.random() < 0.2:
            points += [(x + 2.4, 2.0), (x + 2.6, 6.5), (x + 1.5, 6.2), (x + 2.8, 3.4)]
        else:
            points += [(x + 2.2, 3.6), (x + 3.2, high), (x + 2.3, high + 0.2), (x + 2.9, 3.9)]
        x += step
    points += [(x + 4.5, 3.4), (x + 6, 2.6)]
    return [smooth(points)]


def zigzag(rng, _who):
    points, x, height = [(0, 4)], 0.0, 6.0
    for _ in range(rng.randint(5, 9)):
        x += rng.uniform(0.7, 1.6)
        points.append((x, 4 - height * rng.uniform(0.6, 1.1)))
        x += rng.uniform(0.3, 1.0)
        points.append((x, 4 + height * rng.uniform(0.0, 0.35)))
        height *= 0.86
    points.append((x + rng.uniform(4, 8), rng.uniform(2, 4)))
    return [straight(points)]


def paraph(rng, who):
    first = letters(rng, who.initials[0], 0.4)
    second = [stroke + (4.4, 0.6) for stroke in letters(rng, who.initials[1], 0.4)]
    under = [(-1, 7.4), (6, 6.9), (11, 7.2), (12.2, 8.4), (9.5, 9), (8.8, 7.6), (12, 6.3), (15, 6.0)]
    return first + second + [smooth(under)]


def scribble(rng, _who):
    turns = rng.randint(16, 26)
    points = [(rng.uniform(1.6, 3.0) * math.cos(1.45 * k) + 0.17 * k, rng.uniform(0.9, 1.8) * math.sin(1.45 * k))
              for k in range(turns)]
    return [smooth(points + [(turns * 0.17 + 4, -0.6)])]


def flourish(rng, _who):
    stem = [(0, 6), (1.6, -3.5), (2.8, -4.6), (2.6, -2), (1.0, 6.5), (1.8, 4.6)]
    tail = [(2.2 + 1.1 * k, 4.8 + rng.uniform(-1.1, 1.1)) for k in range(1, rng.randint(6, 10))]
    end = tail[-1][0]
    sweep = [(end + 3, 3.4), (end + 4, 6.4), (end * 0.5, 7.6), (-1.5, 7.9)]
    return [smooth(stem + tail + sweep)]


def wave(rng, _who):
    points = [(k * 0.9, 2.2 * math.sin(k * 1.5 + rng.uniform(-0.3, 0.3)) * (1 - k / 26)) for k in range(rng.randint(13, 18))]
    bar = [(1, rng.uniform(-2, 1)), (points[-1][0] + 2, rng.uniform(-2.5, -0.5))]
    return [smooth(points), straight(bar)]


SHAPES = {"cursive": cursive, "zigzag": zigzag, "paraph": paraph, "scribble": scribble,
          "flourish": flourish, "wave": wave}


def fitted(strokes, box, slant=0.0):
    """The strokes moved and scaled, proportions mostly kept, to fill `box` (mm)."""
    strokes = [stroke + np.column_stack([-slant * stroke[:, 1], np.zeros(len(stroke))]) for stroke in strokes]
    every = np.vstack(strokes)
    low, span = every.min(0), np.ptp(every, 0)
    room = np.array([box[2] - box[0], box[3] - box[1]])
    scale = np.minimum(room / np.maximum(span, 1e-6), (room / np.maximum(span, 1e-6)).min() * 1.25)
    start = np.array(box[:2]) + (room - span * scale) / 2
    return [(stroke - low) * scale + start for stroke in strokes]


def shaken(strokes, rng, amount=0.12):
    """The same strokes by the same hand another day: they wander by about `amount` mm."""
    noise = np.random.default_rng(rng.getrandbits(32))
    moved = []
    for stroke in strokes:
        knots = np.arange(0, len(stroke) + 9, 9)
        drift = noise.normal(0, amount, (2, len(knots)))
        at = np.arange(len(stroke))
        moved.append(stroke + np.column_stack([np.interp(at, knots, line) for line in drift]))
    return moved


# Ink on paper.

def _texture(rng, size, grain):
    """Low-frequency unevenness, 0..255, of the given size."""
    small = np.random.default_rng(rng.getrandbits(32)).normal(200, 60, (max(2, size[1] // grain), max(2, size[0] // grain)))
    return Image.fromarray(small.clip(60, 255).astype(np.uint8)).resize(size, Image.BILINEAR)


def _lay(page, mask, color, corner):
    """Darkens the page, an RGB image, with ink where the mask says so."""
    ink = Image.merge("RGB", [mask.point([255 - v * (255 - c) // 255 for v in range(256)]) for c in color])
    box = (corner[0], corner[1], corner[0] + mask.width, corner[1] + mask.height)
    page.paste(ImageChops.multiply(page.crop(box), ink), box[:2])


def draw(page, dpi, strokes, ink, pen, rng):
    """Draws strokes (mm) with a pen: width follows speed, the ink has its grain."""
    every, width, unit = np.vstack(strokes), PENS[pen], dpi / 25.4 * SUPERSAMPLE
    corner = np.floor((every.min(0) - 2) * dpi / 25.4).astype(int)
    size = np.ceil((np.ptp(every, 0) + 4) * dpi / 25.4).astype(int) * SUPERSAMPLE
    mask = Image.new("L", tuple(size.tolist()))
    canvas = ImageDraw.Draw(mask)
    for stroke in strokes:
        points = (stroke * unit - corner * SUPERSAMPLE)
        speed = np.linalg.norm(np.gradient(stroke, axis=0), axis=1)
        slow = 1 - speed / (speed.max() + 1e-9)
        widths = width * unit * (0.75 + 0.45 * slow) * rng.uniform(0.9, 1.1)
        if pen != "felt":  # The pen lands and leaves.
            widths[:3] *= (0.5, 0.7, 0.9)[:len(widths[:3])]
            widths[-3:] *= (0.9, 0.7, 0.5)[:len(widths[-3:])]
        for (x0, y0), (x1, y1), w in zip(points, points[1:], widths):
            canvas.line((x0, y0, x1, y1), 255, max(1, round(w)))
            canvas.ellipse((x1 - w / 2, y1 - w / 2, x1 + w / 2, y1 + w / 2), 255)
    mask = mask.resize((mask.width // SUPERSAMPLE, mask.height // SUPERSAMPLE), Image.BOX)
    if pen == "felt":
        mask = mask.filter(ImageFilter.GaussianBlur(dpi / 500))
    else:
        mask = ImageChops.multiply(mask, _texture(rng, mask.size, 3).point(lambda v: 120 + v * 135 // 255))
    _lay(page, mask, INKS[ink], corner.tolist())


def grown(box, by):
    return (box[0] - by, box[1] - by, box[2] + by, box[3] + by)


def sign(page, dpi, box, who, rng, overflow=0.0):
    """A signature in `box` (mm); it leaves the box by up to `overflow` mm."""
    shape = SHAPES[who.family](random.Random(who.seed), who)
    width, height = box[2] - box[0], box[3] - box[1]
    if overflow:
        place = grown(box, overflow)
    else:
        w, h = width * rng.uniform(0.55, 0.85), height * rng.uniform(0.55, 0.85)
        x, y = rng.uniform(box[0] + 1, box[2] - w - 1), rng.uniform(box[1] + 1, box[3] - h - 1)
        place = (x, y, x + w, y + h)
    draw(page, dpi, shaken(fitted(shape, place, who.slant), rng), who.ink, who.pen, rng)


def print_name(page, dpi, box, who, rng):
    """The name in block capitals across the box: it says who, it does not sign."""
    place = (box[0] + 6, box[1] + 5, box[2] - 6, box[3] - 5)
    draw(page, dpi, shaken(fitted(letters(rng, who.name[:9], 0.3), place, who.slant), rng), who.ink, who.pen, rng)


def initial(page, dpi, box, who, rng):
    """Two small letters only: a visa, not a signature."""
    w, h = 8.0, 5.0
    x = rng.uniform(box[0] + 2, box[2] - w - 2)
    y = rng.uniform(box[1] + 1.5, box[3] - h - 1.5)
    strokes = fitted(letters(rng, who.initials, 0.35), (x, y, x + w, y + h), 0.2)
    draw(page, dpi, strokes, who.ink, who.pen, rng)


def write(page, dpi, box, text, who, rng):
    """Block characters on one line, as in a date; a narrow box makes them smaller."""
    inner = (box[0] + 1.5, box[1] + 1.0, min(box[2] - 1.5, box[0] + 1.5 + 3.0 * len(text)), box[3] - 1.0)
    draw(page, dpi, fitted(letters(rng, text), inner), who.ink, "fine" if who.pen == "fine" else "ballpoint", rng)


def tick(page, dpi, box, who, rng):
    """Ticks a check box: a tick, a cross or a filled box."""
    style = rng.choice(("tick", "cross", "filled"))
    w, h = box[2] - box[0], box[3] - box[1]

    def at(x, y):
        return (box[0] + w * (x + rng.uniform(-0.06, 0.06)), box[1] + h * (y + rng.uniform(-0.06, 0.06)))

    if style == "tick":
        strokes = [straight([at(0.15, 0.5), at(0.42, 0.88), at(1.15, -0.25)])]
    elif style == "cross":
        strokes = [straight([at(0.08, 0.08), at(0.92, 0.92)]), straight([at(0.92, 0.1), at(0.08, 0.9)])]
    else:
        strokes = [straight([at(0.12 + 0.76 * (k % 2), 0.1 + k * 0.08) for k in range(11)])]
    draw(page, dpi, strokes, who.ink, who.pen, rng)


def _round_stamp(size, ring, centre, unit):
    mask = Image.new("L", (size, size))
    canvas = ImageDraw.Draw(mask)
    canvas.ellipse((2, 2, size - 3, size - 3), outline=255, width=round(0.7 * unit))
    inner = round(size * 0.2)
    canvas.ellipse((inner, inner, size - inner, size - inner), outline=255, width=round(0.35 * unit))
    font = ImageFont.truetype(STAMP_FONT, round(size * 0.12))
    step = 2 * math.pi / max(len(ring) + 3, 26)
    for k, char in enumerate(ring):
        angle = (k - (len(ring) - 1) / 2) * step
        tile = Image.new("L", (round(size * 0.17),) * 2)
        ImageDraw.Draw(tile).text((tile.width / 2, tile.height / 2), char, 255, font, anchor="mm")
        tile = tile.rotate(-math.degrees(angle), Image.BICUBIC)
        x, y = size / 2 + size * 0.4 * math.sin(angle), size / 2 - size * 0.4 * math.cos(angle)
        mask.paste(255, (round(x - tile.width / 2), round(y - tile.height / 2)), tile)
    small = ImageFont.truetype(STAMP_FONT, round(size * 0.085))
    canvas.multiline_text((size / 2, size / 2), centre, 255, small, anchor="mm", align="center")
    return mask


def _square_stamp(width, height, text, unit):
    mask = Image.new("L", (width, height))
    canvas = ImageDraw.Draw(mask)
    canvas.rectangle((2, 2, width - 3, height - 3), outline=255, width=round(0.6 * unit))
    size = round(height * 0.7 / (text.count("\n") + 1))
    across = canvas.multiline_textbbox((0, 0), text, ImageFont.truetype(STAMP_FONT, size))[2]
    size = round(size * min(1, width * 0.88 / across))
    canvas.multiline_text((width / 2, height / 2), text, 255, ImageFont.truetype(STAMP_FONT, size),
                          anchor="mm", align="center", spacing=round(size * 0.25))
    return mask


def stamp(page, dpi, box, lines, rng):
    """A rubber stamp inside `box` (mm), unevenly inked.  The same words are the same stamp and the same pad."""
    own = random.Random("|".join(lines))
    style, ink = own.choice(("round", "round", "rectangular")), own.choice(list(STAMP_INKS))
    unit = dpi / 25.4
    width, height = box[2] - box[0], box[3] - box[1]
    if style == "round":
        size = round(min(width, height, 36) * rng.uniform(0.88, 0.97) * unit)
        mask = _round_stamp(size, lines[0][:34], "\n".join(lines[1:]), unit)
    else:
        wide = min(width * 0.9, 52) * rng.uniform(0.85, 1)
        mask = _square_stamp(round(wide * unit), round(min(height * 0.8, wide * 0.45) * unit), "\n".join(lines), unit)
    mask = mask.rotate(rng.uniform(-9, 9), Image.BICUBIC, expand=True)
    scale = min(1, width * unit / mask.width, height * unit / mask.height)
    mask = mask.resize((int(mask.width * scale), int(mask.height * scale)), Image.LANCZOS)
    mask = ImageChops.multiply(mask, _texture(rng, mask.size, round(4 * unit)))
    mask = ImageChops.multiply(mask, _texture(rng, mask.size, 2)).filter(ImageFilter.GaussianBlur(dpi / 400))
    x = box[0] * unit + rng.uniform(0, max(0, width * unit - mask.width))
    y = box[1] * unit + rng.uniform(0, max(0, height * unit - mask.height))
    _lay(page, mask, STAMP_INKS[ink], (round(x), round(y)))
