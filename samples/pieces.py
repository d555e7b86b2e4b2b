"""The pieces of a dossier, as PDF: attestations, programmes, fiches de poste, diplomas…

Each maker returns a Piece: the bytes of a PDF of one or more pages, and the
spots where someone may sign or stamp it.  Layout, wording and face vary with
the random source; what is said agrees with the request.
"""

import io
import re
from dataclasses import dataclass

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_RIGHT
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, HRFlowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

import people
from trades import TRADES

FONTS = "/usr/share/fonts/truetype/"
FACES = {  # Name: regular, bold.  The first three are PDF's own, not embedded.
    "Helvetica": ("Helvetica", "Helvetica-Bold"),
    "Times": ("Times-Roman", "Times-Bold"),
    "Courier": ("Courier", "Courier-Bold"),
    "LiberationSans": ("liberation2/LiberationSans-Regular.ttf", "liberation2/LiberationSans-Bold.ttf"),
    "LiberationSerif": ("liberation2/LiberationSerif-Regular.ttf", "liberation2/LiberationSerif-Bold.ttf"),
    "DejaVuSans": ("dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf"),
    "DejaVuSerif": ("dejavu/DejaVuSerif.ttf", "dejavu/DejaVuSerif-Bold.ttf"),
    "DejaVuCondensed": ("dejavu/DejaVuSansCondensed.ttf", "dejavu/DejaVuSansCondensed-Bold.ttf"),
}
MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
          "novembre", "décembre")


@dataclass(frozen=True)
class Spot:
    """Where a piece may be signed or stamped: page from 1, box in mm from the top left."""
    page: int
    box: tuple


@dataclass(frozen=True)
class Piece:
    kind: str
    pdf: bytes
    pages: int
    spots: tuple


def day(date):
    return f"{'1er' if date.day == 1 else date.day} {MONTHS[date.month - 1]} {date.year}"


def slashed(date):
    return f"{date:%d/%m/%Y}"


def unbroken(text):
    """No line break before high punctuation nor inside guillemets."""
    return re.sub(r" (?=[;:!?»])|(?<=«) ", "\u00a0", text)


class _SignHere(Flowable):
    """Empty room whose place on the page is noted when it is laid out."""

    def __init__(self, spots, width=70 * mm, height=24 * mm):
        super().__init__()
        self.width, self.height, self.spots = width, height, spots
        self.hAlign = "RIGHT"

    def draw(self):
        x, y = self.canv.absolutePosition(0, 0)
        top = A4[1] - y - self.height
        box = (x / mm, top / mm, (x + self.width) / mm, (top + self.height) / mm)
        self.spots.append(Spot(self.canv.getPageNumber(), box))


class _Paper:
    """One document being composed: its face, sizes and flow."""

    def __init__(self, rng, faces=tuple(FACES), size=None):
        self.rng = rng
        self.regular, self.bold = _face(rng.choice(faces))
        self.size = size or rng.choice((10, 10.5, 11))
        self.color = HexColor(rng.choice(("#000000", "#1f3a5f", "#5a1e2c", "#24502f")))
        self.flow, self.spots = [], []

    def _style(self, size=0.0, bold=False, align=TA_JUSTIFY, **more):
        points = self.size + size
        return ParagraphStyle("", fontName=self.bold if bold else self.regular, fontSize=points,
                              leading=points * 1.35, alignment=align, spaceAfter=points * 0.5, **more)

    def text(self, *lines, align=TA_JUSTIFY, size=0.0, bold=False, **more):
        style = self._style(size, bold, align, **more)
        self.flow += [Paragraph(unbroken(line), style) for line in lines]

    def right(self, *lines):
        self.text(*lines, align=TA_RIGHT)

    def title(self, text, size=6.0):
        self.gap(4)
        self.text(text, align=TA_CENTER, size=size, bold=True, textColor=self.color)
        self.gap(4)

    def heading(self, text):
        self.gap(1.5)
        self.text(text, size=1, bold=True, align=0, textColor=self.color)

    def bullets(self, items):
        self.text(*items, align=0, leftIndent=14, bulletIndent=4, bulletText="-")

    def gap(self, millimetres):
        self.flow.append(Spacer(1, millimetres * mm))

    def rule(self):
        self.flow.append(HRFlowable(width="100%", color=self.color, spaceAfter=6))

    def rows(self, rows, widths=(55, 110)):
        cells = [[Paragraph(unbroken(cell), self._style(-0.5, bold=k == 0 and len(row) == 2, align=0)) for k, cell in enumerate(row)]
                 for row in rows]
        self.flow.append(Table(cells, [width * mm for width in widths], style=[
            ("GRID", (0, 0), (-1, -1), 0.4, self.color), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
        self.gap(3)

    def letterhead(self, name, *lines):
        if self.rng.random() < 0.5:
            self.text(name, bold=True, size=3, align=0, textColor=self.color)
            self.text(*lines, align=0, size=-1.5)
        else:
            self.text(name, bold=True, size=3, align=TA_CENTER, textColor=self.color)
            self.text(" – ".join(lines), align=TA_CENTER, size=-1.5)
        self.rule()

    def signed(self, place, date, *quality):
        self.gap(5)
        self.right(f"Fait à {place}, le {day(date)}", *quality)
        self.flow.append(_SignHere(self.spots))

    def piece(self, kind, title):
        data = io.BytesIO()
        margin = self.rng.uniform(19, 25) * mm
        document = SimpleDocTemplate(data, pagesize=A4, leftMargin=margin, rightMargin=margin, topMargin=18 * mm,
                                     bottomMargin=16 * mm, title=title, invariant=1)
        document.build(self.flow)
        return Piece(kind, data.getvalue(), document.page, tuple(self.spots))


def _face(name):
    files = FACES[name]
    if not files[0].endswith(".ttf"):
        return files
    names = (name, name + "-Bold")
    if name not in pdfmetrics.getRegisteredFontNames():
        for font, file in zip(names, files):
            pdfmetrics.registerFont(TTFont(font, FONTS + file))
        pdfmetrics.registerFontFamily(name, normal=name, bold=names[1], italic=name, boldItalic=names[1])
    return names


def _holder(request):
    agent = request.agent
    used = f" (nom d'usage {agent.married})" if agent.married else ""
    return f"{agent.title} {agent.first} {agent.last}{used}"


def _body_head(paper, formation):
    paper.letterhead(formation.organisme, "Organisme de formation professionnelle continue", "14995 VALMER SUR ORNE",
                     "Déclaré sous le numéro 28 14 09999 14 auprès du préfet de région")


def attestation_formation(rng, request, formation):
    paper = _Paper(rng)
    _body_head(paper, formation)
    hours, end = formation.jours * 7, formation.au
    agent, e = _holder(request), "e" if request.agent.female else ""
    layout = rng.randrange(3)
    if layout == 0:
        paper.title(rng.choice(("ATTESTATION DE FIN DE FORMATION", "ATTESTATION DE FORMATION")))
        paper.text(f"Je soussignée Claire VAUTIERVAL, agissant en qualité de directrice de {formation.organisme}, atteste que :")
        paper.text(agent, bold=True, align=TA_CENTER, size=1)
        paper.text(f"en fonction au sein de la collectivité : {request.where.name},", "a suivi avec assiduité la formation :")
        paper.text(f"« {formation.theme.title} »", bold=True, align=TA_CENTER, size=1)
        paper.text(f"Période de la formation : du {day(formation.du)} au {day(end)}",
                   f"Durée : {formation.jours} jours, soit {hours} heures", f"Lieu de réalisation de la formation : {request.where.place}")
        paper.heading("Objectifs pédagogiques")
        paper.bullets(formation.theme.aims)
        paper.text("Résultats de l'évaluation des acquis : objectifs atteints.")
    elif layout == 1:
        paper.title("ATTESTATION DE SUIVI DE FORMATION")
        paper.rows([("Stagiaire", agent), ("Employeur", request.where.name), ("Intitulé du stage", formation.theme.title),
                    ("Nature de l'action", "Action de formation"), ("Dates", f"du {slashed(formation.du)} au {slashed(end)}"),
                    ("Nombre de jours effectivement suivis", f"{formation.jours} jours ({hours} heures)"),
                    ("Évaluation des acquis", "Quiz final et mise en situation : acquis")])
        paper.text(f"Nous attestons que {agent} a participé à l'action de formation désignée ci-dessus.",
                   "Attestation remise au stagiaire pour servir et valoir ce que de droit.")
    else:
        paper.title("ATTESTATION DE PRÉSENCE")
        paper.text(f"L'organisme {formation.organisme} atteste que {agent} a été présent{e} à toutes les journées de la session "
                   f"de formation intitulée « {formation.theme.title} », qui s'est tenue du {day(formation.du)} au {day(end)}, "
                   f"pour une durée de {formation.jours} jours ({hours} heures).",
                   "Les feuilles d'émargement sont conservées par l'organisme.",
                   "Cette attestation est à conserver sans limite de temps.",
                   "Délivrée à l'intéressé pour servir et valoir ce que de droit.")
    paper.signed("Valmer-sur-Orne", end, "Signature et cachet de l'organisme")
    return paper.piece("attestation_formation", "Attestation")


def certificat_realisation(rng, request, formation):
    paper = _Paper(rng)
    _body_head(paper, formation)
    paper.title("CERTIFICAT DE RÉALISATION")
    agent, hours = _holder(request), formation.jours * 7
    paper.text(f"Je soussigné Paul ARDEMONT, représentant légal du dispensateur de l'action concourant au développement des "
               f"compétences {formation.organisme},", "atteste que :")
    if rng.random() < 0.5:
        paper.text(f"{agent}, agent de {request.where.name}, a suivi l'action « {formation.theme.title} »")
        paper.text("Nature de l'action concourant au développement des compétences :")
        paper.bullets(("[X] action de formation", "[ ] bilan de compétences", "[ ] action de VAE"))
        paper.text(f"qui s'est déroulée du {slashed(formation.du)} au {slashed(formation.au)} pour une durée de {hours} heures.")
    else:
        paper.rows([("Bénéficiaire", agent), ("Employeur", request.where.name), ("Intitulé de l'action", formation.theme.title),
                    ("Nature de l'action", "Action de formation"),
                    ("Période", f"du {slashed(formation.du)} au {slashed(formation.au)}"),
                    ("Durée", f"{formation.jours} jours, {hours} heures")])
    paper.text("Sans préjudice des délais imposés par les règles fiscales, comptables ou commerciales, je m'engage à conserver "
               "l'ensemble des pièces justificatives qui ont permis d'établir le présent certificat (article R. 6332-26 du "
               "code du travail).")
    paper.signed("Valmer-sur-Orne", formation.au, "Cachet et signature du responsable")
    return paper.piece("certificat_realisation", "Certificat")


def programme_formation(rng, _request, formation):
    paper = _Paper(rng)
    theme, two_pages = formation.theme, rng.random() < 0.35
    paper.letterhead(formation.organisme, "Nos formations", "Certifié Qualiopi")
    if rng.random() < 0.5:
        paper.title(rng.choice(("PROGRAMME DE FORMATION", "PROGRAMME DÉTAILLÉ")))
        paper.text(f"<b>{theme.title}</b>", align=TA_CENTER, size=2)
        paper.text(f"Durée : {formation.jours} jours ({formation.jours * 7} heures) – présentiel", align=TA_CENTER)
        paper.heading("Public visé")
        paper.text("Agents des collectivités territoriales et de leurs établissements.")
        paper.heading("Prérequis")
        paper.text("Aucun prérequis n'est nécessaire.")
        paper.heading("Objectifs pédagogiques")
        paper.text("À l'issue de la formation, le stagiaire sera capable de :")
        paper.bullets(theme.aims)
        paper.heading("Contenu de la formation")
        for k, module in enumerate(theme.modules, 1):
            paper.text(f"Jour {min(k, formation.jours)} – {module}", "Matin : apports théoriques. Après-midi : études de cas.")
    else:
        paper.title("FICHE PROGRAMME")
        paper.rows([("Intitulé", theme.title), ("Public concerné", "Tout agent territorial"), ("Prérequis", "Aucun"),
                    ("Objectifs de la formation", "<br/>".join(theme.aims)),
                    ("Contenu", "<br/>".join(f"Module {k} : {m}" for k, m in enumerate(theme.modules, 1))),
                    ("Méthodes pédagogiques", "Apports théoriques, travaux pratiques, retours d'expérience"),
                    ("Modalités d'évaluation", "Questionnaire en fin de session"),
                    ("Durée", f"{formation.jours} jours, soit {formation.jours * 7} heures"),
                    ("Accessibilité", "Accessibilité aux personnes en situation de handicap : nous consulter")])
    if two_pages:
        paper.flow.append(PageBreak())
        paper.heading("Déroulé pédagogique (suite)")
        for k, module in enumerate(theme.modules, 1):
            paper.text(f"<b>Séquence {k} : {module}</b>", "Méthodes pédagogiques : exposés, échanges, travaux en groupes.")
            paper.bullets(theme.aims[k - 1:k + 1])
        paper.heading("Moyens pédagogiques")
        paper.text("Support remis au stagiaire, salle équipée, intervenant spécialiste du domaine.")
    paper.heading("Évaluation et tarif")
    paper.text("Évaluation des acquis par questionnaire. Tarif intra : nous consulter.")
    return paper.piece("programme_formation", theme.title)


def fiche_poste(rng, request):
    paper, trade = _Paper(rng), request.trade
    agent = _holder(request)
    paper.letterhead(request.where.name, "Service des ressources humaines")
    paper.title(rng.choice(("FICHE DE POSTE", "FICHE DE POSTE", "PROFIL DE POSTE")))
    if rng.random() < 0.5:
        paper.rows([("Intitulé du poste", trade.job), ("Titulaire", agent), ("Service d'affectation", trade.service),
                    ("Cadre statutaire", f"Catégorie {trade.category} – {trade.corps} – grade : {trade.grade}"),
                    ("Rattachement hiérarchique", f"Responsable du service {trade.service}"),
                    ("Missions principales", "<br/>".join(trade.missions)),
                    ("Relations fonctionnelles", "Élus, services, usagers, partenaires"),
                    ("Compétences requises", "Savoirs : environnement territorial. Savoir-faire : rigueur, organisation. "
                                             "Savoir-être : discrétion, sens du service public"),
                    ("Temps de travail", "Temps complet"), ("Moyens mis à disposition", "Poste informatique, téléphone"),
                    ("Date de mise à jour", slashed(request.nomination))])
    else:
        paper.text(f"Intitulé du poste : {trade.job}", f"Agent : {agent}", f"Cadre d'emplois / grade : {trade.corps} / {trade.grade}",
                   f"Supérieur hiérarchique direct : responsable du service {trade.service}", align=0)
        paper.heading("Missions du poste")
        paper.text(f"Au sein du service {trade.service}, l'agent assure les missions suivantes.")
        paper.heading("Activités principales")
        paper.bullets(trade.missions)
        paper.heading("Conditions et contraintes d'exercice")
        paper.text("Travail en équipe, horaires réguliers, disponibilité lors des événements de la collectivité.")
        paper.heading("Exigences requises")
        paper.bullets(("Savoirs : fonctionnement des collectivités", "Savoir-faire : outils bureautiques et métiers",
                       "Savoir-être : écoute et discrétion"))
    paper.text("Vu et pris connaissance le", "Signature de l'agent")
    paper.flow.append(_SignHere(paper.spots))
    return paper.piece("fiche_poste", "Fiche de poste")


def diplome(rng, request, ground):
    paper = _Paper(rng, ("Times", "DejaVuSerif", "LiberationSerif"), 12)
    agent = request.agent
    born = f"né{'e' if agent.female else ''} le {day(request.birth)}"
    paper.text("RÉPUBLIQUE FRANÇAISE", align=TA_CENTER, bold=True, size=3)
    if rng.random() < 0.5:
        paper.text(ground.etablissement, align=TA_CENTER, size=1)
        paper.title("DIPLÔME", 12)
        paper.text("Vu le code de l'éducation ;", "Vu les procès-verbaux du jury attestant que l'intéressé a satisfait au "
                   "contrôle des connaissances et des aptitudes ;")
        paper.text(f"Le diplôme « {ground.intitule} »", "est délivré à", align=TA_CENTER, size=1)
    else:
        paper.text("Académie de Normandie", align=TA_CENTER)
        paper.title(ground.intitule.upper(), 4)
        paper.text(f"Vu les pièces justificatives produites par {agent.title} {agent.full}, {born}, en vue de son inscription ;",
                   "Vu les procès-verbaux des examens ;")
        paper.text(f"Le diplôme de niveau {ground.niveau} enregistré au RNCP est décerné à", align=TA_CENTER)
    paper.text(f"{agent.title} {agent.full}", align=TA_CENTER, bold=True, size=4)
    paper.text(born, "avec la mention assez bien", "pour en jouir avec les droits et prérogatives qui y sont attachés.",
               align=TA_CENTER)
    paper.signed("Valmer-sur-Orne", ground.obtention, "Le titulaire", "Le président du jury")
    return paper.piece("diplome", "Diplôme")


def arrete_nomination(rng, request):
    paper, where, trade = _Paper(rng), request.where, request.trade
    agent, e = _holder(request), "e" if request.agent.female else ""
    chief = f"Le {where.head_title}" if not where.head.female or where.head_title == "Maire" else f"La {where.head_title}"
    paper.letterhead(where.name, "Arrondissement de Hauteronde", "République française")
    paper.title(f"ARRÊTÉ PORTANT NOMINATION D'UN{'E' if e else ''} {trade.grade.upper()} STAGIAIRE", 3)
    paper.text(f"{chief} {where.of_place},", "Vu le code général de la fonction publique ;",
               "Vu le décret n° 92-1194 du 4 novembre 1992 fixant les dispositions communes applicables aux fonctionnaires "
               "stagiaires de la fonction publique territoriale ;",
               f"Vu le décret portant statut particulier du cadre d'emplois des {trade.corps.lower()} ;",
               f"Vu la délibération créant un emploi de {trade.grade} à temps complet ;",
               "Vu le tableau des effectifs ;",
               f"Considérant que {agent} remplit les conditions requises ;")
    paper.text(rng.choice(("A R R Ê T E", "ARRÊTE :")), align=TA_CENTER, bold=True, size=2)
    paper.text(f"ARTICLE 1 : À compter du {day(request.nomination)}, {agent} est nommé{e} {trade.grade} stagiaire à temps complet.",
               "ARTICLE 2 : Le stage est d'une durée d'un an. L'intéressé est placé au 1er échelon, indice brut 367, indice "
               "majoré 366.",
               "ARTICLE 3 : Le directeur général des services est chargé de l'exécution du présent arrêté, notifié à "
               "l'intéressé, qui peut faire l'objet d'un recours devant le tribunal administratif dans un délai de deux mois.")
    paper.signed(where.place, request.nomination, chief, where.head.full)
    return paper.piece("arrete_nomination", "Arrêté")


def etat_services(rng, request, ground):
    paper = _Paper(rng)
    agent = _holder(request)
    paper.letterhead(ground.employeur, "Direction du personnel")
    if rng.random() < 0.5:
        paper.title("ÉTAT DES SERVICES")
        paper.text(f"Services effectifs accomplis par {agent} :")
        paper.rows([("Fonctions", "Du", "Au", "Quotité"),
                    (ground.fonction, slashed(ground.du), slashed(ground.au), "temps complet")], (75, 30, 30, 30))
        years = ground.au.year - ground.du.year
        paper.text(f"Durée totale : {years} ans, 0 mois, 0 jour.")
    else:
        paper.title("CERTIFICAT DE TRAVAIL")
        paper.text(f"Je soussigné, directeur de {ground.employeur}, certifie que {agent} a été employé du {day(ground.du)} au "
                   f"{day(ground.au)} en qualité de « {ground.fonction} », à temps complet.",
                   "L'intéressé nous quitte libre de tout engagement.")
    paper.text("Délivré pour servir et valoir ce que de droit.")
    paper.signed("Hauteronde-sur-Mer", ground.au, "Le directeur")
    return paper.piece("etat_services", "État des services")


def bilan_competences(rng, request, ground):
    paper = _Paper(rng)
    paper.letterhead(ground.organisme, "Centre de bilans de compétences")
    paper.title("ATTESTATION DE BILAN DE COMPÉTENCES")
    paper.text(f"Le centre {ground.organisme} atteste que {_holder(request)}, bénéficiaire, a suivi un bilan de compétences "
               f"achevé le {day(ground.date)}.",
               "Le bilan a comporté une phase préliminaire, une phase d'investigation et une phase de conclusions, "
               "conformément à l'article R. 6313-4 du code du travail.",
               "Le document de synthèse a été remis au seul bénéficiaire ; il ne peut être communiqué à un tiers "
               "qu'avec son accord. Il porte sur le projet professionnel et le plan d'action.")
    paper.signed("Valmer-sur-Orne", ground.date, "La responsable du centre")
    return paper.piece("bilan_competences", "Bilan de compétences")


def courrier(rng, request):
    paper, where = _Paper(rng), request.where
    paper.text(where.name, bold=True, align=0)
    paper.text(*where.address, align=0, size=-1)
    paper.right("Monsieur le directeur", "Service des dispenses de formation", f"{where.place}, le {day(request.date)}")
    paper.gap(8)
    paper.text(f"Objet : {rng.choice(('dossier de dispense de formation', 'transmission de pièces', 'envoi d’un dossier'))}", bold=True)
    paper.text("Monsieur le directeur,", f"J'ai l'honneur de vous transmettre, ci-joint, le dossier de {_holder(request)}, "
               f"accompagné de ses pièces justificatives.",
               "Je vous prie d'agréer, Monsieur le directeur, l'expression de mes salutations distinguées.")
    paper.gap(6)
    paper.right(where.head_title, where.head.full)
    paper.flow.append(_SignHere(paper.spots))
    return paper.piece("courrier", "Courrier")


def cv(rng, request):
    """The curriculum vitæ of somebody who has no dossier."""
    paper, who = _Paper(rng), people.person(rng)
    paper.text(who.full, bold=True, size=4, align=0)
    paper.text("12 RUE DU LAVOIR", request.where.address[-1], align=0)
    paper.title("CURRICULUM VITÆ")
    for heading, items in (("Expérience professionnelle", [f"{trade.job}, trois ans" for trade in rng.sample(TRADES, 3)]),
                           ("Formation", ["Baccalauréat", "Permis B"]), ("Centres d'intérêt", ["Randonnée", "Chorale"])):
        paper.heading(heading)
        paper.bullets(items)
    return paper.piece("cv", "CV")
