"""Tuning templates: documents of all kinds in other words, faces and layouts than the scored ones.

Set with ReportLab in the faces of the demonstration month; people and places are those of `people.py`.
"""

import datetime as dt
from dataclasses import dataclass, field

import people
import pieces
from pieces import day, slashed
from reportlab.platypus import PageBreak
from trades import DIPLOMAS, THEMES, TRADES


@dataclass(frozen=True)
class Doc:
    kind: str
    pdf: bytes
    pages: int
    facts: dict = field(default_factory=dict)
    sub: str = ""
    spots: tuple = ()


class _Case:
    def __init__(self, rng):
        self.rng, self.paper = rng, pieces._Paper(rng)
        self.who, self.where, self.trade = people.person(rng), people.collectivite(rng, rng.randrange(40)), rng.choice(TRADES)
        self.theme, self.body = rng.choice(THEMES), rng.choice(people.BODIES)
        while True:
            self.du = dt.date(rng.randint(2013, 2025), rng.randint(1, 12), rng.randint(1, 24))
            if self.du.weekday() < 3:
                break
        self.jours = rng.choice((1, 2, 3))
        self.au = self.du + dt.timedelta(days=self.jours - 1)
        self.on = self.au + dt.timedelta(days=rng.choice((0, 0, 3, 12)))
        self.gap = rng.random() < 0.25 and self.jours > 1
        if self.gap:
            self.au = self.du + dt.timedelta(days=7 + self.jours - 2)
            self.on = self.au + dt.timedelta(days=2)

    @property
    def name(self):
        who = self.who
        return self.rng.choice((f"{who.title} {who.first} {who.last}", f"{'Mme' if who.female else 'M.'} {who.last} {who.first}"))

    @property
    def e(self):
        return "e" if self.who.female else ""

    def span(self):
        if self.gap and self.jours == 2:
            return self.rng.choice((f"les {self.du.day} et {day(self.au)}" if self.du.month == self.au.month else f"les {day(self.du)} et {day(self.au)}", f"le {slashed(self.du)} et le {slashed(self.au)}"))
        if self.jours == 1:
            return self.rng.choice((f"le {day(self.du)}", f"le {slashed(self.du)}"))
        return self.rng.choice((f"du {day(self.du)} au {day(self.au)}", f"du {slashed(self.du)} au {slashed(self.au)}"))

    def periods(self):
        if self.gap and self.jours == 2:
            return [[self.du.isoformat()] * 2, [self.au.isoformat()] * 2]
        return [[self.du.isoformat(), self.au.isoformat()]]

    def lasted(self):
        plural = "s" if self.jours > 1 else ""
        return self.rng.choice(((f"{self.jours} jour{plural}", True, False), (f"{self.jours * 7} heures", False, True), (f"{self.jours} jour{plural} / {self.jours * 7} h", True, True)))

    def facts(self, lasted, **more):
        found = {"holder": [f"{self.who.first} {self.who.last}"], "title": [self.theme.title], "periods": self.periods(), "organism": [self.body], "document_date": [self.on.isoformat()]}
        if lasted[1]:
            found["days"] = [str(self.jours)]
        if lasted[2]:
            found["hours"] = [str(self.jours * 7)]
        return {**found, **more}

    def doc(self, kind, facts=None, sub=""):
        piece = self.paper.piece(kind, kind)
        return Doc(kind, piece.pdf, piece.pages, facts or {}, sub, tuple((spot.page, spot.box) for spot in piece.spots))


def attestation_formation(rng):
    c, paper = _Case(rng), None
    paper, lasted = c.paper, c.lasted()
    if rng.random() < 0.8:
        paper.letterhead(c.body, people.street(rng), "Déclaration d'activité n° 25 14 99999 14")
    layout = rng.randrange(6)
    if layout == 0:
        paper.title(rng.choice(("ATTESTATION DE FORMATION", "Attestation de fin de formation")))
        paper.text(f"Le responsable de l'organisme {c.body} certifie que {c.name} a suivi la formation « {c.theme.title} » {c.span()}, d'une durée de {lasted[0]}.")
    elif layout == 1:
        paper.title("Attestation de présence")
        paper.rows([("Nom du stagiaire", f"{c.who.last} {c.who.first}"), ("Titre de la formation", c.theme.title), ("Dates de la formation", c.span()), ("Durée de la formation", lasted[0]), ("Organisme", c.body)])
        paper.text("L'organisme de formation atteste de la présence effective du stagiaire.")
    elif layout == 2:
        paper.title("ATTESTATION D'ASSIDUITÉ")
        paper.text("Nous soussignés, organisme de formation, attestons que :", f"<b>{c.name}</b>", f"a participé à la formation {c.theme.title}", f"qui s'est tenue {c.span()} ({lasted[0]}).", "Pour servir et valoir ce que de droit.")
    elif layout == 3:
        paper.title("CERTIFICAT DE PARTICIPATION", 8)
        paper.text("Nous certifions que", c.name, "a participé à la session de formation", f"« {c.theme.title} »", c.span(), f"Durée : {lasted[0]}", align=1)
    elif layout == 4:
        paper.title("ATTESTATION DE STAGE")
        paper.text(f"STAGIAIRE : {c.who.first} {c.who.last}", f"COLLECTIVITÉ : {c.where.name}", f"STAGE : {c.theme.title}", f"SESSION : {c.span()}", f"DURÉE : {lasted[0]}", "L'intéressé a été présent à toutes les journées.", align=0)
    else:
        paper.title("ATTESTATION")
        paper.text(f"Je soussigné, directeur de {c.body}, atteste que {c.name}, agent de {c.where.name}, a suivi avec assiduité la session « {c.theme.title} » {c.span()}, soit {lasted[0]}.", "Résultats de l'évaluation des acquis : acquis.")
    paper.signed(c.where.place, c.on, "La direction", "Signature et cachet")
    return c.doc("attestation_formation", c.facts(lasted))


def certificat_realisation(rng):
    c = _Case(rng)
    paper, lasted = c.paper, c.lasted()
    paper.letterhead(c.body, people.street(rng))
    paper.title("CERTIFICAT DE RÉALISATION")
    if rng.random() < 0.5:
        paper.text(f"Je soussigné Denis VAUBERT, représentant légal du dispensateur de l'action concourant au développement des compétences : {c.body}, atteste que {c.name} a suivi l'action de formation {c.theme.title},",
                   f"qui s'est déroulée {c.span()} pour une durée de {lasted[0]}.", "Je m'engage à conserver l'ensemble des pièces justificatives.")
    else:
        paper.rows([("Organisme", c.body), ("Stagiaire", c.name), ("Intitulé de l'action", c.theme.title), ("Période de réalisation", c.span()), ("Durée", lasted[0]), ("Nature de l'action", "Action de formation")])
    paper.signed(c.where.place, c.on, "Cachet et signature")
    return c.doc("certificat_realisation", c.facts(lasted))


def programme_formation(rng):
    c = _Case(rng)
    paper, theme = c.paper, c.theme
    if rng.random() < 0.7:
        paper.letterhead(c.body, "Programme 2025", "Qualiopi")
    paper.title(rng.choice(("PROGRAMME DE FORMATION", "Programme", theme.title, "Contenu de la formation", "FICHE PÉDAGOGIQUE")))
    paper.text(f"Intitulé : {theme.title}", f"Durée : {c.lasted()[0]}", align=0)
    sections = [("Objectifs", theme.aims), ("Public", ("Agents territoriaux",)), ("Pré-requis", ("Aucun",)), ("Contenu", theme.modules), ("Méthodes pédagogiques", ("Exposés", "Cas pratiques")), ("Évaluation", ("Quiz de fin de formation",))]
    for heading, items in rng.sample(sections, len(sections)) if rng.random() < 0.3 else sections:
        paper.heading(heading)
        paper.bullets(items)
    if rng.random() < 0.4:
        paper.flow.append(PageBreak())
        paper.heading("Déroulé")
        for k, module in enumerate(theme.modules, 1):
            paper.text(f"Jour {k} : {module}", "Matin : apports. Après-midi : exercices d'application.")
        paper.heading("Moyens pédagogiques")
        paper.text("Salle équipée, supports remis. Une attestation de formation est remise à chaque participant.")
    return c.doc("programme_formation", {"title": [theme.title]})


def fiche_poste(rng):
    c = _Case(rng)
    paper, trade = c.paper, c.trade
    paper.letterhead(c.where.name, "Ressources humaines")
    paper.title(rng.choice(("FICHE DE POSTE", "Fiche de poste", "PROFIL DE POSTE", "FICHE DE FONCTION")))
    if rng.random() < 0.5:
        paper.rows([("Intitulé du poste", trade.job), ("Nom et prénom de l'agent", f"{c.who.last} {c.who.first}"), ("Grade", trade.grade), ("Service", trade.service), ("Supérieur hiérarchique", "Le chef de service"), ("Missions principales", "<br/>".join(trade.missions)),
                    ("Compétences requises", "Savoirs, savoir-faire, savoir-être"), ("Conditions d'exercice", "Horaires variables"), ("Relations fonctionnelles", "Élus, usagers")])
    else:
        paper.text(f"Intitulé du poste : {trade.job}", f"Titulaire du poste : {c.who.first} {c.who.last}", align=0)
        for heading, items in (("Missions du poste", trade.missions), ("Activités", trade.missions[:2]), ("Compétences", ("Techniques", "Relationnelles")), ("Contraintes", ("Disponibilité",))):
            paper.heading(heading)
            paper.bullets(items)
        if rng.random() < 0.4:
            paper.flow.append(PageBreak())
        paper.heading("Exigences requises")
        paper.bullets(("Savoirs : cadre réglementaire", "Savoir-faire : organiser", "Savoir-être : écoute"))
        paper.heading("Moyens mis à disposition")
        paper.text("Matériel informatique. Équipements de protection individuelle.")
    paper.text(f"Date de mise à jour : {slashed(c.on)}", "Signature de l'agent", "Signature du responsable")
    paper.flow.append(pieces._SignHere(paper.spots))
    return c.doc("fiche_poste", {"holder": [f"{c.who.first} {c.who.last}"], "function": [trade.job]})


def diplome(rng):
    c = _Case(rng)
    paper = c.paper
    name, level, school = rng.choice(DIPLOMAS)
    born = dt.date(rng.randint(1965, 2000), rng.randint(1, 12), rng.randint(1, 28))
    facts = {"holder": [f"{c.who.first} {c.who.last}"], "title": [name], "birth_date": [born.isoformat()], "document_date": [c.on.isoformat()]}
    if rng.random() < 0.25:
        paper.letterhead(school, "Scolarité")
        paper.title(rng.choice(("ATTESTATION DE RÉUSSITE", "RELEVÉ DE NOTES")))
        paper.text(f"{c.name}, né{c.e} le {day(born)}, est déclaré{c.e} admis{c.e} au diplôme : {name}.", "Résultat du jury : admis. Année universitaire 2018-2019.")
        facts.pop("holder")
    else:
        paper.text("RÉPUBLIQUE FRANÇAISE", school, align=1, bold=True, size=2)
        paper.title(name, 5)
        paper.text("Vu le code de l'éducation ;", "Vu le procès-verbal du jury ;", f"Le diplôme est délivré à {c.who.title} {c.who.first} {c.who.last}, né{c.e} le {day(born)} à {c.where.place}.", "Avec la mention bien.")
    paper.signed(c.where.place, c.on, "Le recteur")
    return c.doc("diplome", facts)


def arrete_nomination(rng):
    c = _Case(rng)
    paper, trade = c.paper, c.trade
    start = dt.date(rng.randint(2015, 2025), rng.randint(1, 12), 1)
    signed = start - dt.timedelta(days=rng.randint(4, 20))
    paper.letterhead(c.where.name, "République française")
    layout = rng.randrange(3)
    facts = {"holder": [f"{c.who.first} {c.who.last}"], "grade": [trade.grade], "effective_date": [start.isoformat()], "document_date": [signed.isoformat()]}
    if layout == 0:
        paper.title("ARRÊTÉ PORTANT NOMINATION STAGIAIRE", 3)
        mode, said = rng.choice((("CONCOURS", f"Considérant que {c.name} est inscrit{c.e} sur la liste d'aptitude du concours externe ;"), ("SANS_CONCOURS", "Considérant le recrutement sans concours ;"), ("PROMOTION_INTERNE", "Considérant l'inscription sur la liste d'aptitude au titre de la promotion interne ;")))
        facts["access_mode"] = [mode]
        paper.text("Le Maire,", "Vu le code général de la fonction publique ;", "Vu le décret n° 92-1194 du 4 novembre 1992 ;", "Vu la délibération du conseil municipal du 12 mars 2014 ;", said)
        paper.text("ARRÊTE", align=1, bold=True)
        paper.text(f"Article 1er : {c.name}, né{c.e} le 3 mai 1985, est nommé{c.e} {trade.grade} stagiaire à compter du {day(start)}.", "Article 2 : La durée du stage est fixée à un an.", "Article 3 : L'agent est placé au 2e échelon, indice brut 371.")
    elif layout == 1:
        paper.title("ARRÊTÉ DE TITULARISATION", 3)
        paper.text("Le Président,", "Vu la loi n° 84-53 du 26 janvier 1984 ;", "Considérant que l'intéressé a accompli son stage ;")
        paper.text("A R R E T E", align=1, bold=True)
        paper.text(f"ARTICLE 1 : À compter du {day(start)}, {c.name} est titularisé{c.e} au grade de {trade.grade}.", "ARTICLE 2 : Ampliation sera adressée au représentant de l'État.", "ARTICLE 3 : Le présent arrêté peut faire l'objet d'un recours.")
    else:
        paper.title("CONTRAT À DURÉE DÉTERMINÉE", 3)
        paper.text(f"Entre {c.where.name}, d'une part,", f"et {c.name}, d'autre part,", "il a été convenu ce qui suit :", f"Article 1 : L'agent est recruté du {day(start)} au {day(start.replace(year=start.year + 1))} en qualité de {trade.grade}.", "Article 2 : Rémunération, indice brut 367.", "Article 3 : Période d'essai d'un mois.")
        facts = {"holder": facts["holder"], "document_date": facts["document_date"]}
    paper.signed(c.where.place, signed, "L'autorité territoriale")
    return c.doc("arrete_nomination", facts)


def etat_services(rng):
    c = _Case(rng)
    paper, trade = c.paper, c.trade
    start = dt.date(rng.randint(2004, 2012), rng.randint(1, 12), 1)
    spans = []
    for _ in range(rng.choice((1, 2, 3))):
        end = start + dt.timedelta(days=rng.randint(200, 900))
        spans.append((start, end))
        start = end + dt.timedelta(days=1)
    paper.letterhead(c.where.name, "Service du personnel")
    if len(spans) > 1 or rng.random() < 0.3:
        paper.title(rng.choice(("ÉTAT DES SERVICES", "ÉTAT DÉTAILLÉ DES SERVICES ACCOMPLIS", "RELEVÉ DE SERVICES")))
        paper.text(f"Nom et prénom : {c.who.last} {c.who.first}", align=0)
        paper.rows([("Emploi", "Du", "Au", "Quotité"), *((trade.grade, slashed(a), slashed(b), "100 %") for a, b in spans)], (70, 30, 30, 30))
        paper.text("Durée totale des services : voir ci-dessus.")
    else:
        spans = spans[:1]
        a, b = spans[0]
        paper.title(rng.choice(("CERTIFICAT DE TRAVAIL", "ATTESTATION EMPLOYEUR", "ATTESTATION DE TRAVAIL")))
        paper.text(f"Je soussigné, responsable du personnel, certifie que {c.name} a été employé{c.e} du {day(a)} au {day(b)} en qualité de {trade.job}.", "L'intéressé est libre de tout engagement.", "Pour servir et valoir ce que de droit.")
    paper.signed(c.where.place, c.on, "Le chef du personnel")
    return c.doc("etat_services", {"holder": [f"{c.who.first} {c.who.last}"], "periods": [[a.isoformat(), b.isoformat()] for a, b in spans], "document_date": [c.on.isoformat()]})


def bilan_competences(rng):
    c = _Case(rng)
    paper = c.paper
    paper.letterhead(c.body, "Centre de bilan")
    if rng.random() < 0.5:
        paper.title("ATTESTATION DE BILAN DE COMPÉTENCES")
        paper.text(f"Le centre atteste que {c.name} a suivi un bilan de compétences de 24 heures.", "Phase préliminaire, phase d'investigation, phase de conclusion.")
        paper.signed(c.where.place, c.on, "La consultante")
        return c.doc("bilan_competences", {"holder": [f"{c.who.first} {c.who.last}"], "organism": [c.body], "document_date": [c.on.isoformat()]})
    paper.title("BILAN DE COMPÉTENCES", 6)
    paper.text("Document de synthèse", f"Bénéficiaire : {c.name}", align=1)
    for heading in ("Circonstances du bilan", "Compétences et aptitudes", "Projet professionnel", "Plan d'action"):
        paper.heading(heading)
        paper.text("Le bénéficiaire a été accompagné dans sa réflexion. Ce document ne peut être communiqué à un tiers sans son accord.")
    return c.doc("bilan_competences", {"holder": [f"{c.who.first} {c.who.last}"]})


def courrier(rng):
    c = _Case(rng)
    paper = c.paper
    if rng.random() < 0.2:
        paper.letterhead(c.where.name)
        paper.title("BORDEREAU D'ENVOI")
        paper.rows([("Désignation", "Nombre"), ("Attestation de formation", "1"), ("Programme de formation", "1"), ("Fiche de poste", "1")], (100, 40))
        return c.doc("courrier")
    paper.text(c.where.name, *c.where.address, align=0, size=-1)
    paper.right("CNFPT", f"{c.where.place}, le {day(c.on)}")
    subject, body = rng.choice((("dispense de formation", "Je vous prie de trouver ci-joint le dossier de dispense, l'attestation de formation et le programme."), ("pièces complémentaires", "Suite à votre demande, je vous adresse la fiche de poste et l'arrêté de nomination."),
                                ("demande de renseignement", "Je souhaite savoir si un diplôme d'État permet une dispense de formation d'intégration."), ("réclamation", "Je n'ai pas reçu mon attestation de stage.")))
    paper.text(f"Objet : {subject}", "Madame, Monsieur,", body, rng.choice(("Je vous prie d'agréer, Madame, Monsieur, mes salutations distinguées.", "Veuillez agréer l'expression de ma considération distinguée.", "Bien cordialement,")))
    paper.signed(c.where.place, c.on, c.where.head.full)
    return c.doc("courrier")


def cv(rng):
    c = _Case(rng)
    paper, who = c.paper, c.who
    paper.text(f"{who.first} {who.last}", bold=True, size=4, align=0)
    paper.text(people.street(rng), "06 12 34 56 78", align=0)
    if rng.random() < 0.5:
        paper.title("CURRICULUM VITAE")
    for heading, items in (("Expérience professionnelle", [f"{2010 + 3 * k}-{2012 + 3 * k} : {trade.job}" for k, trade in enumerate(rng.sample(TRADES, 3))]), ("Formation", [f"2008 : {rng.choice(DIPLOMAS)[0]}"]), ("Langues", ["Anglais : courant"]), ("Centres d'intérêt", ["Musique, sport"])):
        paper.heading(heading)
        paper.bullets(items)
    return c.doc("cv")


def piece_identite(rng):
    c = _Case(rng)
    paper, who = c.paper, c.who
    layout = rng.randrange(3)
    if layout == 0:
        paper.text("RÉPUBLIQUE FRANÇAISE", "CARTE NATIONALE D'IDENTITÉ N° 140999912345", f"Nom : {who.last}", f"Prénom(s) : {who.first}", "Nationalité française", "Sexe : F   Né(e) le : 03.04.1986", "Taille : 1,70 m", f"IDFRA{people.plain(who.last)}&lt;&lt;&lt;&lt;&lt;&lt;", align=0)
    elif layout == 1:
        paper.text("PASSEPORT", "République française", f"Nom {who.last}", f"Prénoms {who.first}", "Nationalité Française", "Date de naissance 03 04 1986", "Date d'expiration 01 02 2030", "P&lt;FRA&lt;&lt;", align=0)
    else:
        paper.text("PERMIS DE CONDUIRE", "République française", f"1. {who.last}", f"2. {who.first}", "3. 03.04.1986", "4b. 19.01.2033", "9. B", align=0)
    return c.doc("piece_identite")


def demande_dispense(rng):
    c = _Case(rng)
    paper = c.paper
    paper.letterhead("CNFPT")
    paper.title(rng.choice(("DEMANDE DE DISPENSE DE FORMATION D'INTÉGRATION", "DEMANDE DE DISPENSE DE FORMATION DE PROFESSIONNALISATION AU 1er EMPLOI")), 3)
    paper.rows([("Collectivité", c.where.name), ("SIRET", c.where.siret), ("Nom de l'agent", c.who.last), ("Prénom", c.who.first), ("Grade", c.trade.grade), ("Nombre de jours demandés", str(rng.randint(1, 10)))])
    paper.heading("Avis de l'autorité territoriale")
    paper.text("Favorable / défavorable", "Signature de l'agent", "Cachet de la collectivité")
    paper.text("Cadre réservé au CNFPT : dispense totale, dispense partielle.")
    return c.doc("demande_dispense")


def other(rng):
    c = _Case(rng)
    paper = c.paper
    layout = rng.randrange(9)
    name = ("convocation", "feuille_emargement", "compte_rendu_entretien", "rib", "facture", "offre_emploi", "deliberation", "", "arrete_autre")[layout]
    if layout == 0:
        paper.title("CONVOCATION")
        paper.text(f"{c.name}, vous êtes convoqué{c.e} au stage {c.theme.title} {c.span()}. Vous voudrez bien vous présenter à 9 heures. Une attestation vous sera remise.")
    elif layout == 1:
        paper.title("FEUILLE D'ÉMARGEMENT")
        paper.rows([("Nom et prénom", "Matin", "Après-midi"), *((f"{p.last} {p.first}", " ", " ") for p in (people.person(rng) for _ in range(7)))], (80, 40, 40))
    elif layout == 2:
        paper.title("COMPTE RENDU D'ENTRETIEN PROFESSIONNEL")
        paper.text("Agent évalué", "Objectifs de l'année : atteints", "Appréciation de la valeur professionnelle : satisfaisant", "Fiche de poste à jour : oui")
    elif layout == 3:
        paper.title("RELEVÉ D'IDENTITÉ BANCAIRE")
        paper.text("Titulaire du compte", "IBAN FR76 3000 1007 9412 3456 7890 185", "BIC BDFEFRPP")
    elif layout == 4:
        paper.title("FACTURE")
        paper.rows([("Désignation", "Montant"), (f"Formation {c.theme.title}", "900 €"), ("Total TTC", "900 €")], (100, 40))
    elif layout == 5:
        paper.title(f"{c.where.name} recrute")
        paper.text(f"Poste à pourvoir : {c.trade.job}", "Missions :", *c.trade.missions, "Adresser votre candidature (CV et lettre de motivation) avant le 30 juin.")
    elif layout == 6:
        paper.title("DÉLIBÉRATION")
        paper.text("Le conseil municipal, après en avoir délibéré, à l'unanimité, décide de créer un poste.", "Secrétaire de séance : un conseiller.")
    elif layout == 7:
        paper.text(*(f"{theme.title}. La commune informe les habitants que les travaux commenceront bientôt." for theme in THEMES[:5]))
    else:
        paper.title("ARRÊTÉ DE CIRCULATION")
        paper.text("Le Maire, Vu le code de la route,", "ARRÊTE", "Article 1 : Le stationnement est interdit.", "Article 2 : La gendarmerie est chargée de l'exécution du présent arrêté.")
    return c.doc("other", {}, name)
