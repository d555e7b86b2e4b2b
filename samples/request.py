"""A request for a training exemption: its data, its number, its demande.xml."""

import datetime as dt
import xml.etree.ElementTree as ET
from dataclasses import dataclass

import people
from trades import DIPLOMAS, THEMES, TRADES, Theme, Trade

CAPS = {"INTEGRATION": {"A": 10, "B": 10, "C": 5}}
CAP_ELSEWHERE = 10


@dataclass(frozen=True)
class Formation:
    theme: Theme
    organisme: str
    du: dt.date
    au: dt.date
    jours: int


@dataclass(frozen=True)
class Diplome:
    intitule: str
    niveau: str
    etablissement: str
    obtention: dt.date


@dataclass(frozen=True)
class Experience:
    employeur: str
    fonction: str
    du: dt.date
    au: dt.date


@dataclass(frozen=True)
class Bilan:
    organisme: str
    date: dt.date


@dataclass(frozen=True)
class Request:
    number: str
    training: str
    date: dt.date
    days: int
    where: people.Collectivite
    agent: people.Person
    birth: dt.date
    trade: Trade
    nomination: dt.date
    agent_email: str
    agent_address: tuple
    grounds: tuple
    missing_fields: tuple = ()  # Paths left out of the data: `agent.naissance`.

    @property
    def procedure(self):
        return "integration" if self.training == "INTEGRATION" else "professionnalisation"

    @property
    def cap(self):
        return cap(self.training, self.trade.category)

    @property
    def scope(self):
        return "TOTALE" if self.days >= self.cap else "PARTIELLE"

    @property
    def status(self):
        return "STAGIAIRE" if self.training == "INTEGRATION" else "TITULAIRE"

    @property
    def access(self):
        return "SANS_CONCOURS" if self.trade.category == "C" else "CONCOURS"

    def xml(self, pieces=()):
        """demande.xml; pieces are (file name, nature or None)."""
        root = ET.Element("demande")
        for name, value in self._content():
            _add(root, name, value, name, self.missing_fields)
        if pieces:
            holder = ET.SubElement(root, "pieces")
            for file, nature in pieces:
                piece = ET.SubElement(holder, "piece", fichier=file)
                if nature:
                    piece.set("nature", nature)
        ET.indent(root)
        return ET.tostring(root, encoding="utf-8", xml_declaration=True)

    def _content(self):
        where, head, agent = self.where, self.where.head, self.agent
        yield "numero", self.number
        yield "procedure", self.procedure
        yield "type", self.training
        yield "date", self.date
        yield "portee", self.scope
        yield "jours", self.days
        yield "collectivite", [
            ("denomination", where.name), ("type", where.kind), ("siret", where.siret),
            ("adresse", [("ligne", line) for line in where.address]),
            ("courriel", where.email), ("telephone", where.phone),
            ("representant", [("civilite", head.title), ("prenom", head.first), ("nom", head.last),
                              ("qualite", where.head_title)]),
            ("correspondant", [("prenom", where.correspondent.first), ("nom", where.correspondent.last)])]
        yield "agent", [
            ("civilite", agent.title), ("nom", agent.last), ("nom_usage", agent.married), ("prenom", agent.first),
            ("naissance", self.birth), ("adresse", [("ligne", line) for line in self.agent_address]),
            ("courriel", self.agent_email),
            ("statut", self.status),
            ("categorie", self.trade.category), ("cadre_emplois", self.trade.corps), ("grade", self.trade.grade),
            ("mode_acces", self.access),
            ("nomination", self.nomination), ("emploi", self.trade.job), ("service", self.trade.service)]
        yield "motifs", [_ground(ground) for ground in self.grounds] + [("argumentaire", (
            "Les compétences acquises correspondent aux missions du poste occupé ; "
            "l'agent et son responsable en ont discuté lors de l'entretien professionnel."))]


def _ground(ground):
    match ground:
        case Formation(theme, organisme, du, au, jours):
            return "formation", [("intitule", theme.title), ("organisme", organisme), ("du", du), ("au", au),
                                 ("jours", jours)]
        case Diplome(intitule, niveau, etablissement, obtention):
            return "diplome", [("intitule", intitule), ("niveau", niveau), ("etablissement", etablissement),
                               ("obtention", obtention)]
        case Experience(employeur, fonction, du, au):
            return "experience", [("employeur", employeur), ("fonction", fonction), ("du", du), ("au", au)]
        case Bilan(organisme, date):
            return "bilan", [("organisme", organisme), ("date", date)]


def _add(parent, name, value, path, left_out):
    if path in left_out or value in ("", [], ()):
        return
    node = ET.SubElement(parent, name)
    if isinstance(value, list):
        for child, inner in value:
            _add(node, child, inner, f"{path}.{child}", left_out)
    else:
        node.text = str(value)


def cap(training, category):
    return CAPS.get(training, {}).get(category, CAP_ELSEWHERE)


def number(year, sequence):
    """A dossier number, with its ISO 7064 MOD 11,10 check digit."""
    digits, product = f"{year % 100:02}{sequence:06}", 10
    for digit in digits:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return f"{digits[:2]}-{digits[2:]}-{(11 - product) % 10}"


def working_days_after(day, count):
    """The last of `count` working days that start on `day`."""
    while count > 1:
        day += dt.timedelta(days=1)
        count -= day.weekday() < 5
    return day


def make(rng, where, training="INTEGRATION", category=None, grounds=("formation",), over_cap=False, sequence=1,
         missing_fields=()):
    """A coherent request; with over_cap it asks for more days than its category may be given."""
    trade = rng.choice([trade for trade in TRADES if category in (None, trade.category)])
    most = cap(training, trade.category)
    days = most + 2 if over_cap else rng.choice((most, max(2, most // 2)))
    asked = dt.date(2026, 10, 5) + dt.timedelta(days=rng.randint(0, 36))
    if training == "INTEGRATION":
        nomination = dt.date(2026, rng.randint(1, 9), 1)
    else:
        nomination = dt.date(2025, rng.randint(2, 12), 1)
    agent = people.person(rng)
    by_mail = rng.random() < 0.5
    email = f"{people.slug(agent.first)}.{people.slug(agent.last)}@{people.slug(where.place)}.example"
    return Request(
        number=number(2026, sequence), training=training, date=asked, days=days, where=where, agent=agent,
        birth=dt.date(rng.randint(1968, 2000), rng.randint(1, 12), rng.randint(1, 28)), trade=trade,
        nomination=nomination, agent_email=email if by_mail else "",
        agent_address=() if by_mail else people.home_address(rng, agent, where),
        grounds=_grounds(rng, grounds, days, where), missing_fields=tuple(missing_fields))


def _grounds(rng, names, days, where):
    themes = iter(rng.sample(THEMES, len(THEMES)))
    share = -(-days // max(1, names.count("formation")))
    made = []
    for name in names:
        if name == "formation":
            monday = dt.date(2023, 1, 2) + dt.timedelta(weeks=rng.randint(4, 140))
            made.append(Formation(next(themes), rng.choice(people.BODIES), monday, working_days_after(monday, share), share))
        elif name == "diplome":
            made.append(Diplome(*rng.choice(DIPLOMAS), dt.date(rng.randint(2012, 2022), 7, rng.randint(1, 12))))
        elif name == "experience":
            start = dt.date(rng.randint(2015, 2019), rng.randint(1, 12), 1)
            made.append(Experience(f"Établissements {rng.choice(people.SURNAMES).title()}", rng.choice(TRADES).job, start,
                                   start.replace(year=start.year + rng.randint(4, 6)) - dt.timedelta(days=1)))
        else:
            made.append(Bilan(rng.choice(people.BODIES), dt.date(2024, rng.randint(1, 12), rng.randint(1, 28))))
    return tuple(made)
