"""LibreOffice without a window: many flat OpenDocument letters in one start; the cost of the start is taken off."""

import json
import os
import subprocess
from html import escape

import letter

HEAD = """<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text"><office:font-face-decls><style:font-face
style:name="Sans" svg:font-family="'Liberation Sans'"/></office:font-face-decls><office:styles><style:default-style style:family="paragraph">
<style:text-properties style:font-name="Sans" fo:font-size="10pt" fo:language="fr" fo:country="FR" fo:hyphenate="true"/></style:default-style>
<style:style style:name="T" style:family="paragraph"><style:paragraph-properties fo:text-align="justify" fo:margin-bottom="7pt" fo:line-height="13.7pt"/></style:style>
<style:style style:name="L" style:family="paragraph"><style:paragraph-properties fo:margin-left="90mm"/></style:style>
<style:style style:name="H" style:family="paragraph"><style:paragraph-properties fo:margin-bottom="3pt"/><style:text-properties fo:font-weight="bold"/></style:style>
</office:styles><office:automatic-styles><style:page-layout style:name="P"><style:page-layout-properties fo:page-width="210mm" fo:page-height="297mm"
fo:margin-top="14mm" fo:margin-left="25mm" fo:margin-right="20mm" fo:margin-bottom="15mm"/></style:page-layout>
<style:style style:name="G" style:family="graphic"/></office:automatic-styles><office:master-styles><style:master-page style:name="Standard"
style:page-layout-name="P"/></office:master-styles><office:body><office:text>"""


def paragraph(text, style):
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def page(number, logo):
    own = letter.fields(number)
    parts = [f'<text:p text:style-name="L"><draw:frame text:anchor-type="as-char" svg:width="30mm" svg:height="15mm" draw:style-name="G"><draw:image>'
             f'<office:binary-data>{logo}</office:binary-data></draw:image></draw:frame></text:p>']
    parts += [paragraph(line, "H" if i == 0 else "T") for i, line in enumerate(letter.OFFICE)]
    parts += [paragraph(line, "L") for line in [*own["address"], "", letter.DATE, ""]] + [paragraph(letter.OBJECT, "H")]
    for kind, text in letter.BLOCKS:
        if kind == "t":
            rows = "".join("<table:table-row>" + "".join(f"<table:table-cell>{paragraph(cell, 'H' if i == 0 else 'T')}</table:table-cell>" for cell in row)
                           + "</table:table-row>" for i, row in enumerate(letter.TABLE))
            parts.append(f'<table:table><table:table-column table:number-columns-repeated="3"/>{rows}</table:table>')
        else:
            parts.append(paragraph(escape(text.format(**own)), "H" if kind == "h" else "T"))
    return HEAD + "".join(parts) + "</office:text></office:body></office:document>"


def convert(folder, files):
    command = ["soffice", f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", "pdf", "--outdir", folder / "office-out", *files]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    import base64
    folder, count = letter.arguments()
    logo = base64.b64encode((folder / "logo.png").read_bytes()).decode()
    files = []
    for number in range(count + 1):
        files.append(folder / f"office-{number}.fodt")
        files[-1].write_text(page(number, logo), encoding="utf-8")
    if not (folder / "office").exists():
        convert(folder, files[:1])  # Makes its profile.
    start, _ = convert(folder, files[:1])
    whole, peak = convert(folder, files)
    made = len(list((folder / "office-out").glob("*.pdf")))
    if made != count + 1:
        raise SystemExit(f"LibreOffice made {made} of {count + 1} letters")
    print(json.dumps({"letters": count, "seconds": round(whole - start, 4), "peak_mb": round(peak, 1)}))


main()
