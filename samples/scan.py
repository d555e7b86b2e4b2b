"""A scanner: what a printed, signed sheet becomes on its way to a file.

Each sheet is printed a little too small or too large, laid askew, lit
unevenly, blurred, noised, turned, then encoded as a real device does: one
image a page in a PDF (JPEG or fax G4), or a multi-page TIFF.
"""

import io
import random
from dataclasses import asdict, dataclass, replace

import numpy as np
from PIL import Image, ImageChops, ImageFilter

A4_MM = (210, 297)
NOISE = 512  # Side of the tile of noise.


@dataclass(frozen=True)
class Look:
    """How one page is scanned; lengths in mm, angles in degrees."""
    dpi: int = 200
    mode: str = "color"  # color | grey | fax
    skew: float = 0.0
    scale: float = 1.0
    shift: tuple = (0.0, 0.0)
    turn: int = 0  # Clockwise quarter turn given to the sheet: 0, 90, 180, 270.
    noise: float = 3.0
    blur: float = 0.4
    light: float = 0.0  # Share of the light lost at the darkest corner.
    tone: tuple = (253, 252, 249)
    quality: int = 80

    def truth(self):
        return asdict(self)


def device(rng, hard=False):
    """A scanner and its settings, shared by the pages of one file."""
    mode = rng.choices(("color", "grey", "fax"), (4, 4, 2))[0]
    return Look(dpi=200 if mode != "grey" else rng.choice((200, 200, 250, 300)), mode=mode,
                scale=round(rng.uniform(0.94, 1.02) if hard else rng.uniform(0.965, 1.01), 3),
                noise=round(rng.uniform(2, 9 if hard else 5), 1), blur=round(rng.uniform(0.2, 0.8 if hard else 0.6), 2),
                light=round(rng.uniform(0, 0.35 if hard else 0.15), 2), quality=rng.randint(55 if hard else 70, 90),
                tone=rng.choice(((255, 255, 255), (253, 252, 249), (248, 247, 242), (246, 248, 250))))


def sheet(rng, device, hard=False):
    """How one sheet lies in that device."""
    skew = rng.choice((-5, 5)) * rng.uniform(0.8, 1) if hard and rng.random() < 0.25 else rng.gauss(0, 0.9)
    return replace(device, skew=round(max(-5, min(5, skew)), 2),
                   shift=(round(rng.uniform(-2, 2), 1), round(rng.uniform(-2, 2), 1)))


def scanned(page, look, rng):
    """The page, an RGB image at look.dpi, as the scanner sees it."""
    if look.mode != "color":
        page = page.convert("L")
    page = _moved(page, look)
    page = _lit(page, look, rng)
    if look.blur:
        page = page.filter(ImageFilter.BoxBlur(look.blur * look.dpi / 200))
    page = _noised(page, look.noise, rng)
    if look.turn:
        page = page.transpose({90: Image.ROTATE_270, 180: Image.ROTATE_180, 270: Image.ROTATE_90}[look.turn])
    return page.point(lambda v: 255 * (v > 165)).convert("1") if look.mode == "fax" else page


def _moved(page, look):
    """Print scale, skew and translation in one pass; a large skew widens the scan so that nothing is cut."""
    unit = look.dpi / 25.4
    room = 0 if abs(look.skew) < 2 else 2 * 138 * np.sin(np.radians(abs(look.skew))) - 4
    size = tuple(round((side + room) * unit) for side in A4_MM)
    angle, zoom = np.radians(look.skew), 1 / look.scale
    a, b = np.cos(angle) * zoom, np.sin(angle) * zoom
    cx, cy = size[0] / 2 + look.shift[0] * unit, size[1] / 2 + look.shift[1] * unit
    px, py = page.width / 2, page.height / 2
    back = (a, b, px - a * cx - b * cy, -b, a, py + b * cx - a * cy)
    return page.transform(size, Image.AFFINE, back, Image.BILINEAR, fillcolor=(255,) * len(page.getbands()))


def _lit(page, look, rng):
    """Paper tone, and light that falls off towards one side or corner."""
    if look.light:
        x, y = np.meshgrid(np.linspace(-1, 1, 32), np.linspace(-1, 1, 44))
        fall = (x * rng.uniform(-1, 1) + y * rng.uniform(-1, 1) + 0.4 * x * x).clip(-2, 2)
        fall = (fall - fall.min()) / (np.ptp(fall) + 1e-9) * look.light
        shade = Image.fromarray((255 * (1 - fall)).astype(np.uint8)).resize(page.size, Image.BICUBIC)
        page = ImageChops.multiply(page, Image.merge("RGB", [shade] * 3) if page.mode == "RGB" else shade)
    tone = look.tone if page.mode == "RGB" else (sum(look.tone) // 3,)
    return page.point([v * level // 255 for level in tone for v in range(256)])


def _noised(page, amount, rng):
    random_bits = np.random.default_rng(rng.getrandbits(32))
    bands = len(page.getbands())
    tile = random_bits.normal(128, amount, (NOISE, NOISE, bands)).clip(0, 255).astype(np.uint8).squeeze()
    down, across = -(-page.height // NOISE), -(-page.width // NOISE)
    tiled = np.tile(tile, (down, across) + (1,) * (tile.ndim - 2))[:page.height, :page.width]
    return ImageChops.add(page, Image.fromarray(np.ascontiguousarray(tiled)), 1, -128)


# Files.

def jpeg(image, dpi, quality=80):
    data = io.BytesIO()
    image.save(data, "JPEG", quality=quality, dpi=(dpi, dpi))
    return data.getvalue()


def _g4(image):
    """The CCITT G4 strip of a 1-bit image, taken out of a one-strip TIFF."""
    data = io.BytesIO()
    image.save(data, "TIFF", compression="group4", strip_size=1 << 26)
    data.seek(0)
    tags = Image.open(data).tag_v2
    start, length = tags[273][0], tags[279][0]
    black_is_1 = tags[262] == 0
    return data.getvalue()[start:start + length], black_is_1


def pdf(pages):
    """A PDF of (image, Look) pages, one image a page; the same pages give the same bytes."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [%s] /Count %d >>" % (
        " ".join(f"{3 + 3 * k} 0 R" for k in range(len(pages))), len(pages))]
    for k, (image, look) in enumerate(pages):
        width, height = (side * 72 / look.dpi for side in image.size)
        if image.mode == "1":
            data, black_is_1 = _g4(image)
            filters = (f"/CCITTFaxDecode /DecodeParms << /K -1 /Columns {image.width} /Rows {image.height} "
                       f"/BlackIs1 {'false' if black_is_1 else 'true'} >>")
            colors, bits = "DeviceGray", 1
        else:
            data, filters, bits = jpeg(image, look.dpi, look.quality), "/DCTDecode", 8
            colors = "DeviceRGB" if image.mode == "RGB" else "DeviceGray"
        content = f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Im0 Do Q"
        first = 3 + 3 * k
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:.3f} {height:.3f}] /Contents {first + 1} 0 R "
            f"/Resources << /XObject << /Im0 {first + 2} 0 R >> >> >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
            (f"<< /Type /XObject /Subtype /Image /Width {image.width} /Height {image.height} /ColorSpace /{colors} "
             f"/BitsPerComponent {bits} /Filter {filters} /Length {len(data)} >>\nstream\n").encode()
            + data + b"\nendstream"]
    out, offsets = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        body = body.encode() if isinstance(body, str) else body
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def tiff(pages):
    """A multi-page TIFF: G4 for fax pages, else JPEG or LZW by the first page's quality."""
    images = [image for image, _ in pages]
    look = pages[0][1]
    if look.mode == "fax":
        settings = {"compression": "group4"}
    elif look.quality % 2:
        settings = {"compression": "tiff_lzw"}
    else:
        settings = {"compression": "jpeg", "quality": look.quality}
    data = io.BytesIO()
    images[0].save(data, "TIFF", save_all=True, append_images=images[1:], dpi=(look.dpi, look.dpi), **settings)
    return data.getvalue()
