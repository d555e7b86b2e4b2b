"""Writes what FopPeer.java sets, and runs it."""

import json
import os
import subprocess
from html import escape
from pathlib import Path

import letter

JARS = ["fop-core", "fop-util", "fop-events", "xmlgraphics-commons", "batik-all", "commons-logging", "commons-io", "fontbox2",
        "pdfbox2", "xml-apis-ext", "serializer", "xercesImpl", "xalan2", "qdox"]
CONFIG = f"""<fop version="1.0"><renderers><renderer mime="application/pdf"><fonts>
<font kerning="yes" embed-url="{letter.REGULAR}"><font-triplet name="Liberation Sans" style="normal" weight="normal"/></font>
<font kerning="yes" embed-url="{letter.BOLD}"><font-triplet name="Liberation Sans" style="normal" weight="bold"/></font>
</fonts></renderer></renderers></fop>"""


def block(text, **properties):
    attributes = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in properties.items())
    return f"<fo:block{attributes}>{text}</fo:block>"


def table():
    rows = []
    for i, row in enumerate(letter.TABLE):
        weight = "bold" if i == 0 else "normal"
        rows.append("<fo:table-row>" + "".join(f'<fo:table-cell border-bottom="0.3pt solid black" padding="1mm">{block(cell, font_weight=weight)}'
                                               "</fo:table-cell>" for cell in row) + "</fo:table-row>")
    return ('<fo:table table-layout="fixed" width="100%" font-size="9pt" space-after="3mm"><fo:table-column column-width="85mm"/>'
            '<fo:table-column column-width="40mm"/><fo:table-column column-width="40mm"/><fo:table-body>' + "".join(rows) + "</fo:table-body></fo:table>")


def page(number, folder):
    own = letter.fields(number)
    parts = [block(f'<fo:external-graphic src="file:{folder}/logo.png" content-width="30mm"/>', text_align="end"),
             *(block(line, text_align="start", font_weight="bold" if i == 0 else "normal") for i, line in enumerate(letter.OFFICE)),
             *(block(line, start_indent="90mm", text_align="start") for line in ["&#160;", *own["address"], "&#160;", letter.DATE, "&#160;"]),
             block(letter.OBJECT, font_weight="bold", space_after="7pt", text_align="start")]
    for kind, text in letter.BLOCKS:
        if kind == "t":
            parts.append(table())
        else:
            parts.append(block(escape(text.format(**own)), space_after="7pt", font_weight="bold" if kind == "h" else "normal"))
    return ('<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format" font-family="Liberation Sans" font-size="10pt" line-height="13.7pt" language="fr" '
            'country="FR"><fo:layout-master-set><fo:simple-page-master master-name="a4" page-width="210mm" page-height="297mm" margin="14mm 20mm 15mm 25mm">'
            '<fo:region-body/></fo:simple-page-master></fo:layout-master-set><fo:page-sequence master-reference="a4"><fo:flow '
            f'flow-name="xsl-region-body" text-align="justify">{"".join(parts)}</fo:flow></fo:page-sequence></fo:root>')


def main():
    folder, count = letter.arguments()
    (folder / "fop.xconf").write_text(CONFIG)
    for number in range(50):
        (folder / f"fop-{number}.fo").write_text(page(number, folder), encoding="utf-8")
    jars = ":".join(str(path) for name in JARS if (path := Path(f"/usr/share/java/{name}.jar")).exists())
    with subprocess.Popen(["java", "-cp", jars, Path(__file__).parent / "FopPeer.java", folder, str(count)], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True) as java:
        said = java.stdout.read()
        _, _, usage = os.wait4(java.pid, 0)
        java.returncode = 0
    print(json.dumps({**json.loads(said), "peak_mb": round(usage.ru_maxrss / 1024, 1)}))


main()
