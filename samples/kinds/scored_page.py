"""The sheets of the scored set: HTML set by WeasyPrint in a house style drawn at random."""

import html
import io
from dataclasses import dataclass, field

import weasyprint

import scored_world as w

FACES = ("Carlito", "Caladea", "EB Garamond", "Open Sans", "Roboto", "Cantarell", "Linux Libertine O", "Gentium Basic", "Lato")
MM = 25.4 / 96  # Of a CSS pixel.


@dataclass(frozen=True)
class Doc:
    """A document: what it is, its PDF, what may be read of it, and where it may be signed or stamped."""
    kind: str
    pdf: bytes
    pages: int
    facts: dict = field(default_factory=dict)
    sub: str = ""
    spots: tuple = ()  # (page from 1, (x0, y0, x1, y1) in mm)


class Style:
    """One house's taste: face, size, colour, how titles, labels and tables look."""

    def __init__(self, rng):
        self.rng = rng
        self.face, self.second = rng.sample(FACES, 2)
        if rng.random() < 0.6:
            self.second = self.face
        self.size = rng.choice((9.5, 10, 10.5, 11, 11.5, 12))
        self.colour = rng.choice(("#000", "#000", "#1d3557", "#7a1f1f", "#22577a", "#3a5a40", "#5f0f40"))
        self.margin = rng.choice((15, 18, 20, 25))
        self.title_style = rng.choice(("plain", "boxed", "band", "ruled", "spaced", "small-caps", "italic"))
        self.align = rng.choice(("center", "center", "left", "right"))

    def css(self):
        title = {"plain": "", "boxed": "border: 1.2pt solid; padding: 3mm;", "band": f"background: {self.colour}; color: #fff; padding: 3mm;",
                 "ruled": "border-bottom: 1pt solid; border-top: 1pt solid; padding: 2mm;", "spaced": "letter-spacing: 0.3em;",
                 "small-caps": "font-variant: small-caps;", "italic": "font-style: italic;"}[self.title_style]
        rng = self.rng
        return f"""
@page {{ size: A4; margin: {self.margin}mm; @bottom-center {{ content: element(foot); }} }}
body {{ font-family: "{self.face}"; font-size: {self.size}pt; line-height: {rng.choice((1.2, 1.3, 1.4, 1.5))}; }}
.foot {{ position: running(foot); font-size: 7.5pt; text-align: center; color: #333; }}
h1 {{ font-family: "{self.second}"; font-size: {rng.choice((1.5, 1.7, 2, 2.3))}em; text-align: {self.align}; color: {self.colour};
     margin: {rng.choice((6, 9, 14))}mm 0; line-height: 1.2; {title} }}
h2 {{ font-family: "{self.second}"; font-size: {rng.choice((1.1, 1.2, 1.3))}em; color: {self.colour}; margin: 4mm 0 1.5mm;
     {rng.choice(("", "text-decoration: underline;", "border-bottom: 0.5pt solid;", "text-transform: uppercase;"))} }}
p {{ margin: 0 0 {rng.choice((1.5, 2.5, 3.5))}mm; text-align: {rng.choice(("left", "justify"))}; }}
.mid p, p.mid {{ text-align: center; }} .right {{ text-align: right; }} .big {{ font-size: 1.35em; }} .small {{ font-size: 0.82em; }}
table {{ border-collapse: collapse; width: 100%; margin: 2mm 0 4mm; }}
td, th {{ {rng.choice(("border: 0.5pt solid #555;", "border-bottom: 0.4pt solid #999;", "border: 0.8pt solid #000;", ""))}
     padding: {rng.choice((1, 1.6, 2.2))}mm; vertical-align: top; text-align: left; }}
td.k {{ width: {rng.choice((28, 34, 40))}%; {rng.choice(("font-weight: bold;", "background: #eee;", "color: " + self.colour + ";", ""))} }}
.cols {{ columns: 2; column-gap: 8mm; }} .sign {{ height: 24mm; width: 62mm; }} .at-right {{ margin-left: 55%; }}
.head {{ display: flex; justify-content: space-between; margin-bottom: 6mm; }} .logo {{ width: 30mm; height: 18mm; }}
ul {{ margin: 0 0 3mm; padding-left: 6mm; }} .break {{ break-before: page; }}
"""


def esc(text):
    return html.escape(str(text), quote=False)


def p(*lines, cls=""):
    return "".join(f'<p class="{cls}">{line}</p>' for line in lines)


def h1(text):
    return f"<h1>{text}</h1>"


def h2(text):
    return f"<h2>{text}</h2>"


def ul(items):
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def rows(pairs):
    return "<table>" + "".join(f'<tr><td class="k">{key}</td><td>{value}</td></tr>' for key, value in pairs) + "</table>"


def grid(head, lines):
    return ("<table><tr>" + "".join(f"<th>{cell}</th>" for cell in head) + "</tr>"
            + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines) + "</table>")


def labels(rng, pairs):
    """Label and value: a table, lines with a colon, or bold labels above their values."""
    match rng.randrange(3):
        case 0:
            return rows(pairs)
        case 1:
            return p(*(f"{key} : {value}" for key, value in pairs))
    return p(*(f"<b>{key} :</b> {value}" for key, value in pairs))


def sign(name="sign", right=False):
    return f'<div class="sign{" at-right" if right else ""}" id="{name}"></div>'


def logo(rng, colour):
    shape = rng.choice(('<circle cx="50" cy="30" r="26"/>', '<path d="M5 55 L50 5 L95 55 Z"/>', '<path d="M5 40 Q50 -20 95 40 T5 40"/>',
                        '<rect x="10" y="8" width="34" height="44"/><rect x="54" y="22" width="34" height="30"/>'))
    return f'<svg class="logo" viewBox="0 0 100 60" fill="{colour}" fill-opacity="0.8">{shape}</svg>'


def letterhead(rng, style, name, *lines):
    text = f"<div><b>{name}</b><br/>" + "<br/>".join(f'<span class="small">{line}</span>' for line in lines) + "</div>"
    match rng.randrange(4):
        case 0:
            return f'<div class="head">{logo(rng, style.colour)}{text}</div>'
        case 1:
            return f'<div class="head">{text}{logo(rng, style.colour)}</div>'
        case 2:
            return f'<div style="text-align:center;margin-bottom:6mm">{logo(rng, style.colour)}{text}</div>'
    return f'<div style="margin-bottom:6mm">{text}</div>'


def foot(text):
    return f'<div class="foot">{text}</div>'


def body_foot(rng, body):
    return foot(f"{esc(body)} – {w.street(rng)} – {w.postcode(rng)} {w.town(rng)} – Tél. {w.phone(rng)}<br/>"
                f"N° SIRET {rng.randint(300, 899)} {rng.randint(100, 999)} {rng.randint(100, 999)} 000{rng.randint(10, 99)} – "
                f"NDA {rng.randint(23, 28)} {rng.randint(10, 99)} {rng.randint(10000, 99999)} {rng.randint(10, 99)} – "
                "Cet enregistrement ne vaut pas agrément de l'État")


def made(rng, kind, content, facts=None, sub="", style=None):
    style = style or Style(rng)
    document = weasyprint.HTML(string=f"<html lang='fr'><style>{style.css()}</style><body>{content}</body></html>").render()
    spots = []
    for number, page in enumerate(document.pages, 1):
        for name, (x, y) in sorted(page.anchors.items()):
            if name.startswith("sign"):
                spots.append((number, (x * MM, y * MM, x * MM + 60, y * MM + 22)))
    out = io.BytesIO()
    document.write_pdf(out)
    return Doc(kind, out.getvalue(), len(document.pages), facts or {}, sub, tuple(spots))
