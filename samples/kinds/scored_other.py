"""Scored templates: letters, curricula, identity papers, forms of other hands, and what has no place in a dossier."""

import datetime as dt

import scored_world as w
from scored_page import Style, body_foot, esc, foot, grid, h1, h2, labels, letterhead, logo, made, p, rows, sign, ul


def courrier(rng):
    style, who, chief, employer = Style(rng), w.person(rng), w.person(rng), w.employer(rng)
    maker = rng.choice((_cover_letter, _asks_attestation, _support, _slip, _mail, _complaint, _thanks))
    return made(rng, "courrier", maker(rng, style, who, chief, employer), {}, style=style)


def _letter(rng, style, sender, to, subject, paragraphs, chief, greeting=None, more=""):
    date = w.some_day(rng)
    hello = greeting or rng.choice(("Madame, Monsieur,", "Monsieur le Délégué,", "Madame la Directrice,"))
    ending = rng.choice((f"Je vous prie de croire, {hello.rstrip(',')}, à l'assurance de mes sentiments respectueux.", f"Veuillez recevoir, {hello.rstrip(',')}, mes salutations distinguées.",
                         "Bien cordialement,", f"Dans l'attente de votre réponse, je vous prie d'agréer, {hello.rstrip(',')}, mes meilleures salutations."))
    return (letterhead(rng, style, sender, w.street(rng), w.phone(rng)) + p(*to, cls="right") + p(f"{w.town(rng)}, le {w.date_text(rng, date)}", cls="right") + p(f"<b>{rng.choice(('Objet', 'OBJET', 'Obj.'))} : {subject}</b>", *([f"Réf. : RH/{rng.randint(10, 99)}"] if rng.random() < 0.5 else []))
            + p(hello, *paragraphs, ending) + p(chief, cls="right") + sign(right=True) + more)


def _cover_letter(rng, style, who, chief, employer):
    return _letter(rng, style, employer, ("CNFPT Normandie", "Pôle des dispenses"), rng.choice(("envoi d'un dossier complet", "transmission des justificatifs")),
                   (f"Vous trouverez sous ce pli le dossier de {who.short} {who.called}, qui sollicite une dispense de formation d'intégration.", "Y sont joints l'attestation de formation, le programme du stage, la fiche de poste et la copie du diplôme.",
                    "Mes services restent à votre disposition pour tout complément."), f"{chief.first} {chief.last}", more=p("P.J. : 4 documents", cls="small"))


def _asks_attestation(rng, style, who, chief, employer):
    return _letter(rng, style, f"{who.first} {who.called}", ("Organisme de formation", w.town(rng)), "demande de duplicata d'une attestation de formation",
                   ("J'ai suivi dans votre établissement un stage de trois jours consacré à l'accueil.", "Je n'ai jamais reçu l'attestation de fin de formation et mon employeur me la réclame.", "Pourriez-vous m'adresser ce document ainsi que le programme détaillé ?"), f"{who.first} {who.called}")


def _support(rng, style, who, chief, employer):
    return _letter(rng, style, employer, ("À l'attention du service formation",), f"avis sur la demande de {who.short} {who.called}",
                   ("J'émets un avis favorable à la demande de mon agent, qui exerce avec sérieux les missions de sa fiche de poste.", "Son expérience antérieure, attestée par l'état de ses services, me paraît correspondre aux objectifs de la formation."), f"{chief.title} {chief.last}")


def _slip(rng, style, who, chief, employer):
    return (letterhead(rng, style, employer) + h1(rng.choice(("BORDEREAU DE TRANSMISSION", "Bordereau d'envoi", "BORDEREAU DE PIÈCES JOINTES"))) + p("Destinataire : CNFPT, délégation de Normandie", f"Expéditeur : service du personnel, {w.date_text(rng, w.some_day(rng))}")
            + grid(("Désignation des pièces", "Nombre", "Observations"), [(f"Dossier de {who.short} {who.called}", 1, "Pour attribution"), ("Attestation de stage", 2, ""), ("Arrêté de nomination", 1, "Copie"), ("Fiche de poste", 1, "")]) + p("Reçu le :", "Visa :") + sign())


def _mail(rng, style, who, chief, employer):
    return (p(f"De : {w.SERVICES[0]} &lt;rh@mairie.example&gt;", "À : dispenses@cnfpt.example", f"Envoyé : {w.weekday(w.some_day(rng))} 10:42", f"Objet : RE: pièces manquantes – {who.called}", "Pièces jointes : attestation.pdf ; programme.pdf") + "<hr/>"
            + p("Bonjour,", "Suite à notre échange téléphonique, je vous transmets en pièces jointes les documents demandés.", "Vous en souhaitant bonne réception,", "Cordialement,", f"{chief.first} {chief.last}", "Gestionnaire carrières et formation"))


def _complaint(rng, style, who, chief, employer):
    return _letter(rng, style, f"{who.first} {who.called}", ("Monsieur le Président du CNFPT",), "recours gracieux contre un refus de dispense",
                   ("Par décision du mois dernier, vous avez rejeté ma demande de dispense.", "Je conteste cette décision car mon diplôme et mon parcours couvrent le contenu du stage.", "Je vous demande de bien vouloir réexaminer ma situation."), f"{who.first} {who.called}")


def _thanks(rng, style, who, chief, employer):
    return _letter(rng, style, employer, (f"{who.title} {who.called}", w.street(rng)), "réponse à votre candidature interne",
                   ("Votre candidature au poste de responsable de l'accueil a retenu notre attention.", "Nous reviendrons vers vous après les entretiens prévus le mois prochain.", "Nous vous remercions de l'intérêt que vous portez à nos services."), f"{chief.first} {chief.last}")


def cv(rng):
    style, who = Style(rng), w.person(rng)
    jobs = rng.sample(w.JOBS, 3)
    year = rng.randint(2008, 2016)
    work = [f"{year + 3 * k} – {year + 3 * k + 2} : {job[0]}, {w.employer(rng)}" for k, job in enumerate(jobs)]
    study = [f"{year - 2} : {rng.choice(w.DIPLOMAS)[0]}", f"{year - 4} : Baccalauréat, lycée {w.of(w.town(rng))}"]
    sections = [h2(rng.choice(("Parcours professionnel", "Expériences", "EXPÉRIENCE"))) + ul(work), h2(rng.choice(("Formation", "Études et formations", "DIPLÔMES ET FORMATIONS"))) + ul(study),
                h2(rng.choice(("Compétences", "Savoir-faire"))) + ul(("Pack Office, messagerie", "Accueil du public", "Anglais courant, espagnol scolaire")), h2(rng.choice(("Loisirs", "Divers", "Centres d'intérêt"))) + p("Randonnée, chorale, bénévolat. Permis B, véhicule.")]
    if rng.random() < 0.4:
        sections.reverse()
    name = f"{who.first} {who.called}"
    head = h1(rng.choice((name, name, f"{name}<br/>{jobs[-1][0]}", "CURRICULUM VITAE"))) + p(f"{w.street(rng)}, {w.postcode(rng)} {w.town(rng)}", f"{w.phone(rng)} – {who.first.lower()[:3]}@courriel.example", f"{dt.date.today().year - who.born.year} ans")
    content = head + rng.choice(("{}", '<div class="cols">{}</div>')).format("".join(sections))
    return made(rng, "cv", content, {"holder": who.names()} if False else {}, style=style)


def piece_identite(rng):
    style, who = Style(rng), w.person(rng, 0)
    number = "".join(rng.choice("0123456789ABCDEFGHKLMNPRSTVWXZ") for _ in range(9))
    match rng.randrange(4):
        case 0:
            body = p("RÉPUBLIQUE FRANÇAISE", "CARTE NATIONALE D'IDENTITÉ / IDENTITY CARD", cls="small") + p(f"NOM / Surname<br/>{who.last}", f"Prénoms / Given names<br/>{who.first}", f"SEXE / Sex {'F' if who.female else 'M'} &nbsp; NATIONALITÉ / Nationality FRA &nbsp; DATE DE NAISS. / Date of birth {who.born:%d %m %Y}",
                     f"LIEU DE NAISSANCE / Place of birth {who.place.upper()}", f"N° DU DOCUMENT {number} &nbsp; DATE D'EXPIR. {dt.date(2031, 4, 9):%d %m %Y}")
        case 1:
            body = p("RÉPUBLIQUE FRANÇAISE", "CARTE NATIONALE D'IDENTITÉ N° : " + number) + p(f"Nom : {who.last}", f"Prénom(s) : {who.first}", f"Sexe : {'F' if who.female else 'M'} &nbsp; Né(e) le : {who.born:%d.%m.%Y}", f"à : {who.place}", "Taille : 1,68 m", "Signature du titulaire") + p(f"IDFRA{w_plain(who.last)}&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;")
        case 2:
            body = p("UNION EUROPÉENNE – RÉPUBLIQUE FRANÇAISE", "PASSEPORT – PASSPORT") + p("Type P &nbsp; Code du pays FRA", f"Passeport n° {number}", f"Nom {who.last}", f"Prénoms {who.first}", "Nationalité Française", f"Date de naissance {who.born:%d %m %Y}", f"Lieu de naissance {who.place.upper()}", "Date de délivrance 03 02 2019 &nbsp; Date d'expiration 02 02 2029",
                     "Autorité Préfecture", f"P&lt;FRA{w_plain(who.last)}&lt;&lt;{w_plain(who.first)}&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;")
        case _:
            body = p("PERMIS DE CONDUIRE – RÉPUBLIQUE FRANÇAISE") + p(f"1. {who.last}", f"2. {who.first}", f"3. {who.born:%d.%m.%Y} {who.place}", "4a. 12.05.2014 &nbsp; 4b. 11.05.2029 &nbsp; 4c. Préfecture", f"5. {number}", "9. AM B")
    place = rng.choice(("margin: 20mm auto;", "margin: 60mm 10mm;", ""))
    card = f'<div style="width:110mm;border:0.6pt solid #888;border-radius:3mm;padding:6mm;{place}">{body}</div>'
    return made(rng, "piece_identite", card, {}, style=style)


def w_plain(text):
    import unicodedata
    return "".join(c for c in unicodedata.normalize("NFD", text).upper() if "A" <= c <= "Z")


def demande_dispense(rng):
    """The CNFPT's own paper forms, as offices still send them: not printed by the product."""
    style, who, employer = Style(rng), w.person(rng), w.employer(rng)
    job, grade, cadre, category, _ = rng.choice(w.JOBS)
    code, name = rng.choice((("15311", f"DEMANDE DE DISPENSE DE FORMATION D'INTÉGRATION – Catégories A et B"), ("15312", "Demande de dispense de formation d'intégration – Catégorie C"), ("15363", "DEMANDE DE DISPENSE DE FORMATION DE PROFESSIONNALISATION AU 1er EMPLOI"),
                             ("15362", "Demande de dispense de la formation de professionnalisation tout au long de la carrière"), ("15364", "Demande de dispense de formation – Affectation sur un poste à responsabilité")))
    first = h2("Identification de l'employeur") + labels(rng, [("Dénomination", employer), ("SIRET", "2" + "".join(str(rng.randint(0, 9)) for _ in range(13))), ("Interlocuteur", w.phone(rng))]) + h2("Identification de l'agent") \
        + labels(rng, [("Nom de famille", who.last), ("Nom d'usage", who.usual or "–"), ("Prénom", who.first), ("Grade", grade), ("Cadre d'emplois", cadre), ("Date de nomination", w.slashed(w.some_day(rng)))]) \
        + h2("Objet de la demande") + p("☒ Dispense totale ☐ Dispense partielle", f"Nombre de jours demandés : {rng.randint(1, 10)}") + h2("Motifs") + p("Diplôme, titre, expérience, formations suivies ou bilan de compétences à l'appui de la demande.")
    second = h2("Avis et signatures") + grid(("L'agent", "Le responsable hiérarchique", "L'autorité territoriale"), [(sign("sign1"), sign("sign2"), sign("sign3"))]) + h2("Cadre réservé au CNFPT") + p("Décision : ☐ accordée ☐ partielle ☐ refusée", "Pour le président du CNFPT et par délégation")
    pages = first + (('<div class="break"></div>' if rng.random() < 0.4 else "") + second)
    return made(rng, "demande_dispense", letterhead(rng, style, "CNFPT", "Centre national de la fonction publique territoriale") + h1(name) + pages + foot(f"{code} – v{rng.randint(6, 11)} – Décret n° 2008-512 du 29 mai 2008"), {}, style=style)


def other(rng):
    maker = rng.choice((_summons, _summons, _attendance, _attendance, _appraisal, _appraisal, _bank, _bank, _tax, _tax, _record, _offer, _offer, _invoice, _quote, _agreement, _deliberation, _pay, _article, _survey, _traffic, _insurance, _honour, _rules, _medical, _minutes))
    style = Style(rng)
    sub, content = maker(rng, style)
    return made(rng, "other", content, {}, sub, style)


def _summons(rng, style):
    who, body, (theme, aims), about = w.person(rng), rng.choice(w.BODIES), rng.choice(w.THEMES), w.session(rng)
    return "convocation", (letterhead(rng, style, esc(body)) + h1(rng.choice(("CONVOCATION", "Convocation à un stage", "Lettre de convocation"))) + p(f"{who.title} {who.first} {who.called},", f"Votre inscription au stage « {theme} » est retenue. Vous êtes attendu{who.e} {w.span(rng, about)} à 9 heures, {w.street(rng)}, {w.town(rng)}.",
            "Merci de vous munir de la présente et d'une pièce d'identité. En cas d'empêchement, prévenez votre employeur.", "Une attestation de présence vous sera remise le dernier jour.") + rows([("Horaires", "9 h – 17 h"), ("Salle", rng.randint(1, 20)), ("Déjeuner", "Pris en charge")]) + p("Le service des inscriptions") + body_foot(rng, body))


def _attendance(rng, style):
    body, (theme, aims), about = rng.choice(w.BODIES), rng.choice(w.THEMES), w.session(rng)
    names = [w.person(rng) for _ in range(rng.randint(5, 11))]
    return "feuille_emargement", (letterhead(rng, style, esc(body)) + h1(rng.choice(("FEUILLE D'ÉMARGEMENT", "Liste d'émargement", "Feuille de présence"))) + p(f"Formation : {theme}", f"Date : {w.slashed(about.first)}", "Formateur : Hugues LERAITRE")
            + grid(("Nom et prénom", "Signature matin", "Signature après-midi"), [(f"{n.called} {n.first}", "<br/><br/>", "") for n in names]) + p("Signature du formateur"))


def _appraisal(rng, style):
    who, chief = w.person(rng), w.person(rng)
    return "compte_rendu_entretien", (letterhead(rng, style, w.employer(rng)) + h1(rng.choice(("COMPTE RENDU D'ENTRETIEN PROFESSIONNEL", "Compte-rendu de l'entretien annuel d'évaluation", "ENTRETIEN PROFESSIONNEL – ANNÉE 2024"))) + rows([("Agent évalué", f"{who.first} {who.called}"), ("Évaluateur", f"{chief.first} {chief.called}"), ("Date de l'entretien", w.slashed(w.some_day(rng)))])
            + h2("Bilan de l'année écoulée") + p("Les objectifs fixés ont été atteints.") + h2("Appréciation de la valeur professionnelle") + grid(("Critère", "Insuffisant", "Satisfaisant", "Très satisfaisant"), [("Efficacité dans l'emploi", "", "X", ""), ("Qualités relationnelles", "", "", "X"), ("Compétences professionnelles et techniques", "", "X", "")])
            + h2("Objectifs pour l'année à venir") + p("Mettre à jour la fiche de poste ; suivre une formation bureautique.") + p("Signature de l'agent valant notification") + sign())


def _bank(rng, style):
    who = w.person(rng)
    iban = "FR76 " + " ".join("".join(str(rng.randint(0, 9)) for _ in range(4)) for _ in range(5)) + " 123"
    return "rib", (letterhead(rng, style, rng.choice(("Caisse régionale du Littoral", "Banque populaire de l'Iton", "La Banque du Bocage"))) + h1(rng.choice(("RELEVÉ D'IDENTITÉ BANCAIRE", "RIB", "Relevé d'identité bancaire – IBAN"))) + p(f"Titulaire du compte : {who.title} {who.first} {who.called}") + grid(("Banque", "Guichet", "N° compte", "Clé"), [("11315", "00001", "08012345678", "97")]) + p(f"IBAN : {iban}", "BIC : CEPAFRPP131", "Domiciliation : agence du centre"))


def _tax(rng, style):
    who = w.person(rng)
    return "avis_imposition", (letterhead(rng, style, "DIRECTION GÉNÉRALE DES FINANCES PUBLIQUES", "Centre des finances publiques") + h1(f"AVIS D'IMPÔT {rng.randint(2019, 2025)}") + p("Impôt sur les revenus et prélèvements sociaux", f"{who.short} {who.called} {who.first}", f"Numéro fiscal : 30 12 {rng.randint(100, 999)} {rng.randint(100, 999)} 456", f"Référence de l'avis : 24 14 {rng.randint(1000000, 9999999)} 17")
            + grid(("Détail des revenus", "Montant"), [("Traitements et salaires", "24 310"), ("Revenu fiscal de référence", "21 879"), ("Nombre de parts", "2,00"), ("Impôt net", "612")]))


def _record(rng, style):
    who = w.person(rng)
    return "livret_individuel", (letterhead(rng, style, w.employer(rng)) + h1("LIVRET INDIVIDUEL DE FORMATION") + p(f"Titulaire : {who.first} {who.called}", "Décret n° 2008-830 du 22 août 2008") + h2("Formation initiale") + grid(("Année", "Diplôme", "Établissement"), [(2004, "Baccalauréat", "Lycée"), (2006, "BTS", "Lycée")])
            + h2("Formations suivies au cours de la carrière") + grid(("Date", "Intitulé", "Organisme", "Durée"), [(2019, w.THEMES[3][0], "CNFPT", "3 j"), (2021, w.THEMES[4][0], "CNFPT", "2 j")]) + h2("Expériences professionnelles") + p("Agent d'accueil, 2010-2015"))


def _offer(rng, style):
    job, grade, cadre, category, missions = rng.choice(w.JOBS)
    employer = w.employer(rng)
    return "offre_emploi", (letterhead(rng, style, employer) + h1(rng.choice((f"{employer} recrute", "OFFRE D'EMPLOI", f"Recrutement : {job}", "AVIS DE VACANCE DE POSTE"))) + p(f"{job} (f/h) – cadre d'emplois des {cadre.lower()}", "Poste à pourvoir dès que possible, par voie statutaire ou contractuelle.") + h2("Missions") + ul(missions) + h2("Profil recherché")
            + p("Expérience souhaitée, autonomie, permis B.") + h2("Avantages") + p("Régime indemnitaire, CNAS, titres-restaurant.") + p(f"Candidature (lettre de motivation et CV) à adresser avant le {w.written(w.some_day(rng))} à recrutement@ville.example.", "Renseignements auprès du service du personnel."))


def _invoice(rng, style):
    body, (theme, _) = rng.choice(w.BODIES), rng.choice(w.THEMES)
    return "facture", (letterhead(rng, style, esc(body)) + h1(f"FACTURE N° {rng.randint(100, 999)}") + p(f"Date : {w.slashed(w.some_day(rng))}", f"Client : {w.employer(rng)}") + grid(("Désignation", "Quantité", "Prix unitaire", "Montant"), [(f"Formation « {theme} »", "2 jours", "850,00 €", "1 700,00 €")]) + p("Total net à payer : 1 700,00 €", "Règlement à 30 jours par virement. TVA non applicable.") + body_foot(rng, body))


def _quote(rng, style):
    body, (theme, _) = rng.choice(w.BODIES), rng.choice(w.THEMES)
    return "devis", (letterhead(rng, style, esc(body)) + h1(f"DEVIS N° D{rng.randint(100, 999)}") + p(f"Validité : deux mois", f"Pour : {w.employer(rng)}") + grid(("Prestation", "Durée", "Prix"), [(f"Action de formation {theme}", "14 h", "1 450 €"), ("Frais de déplacement", "", "120 €")]) + p("Bon pour accord, date et signature :") + sign())


def _agreement(rng, style):
    body, (theme, aims), about = rng.choice(w.BODIES), rng.choice(w.THEMES), w.session(rng)
    return "convention_formation", (letterhead(rng, style, esc(body)) + h1("CONVENTION DE FORMATION PROFESSIONNELLE") + p(f"Entre les soussignés : {esc(body)}, ci-après l'organisme, et {w.employer(rng)}, ci-après le client, il est conclu la convention suivante.", f"Article 1 – Objet : l'organisme organise l'action « {theme} » {w.span(rng, about)}.", "Article 2 – Engagement de participation.",
            "Article 3 – Prix : 1 700 euros.", "Article 4 – Une attestation de fin de formation sera remise à chaque participant.", "Article 5 – Différends : tribunal compétent.") + p("Pour le client") + sign("sign1") + p("Pour l'organisme") + sign("sign2", True))


def _deliberation(rng, style):
    return "deliberation", (letterhead(rng, style, w.employer(rng), "Extrait du registre des délibérations") + h1("DÉLIBÉRATION DU CONSEIL MUNICIPAL") + p("L'an deux mille vingt-trois, le quatre avril, le conseil municipal légalement convoqué s'est réuni.", "Présents : douze. Absents excusés : trois. Secrétaire de séance désigné.", "Objet : création d'un emploi permanent d'adjoint technique",
            "Vu le code général de la fonction publique,", "Considérant les besoins des services,", "Après en avoir délibéré, à l'unanimité, le conseil décide de créer l'emploi et d'inscrire les crédits au budget.", "Ont signé au registre les membres présents."))


def _pay(rng, style):
    who = w.person(rng)
    return "bulletin_paie", (letterhead(rng, style, w.employer(rng)) + h1("BULLETIN DE PAIE") + p(f"{who.called} {who.first}", f"Grade : {rng.choice(w.JOBS)[1]}", "Période : mars 2024") + grid(("Rubrique", "Base", "Taux", "À payer", "À déduire"), [("Traitement indiciaire", "151,67", "", "1 842,10", ""), ("CNRACL", "1 842,10", "11,10 %", "", "204,47"), ("CSG déductible", "", "6,80 %", "", "123,10")]) + p("Net à payer avant impôt : 1 530,22", "Net imposable : 1 601,40"))


def _article(rng, style):
    topics = ("La piscine rouvrira au printemps après dix mois de travaux.", "Le marché du samedi change de place pendant la réfection de la halle.", "Une nouvelle ligne de bus dessert la zone d'activités.", "La collecte des encombrants reprend en septembre sur inscription.", "Trois cents arbres seront plantés le long du canal.")
    return "", (h1(rng.choice(("Bulletin municipal", "La lettre aux habitants", "Vivre au pays"))) + f'<div class="cols">' + "".join(h2(topic.split(" ", 3)[-1].rstrip(".").capitalize()) + p(topic, "Les élus ont présenté le projet en réunion publique ; les habitants ont fait part de leurs remarques.", "Les travaux sont financés par la commune et le département.") for topic in rng.sample(topics, 4)) + "</div>")


def _survey(rng, style):
    return "", (letterhead(rng, style, esc(rng.choice(w.BODIES))) + h1(rng.choice(("QUESTIONNAIRE DE SATISFACTION", "Évaluation à chaud du stage"))) + p("Votre avis nous intéresse. Cochez la case qui convient.") + grid(("", "++", "+", "-", "--"), [(item, "☐", "☐", "☐", "☐") for item in ("Accueil", "Contenu", "Rythme", "Animation", "Supports remis", "Locaux")]) + p("Commentaires :", "Recommanderiez-vous cette formation ?"))


def _traffic(rng, style):
    return "arrete_autre", (letterhead(rng, style, f"Commune {w.of(w.town(rng))}") + h1(rng.choice(("ARRÊTÉ MUNICIPAL RÉGLEMENTANT LA CIRCULATION", "Arrêté temporaire de voirie"))) + p("Le Maire,", "Vu le code de la route,", "Vu le code général des collectivités territoriales, notamment les articles L. 2213-1 et suivants,", "Considérant les travaux de réseau,") + p("<b>ARRÊTE</b>", cls="mid")
            + p(f"Article 1 : Le stationnement est interdit {w.street(rng)} du lundi au vendredi.", "Article 2 : La signalisation sera posée par l'entreprise.", "Article 3 : La gendarmerie est chargée de l'exécution du présent arrêté."))


def _insurance(rng, style):
    who = w.person(rng)
    return "", (letterhead(rng, style, "Mutuelle d'assurance des Deux Rives") + h1("ATTESTATION D'ASSURANCE") + p(f"Nous attestons que {who.title} {who.first} {who.called} est titulaire du contrat multirisque habitation n° {rng.randint(10 ** 6, 10 ** 7)}.", "La garantie responsabilité civile est acquise pour l'année en cours.", "Valable sous réserve du paiement des cotisations."))


def _honour(rng, style):
    who = w.person(rng)
    return "", (h1(rng.choice(("ATTESTATION SUR L'HONNEUR", "Déclaration sur l'honneur"))) + p(f"Je soussigné{who.e} {who.first} {who.called}, demeurant {w.street(rng)}, {w.town(rng)}, déclare sur l'honneur ne pas avoir fait l'objet d'une condamnation inscrite au bulletin n° 2.", f"Fait le {w.slashed(w.some_day(rng))}") + sign(right=True))


def _rules(rng, style):
    return "", (letterhead(rng, style, esc(rng.choice(w.BODIES))) + h1("RÈGLEMENT INTÉRIEUR APPLICABLE AUX STAGIAIRES") + p("Article 1 : Il est interdit de fumer dans les locaux.", "Article 2 : Les horaires sont à respecter ; les stagiaires signent la feuille de présence.", "Article 3 : Tout accident est déclaré sans délai.", "Article 4 : Un exemplaire est remis à chacun avant l'entrée en formation."))


def _medical(rng, style):
    who = w.person(rng)
    return "", (letterhead(rng, style, "Docteur Irène MALVAUX", "Médecin agréé") + h1("CERTIFICAT MÉDICAL D'APTITUDE") + p(f"Je certifie avoir examiné ce jour {who.title} {who.first} {who.called} et ne pas avoir constaté de contre-indication à l'exercice de ses fonctions.", f"Le {w.slashed(w.some_day(rng))}") + sign())


def _minutes(rng, style):
    return "", (letterhead(rng, style, w.employer(rng)) + h1("Compte rendu de la réunion de service") + p("Présents : huit agents. Excusés : deux.") + h2("Points abordés") + ul(("Planning des congés d'été", "Formation aux premiers secours : inscriptions avant vendredi", "Remplacement du photocopieur")) + p("Prochaine réunion le premier mardi du mois."))
