"""Writes the folder of templates that holds the letter: the shipped charter with a logo, the shipped fragments."""

import shutil
from html import escape

import letter

CHANGES = {"number": '<valeur de="dossier/numero"/>', "place": '<valeur de="collectivite/denomination"/>',
           "name": '<valeur de="agent/prenom"/> <valeur de="agent/nom" format="majuscules"/>'}
LOGO = ('<plis/><emplacement role="contenu" x="160" y="14" largeur="30" hauteur="16" style="bureau"><image fichier="logo.png" '
        'largeur="30" texte="CNFPT Normandie"/></emplacement>')


def body():
    for kind, text in letter.BLOCKS:
        if kind == "t":
            rows = ["<rang>" + "".join(f"<cellule>{cell}</cellule>" for cell in row) + "</rang>" for row in letter.TABLE]
            yield f'<tableau><colonne/><colonne largeur="30"/><colonne largeur="30"/><entete>{rows[0]}</entete>{"".join(rows[1:])}</tableau>'
        elif kind == "h":
            yield f"<titre>{text}</titre>"
        else:
            yield f"<paragraphe>{escape(text, quote=False).format(**CHANGES)}</paragraphe>"


def write(templates, folder):
    """`templates`: those that are shipped."""
    (folder / "letters/samples").mkdir(parents=True, exist_ok=True)
    (folder / "images").mkdir(exist_ok=True)
    shutil.copytree(templates / "schema", folder / "schema", dirs_exist_ok=True)
    charter = (templates / "charte.xml").read_text(encoding="utf-8")
    (folder / "charte.xml").write_text(charter.replace("<plis/>", LOGO, 1), encoding="utf-8")
    for fragment in (templates / "letters").glob("_*.xml"):
        shutil.copy(fragment, folder / "letters")
    letter.make_logo(folder / "images/logo.png")
    shutil.copy(templates / "letters/samples/refus-integration.xml", folder / "letters/samples/banc.xml")
    (folder / "letters/banc.xml").write_text(
        '<lettre nom="banc" titre="Décision" procedure="integration"><references><inclure fragment="_references.xml"/></references>'
        f'<objet>{letter.OBJECT}</objet><corps>{"".join(body())}</corps></lettre>', encoding="utf-8")
