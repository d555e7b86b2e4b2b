"""The letter all peers set: one page of A4, about 250 words in two faces, a logo, a table. `fields(number)` is what
changes from one addressee to the next."""

import sys
from pathlib import Path

LOGO_MM = (30, 15)
FONTS = Path("/usr/share/fonts/truetype/liberation2")
REGULAR, BOLD = FONTS / "LiberationSans-Regular.ttf", FONTS / "LiberationSans-Bold.ttf"

FAMILIES = "Lemoine Tesnière Hamard Duval Lefèvre Guérin Hébert Delaunay Vasse Quesnel Bisson Anquetil Langlois".split()
FIRST = "Anne-Laure Odile Lucie Maud Chloé Françoise Inès Émile Rémi Jean-Luc Noël Karim Hugo Loïc Bastien".split()
PLACES = "Valmer Orbecq Tourneville Meslay Cresserons Vauville Bretteville Marigny Hautmesnil Bellou".split()

OFFICE = ["CNFPT Normandie", "Dispenses et formations statutaires", "17 avenue de Cambridge, 14200 Hérouville-Saint-Clair"]
DATE = "Hérouville-Saint-Clair, le 23 novembre 2026"
OBJECT = "Décision relative à la demande de dispense de formation d’intégration"
TABLE = [("Module de la formation", "Durée due", "Dispense"),
         ("Environnement territorial", "2 jours", "1 jour"),
         ("Droits et obligations", "2 jours", "1,5 jour"),
         ("Accueil et qualité du service", "1 jour", "0 jour")]

# ("p" paragraph, "h" heading, "t" table); {name}, {number}, {place} are the addressee's.
BLOCKS = [
    ("p", "Madame la Maire,"),
    ("p", "Par une demande reçue le 3 novembre 2026, vous avez sollicité pour {name}, adjoint administratif territorial de la "
          "commune de {place}, une dispense de la formation d’intégration prévue par le statut particulier de son cadre "
          "d’emplois. Cette demande porte le numéro de dossier {number}."),
    ("p", "Après instruction des pièces que vous avez jointes, le CNFPT décide d’accorder une dispense partielle, détaillée "
          "dans le tableau suivant :"),
    ("t", ""),
    ("h", "Motifs en droit"),
    ("p", "Les articles 17 et 18 du décret n° 2008-512 du 29 mai 2008 permettent d’accorder une dispense au regard des formations "
          "professionnelles et des bilans de compétences dont l’agent a déjà bénéficié, d’un titre ou d’un diplôme reconnu par "
          "l’État, ou d’une expérience professionnelle d’au moins trois ans, compte tenu de leur adéquation avec les "
          "responsabilités qui lui sont confiées."),
    ("h", "Motifs en fait"),
    ("p", "La formation « Accueil du public », suivie en mars 2024, recouvre une partie des objectifs de la formation "
          "d’intégration. Aucune attestation n’établit en revanche le suivi du module consacré à l’accueil, qui demeure "
          "donc à suivre avant la titularisation de l’agent."),
    ("p", "La présente décision peut être contestée devant le tribunal administratif de Caen dans les deux mois qui suivent sa "
          "notification. Une copie en est adressée à l’agent."),
    ("p", "Je vous prie d’agréer, Madame la Maire, l’expression de ma considération distinguée."),
    ("p", "La directrice adjointe chargée des formations statutaires"),
    ("h", "Hélène DUQUESNOY"),
]


def fields(number):
    place = PLACES[number * 7 % len(PLACES)]
    return {"number": f"26-{number:06}-{number % 10}", "place": place,
            "name": f"{FIRST[number % len(FIRST)]} {FAMILIES[number // 3 % len(FAMILIES)].upper()}",
            "address": [f"MAIRIE DE {place.upper()}", f"{number % 90 + 1} PLACE DE LA MAIRIE", f"14{number % 1000:03} {place.upper()}"]}


def words():
    """What the letter says, names counted as one."""
    table = " ".join(" ".join(row) for row in TABLE)
    return len(" ".join([*OFFICE, DATE, OBJECT, table, *(text for _, text in BLOCKS)]).split())


def make_logo(path):
    from PIL import Image, ImageDraw
    picture = Image.new("RGB", (360, 180), "white")
    draw = ImageDraw.Draw(picture)
    for step in range(0, 180, 2):
        draw.rectangle((step, step / 2, 360 - step, 180 - step / 2), outline=(23, 54 + step // 2, 92 + step // 2), width=2)
    picture.save(path)


def report(letters, seconds):
    """What a peer prints: letters, processor seconds, its largest memory."""
    import resource
    print(f'{{"letters": {letters}, "seconds": {seconds:.4f}, '
          f'"peak_mb": {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.1f}}}')


def arguments():
    """PEER FOLDER COUNT"""
    return Path(sys.argv[1]), int(sys.argv[2])
