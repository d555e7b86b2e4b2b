"""Pages of each class: what offices send, drawn with their truth."""

from paper import Sheet


def _lead(size, leading=1.3):
    return size * leading * 25.4 / 72


def prose(rng, prose, scored, faces=("serif", "sans", "old", "other", "mono"), sizes=(10, 10.5, 11, 12), rows=None):
    sheet = Sheet(scored)
    face, size = rng.choice(faces), rng.choice(sizes)
    left, width, y = rng.uniform(18, 26), rng.uniform(150, 168), rng.uniform(25, 35)
    while y < (250 if rows is None else 25 + rows * _lead(size)):
        y = sheet.paragraph(left, y, width, prose.paragraph(rng.randint(2, 4)), face, size,
                            rng.choice((1.15, 1.3, 1.5)), rng.random() < 0.5) + rng.uniform(0, 4)
    return sheet


def small(rng, words, scored):
    return prose(rng, words, scored, ("serif", "sans"), (6.5, 7, 7.5), rng.randint(40, 60))


def letter(rng, prose, scored):
    sheet = Sheet(scored)
    face, size = rng.choice(("serif", "sans", "old")), rng.choice((10, 11, 11.5))
    y = 20
    for line in (f"Mairie de {prose.town()}", "Service du personnel", f"{rng.randint(1, 90)}, rue de l'Église",
                 f"Tél. : 02 {rng.randint(10, 99)} {rng.randint(10, 99)} {rng.randint(10, 99)} {rng.randint(10, 99)}"):
        sheet.put(20, y, line, face, size)
        y += _lead(size)
    y = max(y + 6, 52)
    for line in ("Centre national de la fonction publique", f"À l'attention de {prose.name()}",
                 f"{rng.randint(1, 90)}, avenue du Général-Leclerc", f"{rng.randint(10, 95)}{rng.randint(100, 990)} {prose.town()}"):
        sheet.put(110, y, line, face, size)
        y += _lead(size)
    y += 8
    sheet.put(20, y, f"Nos réf. : {prose.ref()}", face, size - 1)
    y += 8
    sheet.put(20, y, f"Objet : demande de dispense de {prose.name()}", "sans bold" if face == "sans" else "serif bold", size)
    y += 8
    sheet.put(190, y, f"{prose.town()}, le {prose.date()}", face, size, right=True)
    y += 10
    sheet.put(20, y, "Madame la Déléguée, Monsieur le Délégué,", face, size)
    y += 8
    for _ in range(rng.randint(2, 4)):
        y = sheet.paragraph(20, y, 170, prose.paragraph(2), face, size, 1.3, rng.random() < 0.5) + 3
    y = sheet.paragraph(20, y, 170, "Je vous prie d'agréer l'expression de ma considération distinguée.", face, size)
    sheet.put(120, y + 8, "Le Maire,", face, size)
    sheet.put(120, y + 30, prose.name(), face, size)
    sheet.rule(20, 280, 190, 280)
    sheet.put(20, 285, f"Mairie de {prose.town()} - {rng.randint(10, 95)}{rng.randint(100, 990)} - mairie@{rng.choice(('valmer', 'orne', 'bourg'))}.example", face, 8)
    return sheet


def attestation(rng, prose, scored):
    sheet = Sheet(scored)
    face, size = rng.choice(("serif", "sans", "old", "other")), rng.choice((11, 12))
    bold = "sans bold" if face in ("sans", "other") else "serif bold"
    title = rng.choice(("ATTESTATION DE FORMATION", "CERTIFICAT DE RÉALISATION", "ATTESTATION DE PRÉSENCE"))
    if rng.random() < 0.5:
        sheet.box(12, 12, 198, 285, 0.7)
    sheet.put(105 - sheet.width(title, bold, 20) / 2, 45, title, bold, 20)
    y = 65
    y = sheet.paragraph(25, y, 160, f"Je soussignée, {prose.name()}, directrice de l'organisme, certifie que :", face, size) + 4
    for label, value in (("Nom et prénom", prose.name().upper()), ("Né(e) le", prose.date()), ("Fonction", "agent territorial"),
                         ("Employeur", f"commune de {prose.town()}")):
        sheet.row(y, [(30, label + " :"), (80, value)], face, size)
        y += _lead(size, 1.5)
    y = sheet.paragraph(25, y + 4, 160, "a suivi la formation intitulée :", face, size) + 2
    theme = rng.choice(("« Prévenir les risques au travail »", "« Gérer un budget communal »", "« L'accueil du jeune enfant »"))
    sheet.put(105 - sheet.width(theme, bold, 14) / 2, y + 3, theme, bold, 14)
    y = sheet.paragraph(25, y + 16, 160, f"du {prose.date()} au {prose.date()}, pour une durée de {rng.randint(7, 90)} heures.", face, size) + 3
    y = sheet.paragraph(25, y, 160, prose.paragraph(2), face, size) + 6
    sheet.put(110, y, f"Fait à {prose.town()}, le {prose.date()}", face, size)
    sheet.put(110, y + 8, "La directrice,", face, size)
    return sheet


def columns(rng, prose, scored):
    sheet = Sheet(scored)
    face, size, count = rng.choice(("serif", "sans", "old")), rng.choice((8.5, 9, 10)), rng.choice((2, 2, 3))
    gutter = rng.uniform(5, 9)
    width = (172 - gutter * (count - 1)) / count
    title = prose.rng.choice(("LA LETTRE DES RESSOURCES HUMAINES", "BULLETIN D'INFORMATION DES AGENTS", "LE JOURNAL DE LA FORMATION"))
    sheet.put(19, 28, title, "sans bold", 18)
    leading = rng.choice((1.2, 1.3))
    bottom = rng.uniform(180, 270)
    for column in range(count):
        y = 42 + (0 if rng.random() < 0.6 else rng.uniform(0, 3))
        while y < bottom:
            y = sheet.paragraph(19 + column * (width + gutter), y, width, prose.paragraph(2), face, size, leading,
                                rng.random() < 0.7) + rng.choice((0, 2))
    return sheet


def table(rng, prose, scored):
    sheet = Sheet(scored)
    face, size = rng.choice(("serif", "sans", "other")), rng.choice((9, 10, 11))
    sheet.put(20, 30, rng.choice(("État des services accomplis", "Récapitulatif des stages suivis", "Décompte des heures")), "sans bold", 15)
    y = sheet.paragraph(20, 42, 170, prose.paragraph(1), face, 11) + 6
    columns = [(20, "Période"), (66, "Intitulé"), (128, "Durée"), (150, "Montant"), (172, "Avis")]
    ruled, high = rng.random() < 0.6, rng.uniform(7, 9)
    rows = rng.randint(10, 20)
    top = y - 5.5
    sheet.row(y, columns, "sans bold", size)
    y += high
    for _ in range(rows):
        cells = (f"{rng.randint(1, 28):02d}/{rng.randint(1, 12):02d}/{rng.randint(2015, 2026)}", rng.choice(
            ("Accueil du public", "État civil", "Marchés publics", "Hygiène alimentaire", "Premiers secours",
             "Bureautique", "Finances locales", "Droit du travail")), f"{rng.randint(1, 20)} j", prose.money(),
            rng.choice(("oui", "non", "réservé")))
        sheet.row(y, [(x, text) for (x, _), text in zip(columns, cells)], face, size)
        y += high
    if ruled:
        for line in range(rows + 2):
            sheet.rule(17, top + line * high, 193, top + line * high)
        for x in [17] + [x - 3 for x, _ in columns[1:]] + [193]:
            sheet.rule(x, top, x, top + (rows + 1) * high)
    sheet.paragraph(20, y + 6, 170, prose.paragraph(2), face, 11)
    return sheet


def form(rng, prose, scored):
    """Somebody else's form: labels, ruled or dotted fields, boxes, typed answers."""
    sheet = Sheet(scored)
    face, size = rng.choice(("sans", "other")), rng.choice((9, 10))
    sheet.put(20, 25, "DEMANDE DE PRISE EN CHARGE", "sans bold", 16)
    y = 38
    for section in ("1. L'agent", "2. La formation", "3. L'employeur"):
        sheet.box(18, y - 5, 192, y + 2, fill=225)
        sheet.put(20, y, section, "sans bold", 11)
        y += 10
        for label in rng.sample(("Nom", "Prénom", "Grade", "Service", "Téléphone", "Courriel", "Intitulé", "Organisme", "Lieu",
                                 "Date de début", "Date de fin", "Adresse"), 5):
            value = {"Nom": prose.name().split()[-1].upper(), "Prénom": prose.name().split()[0], "Lieu": prose.town(),
                     "Adresse": f"{rng.randint(1, 99)}, place du Marché"}.get(label, prose.date() if "Date" in label else
                     rng.choice(("Rédacteur principal", "Pôle technique", "02 31 47 58 69", "agent@orne.example")))
            sheet.row(y, [(20, label + " :"), (70, value)], face, size)
            sheet.rule(68, y + 1.2, 190, y + 1.2, 0.15, 90)
            y += 8.5
        sheet.box(20, y - 3, 23.2, y + 0.2, 0.3)
        sheet.put(26, y, rng.choice(("Temps complet", "Formation à distance", "Premier envoi")), face, size)
        y += 11
    sheet.paragraph(20, y, 170, prose.paragraph(2), face, 8)
    return sheet
