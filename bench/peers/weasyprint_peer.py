"""WeasyPrint in one process, warm: one font configuration for all letters."""

import time
from html import escape

import letter
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

STYLE = """@page { size: A4; margin: 14mm 20mm 15mm 25mm } body { font: 10pt/13.7pt 'Liberation Sans'; margin: 0 }
p { margin: 0 0 7pt; text-align: justify; hyphens: auto } h1, h2 { font-size: 10pt; margin: 6pt 0 3pt } img { float: right; width: 30mm }
.address { margin: 8mm 0 8mm 90mm } table { width: 100%; border-collapse: collapse; font-size: 9pt; margin-bottom: 3mm }
td, th { border-bottom: 0.3pt solid; text-align: left; padding: 1mm }"""


def page(number, folder):
    own = letter.fields(number)
    parts = [f'<img src="file://{folder}/logo.png" alt="CNFPT">', "<br>".join(map(escape, letter.OFFICE)),
             f"<div class=address>{'<br>'.join(own['address'])}<br><br>{letter.DATE}</div><h1>{letter.OBJECT}</h1>"]
    for kind, text in letter.BLOCKS:
        if kind == "t":
            head, *rows = letter.TABLE
            cells = lambda row, tag: "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in row) + "</tr>"
            parts.append(f"<table>{cells(head, 'th')}{''.join(cells(row, 'td') for row in rows)}</table>")
        else:
            tag = "h2" if kind == "h" else "p"
            parts.append(f"<{tag}>{escape(text.format(**own))}</{tag}>")
    return f"<!doctype html><html lang=fr><title>Décision</title><body>{''.join(parts)}"


def main():
    folder, count = letter.arguments()
    fonts = FontConfiguration()
    style = CSS(string=STYLE, font_config=fonts)
    make = lambda number: HTML(string=page(number, folder)).write_pdf(folder / f"weasyprint-{number % 10}.pdf", stylesheets=[style], font_config=fonts)
    for number in range(2):
        make(number)
    start = time.process_time()
    for number in range(count):
        make(number)
    letter.report(count, time.process_time() - start)


main()
