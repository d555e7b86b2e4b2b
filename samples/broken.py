"""Arrivals that cannot be taken, each for one reason."""

import io
import random
import struct
import zipfile

from PIL import Image
from reportlab.pdfgen.canvas import Canvas

import scan

FIXED_TIME = (2026, 11, 2, 8, 0, 0)


def zipped(files):
    """A zip of {name: bytes}; the same files give the same bytes."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, FIXED_TIME), content)
    return data.getvalue()


def _letter(encrypt=None):
    data = io.BytesIO()
    canvas = Canvas(data, encrypt=encrypt, invariant=1)
    for line in range(40):
        canvas.drawString(72, 770 - 16 * line, f"Ligne {line} d'une lettre sans importance.")
    canvas.save()
    return data.getvalue()


def encrypted():
    return _letter(encrypt="secret")


def truncated():
    """A scan whose transfer stopped in the middle of its image."""
    whole = scan.pdf([(Image.effect_noise((1240, 1754), 40), scan.Look(dpi=150))])
    return whole[:len(whole) * 6 // 10]


def huge_tiff():
    """A valid all-white G4 page of 30,000 x 30,000 pixels in four kilobytes: one bit a line."""
    side, strip = 30000, b"\xff" * 3750 + b"\x00\x10\x01"
    tags = [(256, 4, 1, side), (257, 4, 1, side), (258, 3, 1, 1), (259, 3, 1, 4), (262, 3, 1, 0), (273, 4, 1, 8),
            (277, 3, 1, 1), (278, 4, 1, side), (279, 4, 1, len(strip))]
    directory = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *tag) for tag in tags) + b"\0\0\0\0"
    return struct.pack("<2sHI", b"II", 42, 8 + len(strip)) + strip + directory


def docx():
    return zipped({"[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
                   "word/document.xml": "<document/>"})


def garbage():
    return b"%PDF-1.5\n" + random.Random(7).randbytes(300)


def invalid_demande():
    return zipped({"demande.xml": "<?xml version='1.0'?>\n<demande>\n <procedure>vacances</procedure>\n <jours>beaucoup</jours>\n"
                                  "</demande>\n", "attestation.pdf": _letter()})


MAKERS = {maker.__name__: maker for maker in (encrypted, truncated, huge_tiff, docx, garbage, invalid_demande)}
