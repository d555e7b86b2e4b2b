"""reportlab in one process, warm: fonts registered once, Platypus paragraphs."""

import time

import letter
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Image, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

for name, file in (("Sans", letter.REGULAR), ("Sans-Bold", letter.BOLD)):
    pdfmetrics.registerFont(TTFont(name, str(file)))
TEXT = ParagraphStyle("text", fontName="Sans", fontSize=10, leading=13.7, alignment=TA_JUSTIFY, spaceAfter=7)
LEFT = ParagraphStyle("left", parent=TEXT, alignment=0, leftIndent=90 * mm, spaceAfter=0)
HEAD = ParagraphStyle("head", parent=TEXT, fontName="Sans-Bold", alignment=0, spaceBefore=6, spaceAfter=3)
SMALL = ParagraphStyle("small", parent=TEXT, alignment=0, spaceAfter=0)
GRID = TableStyle([("FONT", (0, 0), (-1, -1), "Sans", 9), ("FONT", (0, 0), (-1, 0), "Sans-Bold", 9), ("LINEBELOW", (0, 0), (-1, -1), 0.3, "black")])


def make(number, folder):
    own = letter.fields(number)
    story = [Image(str(folder / "logo.png"), letter.LOGO_MM[0] * mm, letter.LOGO_MM[1] * mm, hAlign="RIGHT")]
    story += [Paragraph(line, HEAD if i == 0 else SMALL) for i, line in enumerate(letter.OFFICE)]
    story += [Spacer(1, 8 * mm), *(Paragraph(line, LEFT) for line in own["address"]), Spacer(1, 8 * mm), Paragraph(letter.DATE, LEFT),
              Spacer(1, 5 * mm), Paragraph(letter.OBJECT, HEAD)]
    for kind, text in letter.BLOCKS:
        if kind == "t":
            story += [Table(letter.TABLE, (80 * mm, 30 * mm, 30 * mm), style=GRID), Spacer(1, 3 * mm)]
        else:
            story.append(Paragraph(text.format(**own), HEAD if kind == "h" else TEXT))
    SimpleDocTemplate(str(folder / f"reportlab-{number % 10}.pdf"), pagesize=A4, leftMargin=25 * mm, rightMargin=20 * mm, topMargin=14 * mm,
                      bottomMargin=15 * mm, title="Décision", lang="fr").build(story)


def main():
    folder, count = letter.arguments()
    for number in range(5):
        make(number, folder)
    start = time.process_time()
    for number in range(count):
        make(number, folder)
    letter.report(count, time.process_time() - start)


main()
