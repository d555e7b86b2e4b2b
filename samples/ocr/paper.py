"""Sheets drawn at 600 dpi with FreeType, and the text on them in the order in which a person reads it."""

from PIL import Image, ImageDraw, ImageFont

DPI = 600
MM = DPI / 25.4
POINT = DPI / 72

# Disjoint: what is scored is set in other faces than what was tuned on.
FACES = {
    False: {name: "/usr/share/fonts/truetype/" + file for name, file in {
        "serif": "liberation2/LiberationSerif-Regular.ttf", "serif bold": "liberation2/LiberationSerif-Bold.ttf",
        "sans": "liberation2/LiberationSans-Regular.ttf", "sans bold": "liberation2/LiberationSans-Bold.ttf",
        "italic": "liberation2/LiberationSerif-Italic.ttf", "mono": "liberation2/LiberationMono-Regular.ttf",
        "other": "dejavu/DejaVuSans.ttf", "old": "dejavu/DejaVuSerif.ttf"}.items()},
    True: {name: "/usr/share/fonts/opentype/urw-base35/" + file for name, file in {
        "serif": "P052-Roman.otf", "serif bold": "P052-Bold.otf", "sans": "NimbusSans-Regular.otf",
        "sans bold": "NimbusSans-Bold.otf", "italic": "C059-Italic.otf", "mono": "NimbusMonoPS-Regular.otf",
        "other": "URWGothic-Book.otf", "old": "C059-Roman.otf"}.items()},
}


class Sheet:
    """An A4 sheet; lengths in mm, sizes in points. `text` collects what is set, line by line."""

    def __init__(self, scored):
        self.image = Image.new("L", (round(210 * MM), round(297 * MM)), 255)
        self.pen = ImageDraw.Draw(self.image)
        self.faces = FACES[scored]
        self.lines = []
        self.fonts = {}

    def font(self, face, size):
        key = face, size
        if key not in self.fonts:
            self.fonts[key] = ImageFont.truetype(self.faces[face], round(size * POINT))
        return self.fonts[key]

    def width(self, text, face, size):
        return self.font(face, size).getlength(text) / MM

    def put(self, x, y, text, face="serif", size=11, ink=20, right=False, told=True):
        """One line on its baseline."""
        if right:
            x -= self.width(text, face, size)
        self.pen.text((x * MM, y * MM), text, font=self.font(face, size), fill=ink, anchor="ls")
        if told:
            self.lines.append(text)

    def row(self, y, cells, face="serif", size=11):
        """Cells (x, text) of one row: told as one line."""
        for x, text in cells:
            self.put(x, y, text, face, size, told=False)
        self.lines.append(" ".join(text for _, text in cells))

    def wrap(self, text, width, face, size):
        lines, line = [], ""
        for word in text.split():
            longer = f"{line} {word}".strip()
            if line and self.width(longer, face, size) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        return lines + [line]

    def paragraph(self, x, y, width, text, face="serif", size=11, leading=1.3, justified=False, told=True):
        """Returns the baseline of the next line."""
        lines = self.wrap(text, width, face, size)
        for number, line in enumerate(lines):
            if justified and number + 1 < len(lines) and " " in line:
                words = line.split()
                room = width - sum(self.width(word, face, size) for word in words)
                at = x
                for word in words:
                    self.put(at, y, word, face, size, told=False)
                    at += self.width(word, face, size) + room / (len(words) - 1)
                if told:
                    self.lines.append(line)
            else:
                self.put(x, y, line, face, size, told=told)
            y += size * leading * 25.4 / 72
        return y

    def rule(self, x0, y0, x1, y1, width=0.25, ink=30):
        self.pen.line((x0 * MM, y0 * MM, x1 * MM, y1 * MM), fill=ink, width=max(1, round(width * MM)))

    def box(self, x0, y0, x1, y1, width=0.25, ink=30, fill=None):
        self.pen.rectangle((x0 * MM, y0 * MM, x1 * MM, y1 * MM), outline=ink, fill=fill,
                           width=max(1, round(width * MM)))

    def text(self):
        return "\n".join(self.lines) + "\n"
