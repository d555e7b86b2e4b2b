"""The people, bodies and trainings of the scored set, and how its writers put dates and durations.

Nobody and no place here exists.  Nothing of this file is used to tune the rules.
"""

import datetime as dt
import random
from dataclasses import dataclass

WOMEN = ("Capucine", "Marie-Pierre", "Fatoumata", "Agnès", "Léonie", "Sylvie", "Karine", "Anne Sophie", "Noémie", "Djamila",
         "Ghislaine", "Océane", "Éliane", "Maud", "Priscilla", "Térésa", "Cécilia", "Lætitia")
MEN = ("Arnaud", "Jean-Philippe", "Mohamed", "Grégory", "Célestin", "Régis", "Pierre-Yves", "Dimitri", "Félicien", "Aurélien",
       "Bastien", "Ousmane", "Stéphane", "Clément", "Théo", "Joël", "Jean Marc", "Valéry")
SURNAMES = ("ABGRALL", "BOURDELOT", "CHÊNEVERT", "DA COSTA", "DE LA RIBERETTE", "EL MANSOURI", "FOUQUERAY", "GERVAISOT", "HUREL",
            "ISAMBERT", "JOLIVEAU", "KERVELLA", "LE BIHANNIC", "MENEUVRIER", "N'GUESSAN", "OZANNEAU", "PASDELOUP", "QUINTARD",
            "ROBILLIARD", "SAINT-AUBERT", "TRÉHOUART", "URVOY", "VAN DEN BERGHE", "WATTELIER", "YVONNET", "ZERROUKI", "D'AUBIGNOSC",
            "CRÈVECOEUR", "BOISGONTIER", "DUTERTRAY", "LHERMITTE", "MANDEVILLAIN", "PÉPIN-LECOMTE", "TOUTAIN")
TOWNS = ("Aubervoye", "Brécilly-le-Château", "Courvaudon-les-Bains", "Dampierville", "Étréville", "Fresnoy-sur-Iton", "Gonnebosc",
         "Héricourville", "Landepereuse-Saint-Loup", "Moulinot", "Neufmarchais", "Ouistreville", "Port-Launay-sur-Seulle",
         "Rugleville", "Tourgévois", "Vimoutard")
STREETS = ("rue Jules-Ferry", "boulevard de la Libération", "place du Champ-de-Foire", "route de Bayeuville", "allée des Tilleuls",
           "rue du 8-Mai-1945", "cours Sadi-Carnot", "impasse du Presbytère")
BODIES = ("Néo Compétences", "GRETA des Deux Rives", "Campus Territorial Conseil", "Association Perspectives & Métiers",
          "CNFPT – Délégation Normandie", "Centre national de la fonction publique territoriale", "IFAC Ouest", "Synergia Développement",
          "AFPI Estuaire", "Sauvetage et Prévention 27", "MFR de Neufmarchais", "École supérieure de travail social d'Héricourville",
          "Opale Formations", "CIBC du Pays d'Iton", "Ressources & Projets SARL", "UFCV", "Croix-Blanche du Bessin", "Groupe Cadriance")
SERVICES = ("Direction de l'éducation", "Pôle cadre de vie", "Service finances", "Médiathèque", "Multi-accueil Les Petits Loups",
            "Centre technique municipal", "Direction de la commande publique", "Secrétariat général", "Restauration scolaire", "État civil",
            "Police de l'urbanisme", "Service eau et assainissement")
JOBS = (
    ("Assistante de gestion comptable", "adjoint administratif principal de 2e classe", "Adjoints administratifs territoriaux", "C",
     ("Mandater les factures et suivre les échéances", "Relancer les titres impayés avec la trésorerie", "Préparer les pièces du compte administratif")),
    ("Jardinier", "adjoint technique territorial", "Adjoints techniques territoriaux", "C",
     ("Tondre, bêcher, désherber les parterres communaux", "Arroser et suivre le fleurissement", "Signaler les désordres constatés sur le mobilier urbain")),
    ("Agent de bibliothèque", "adjoint du patrimoine", "Adjoints territoriaux du patrimoine", "C",
     ("Renseigner et inscrire les lecteurs", "Équiper et ranger les collections", "Animer l'heure du conte du mercredi")),
    ("ATSEM", "agent spécialisé principal de 2e classe des écoles maternelles", "Agents territoriaux spécialisés des écoles maternelles", "C",
     ("Assister l'enseignant auprès des enfants", "Nettoyer la classe et le matériel", "Surveiller la sieste et la cantine")),
    ("Chargée de mission habitat", "attaché territorial", "Attachés territoriaux", "A",
     ("Suivre l'opération programmée d'amélioration de l'habitat", "Animer le réseau des bailleurs", "Rédiger les rapports aux élus")),
    ("Directeur des services techniques", "ingénieur territorial", "Ingénieurs territoriaux", "A",
     ("Diriger les équipes du centre technique", "Arbitrer la programmation pluriannuelle", "Représenter la ville auprès des concessionnaires")),
    ("Instructrice du droit des sols", "rédacteur territorial", "Rédacteurs territoriaux", "B",
     ("Instruire les permis et les déclarations préalables", "Recevoir les pétitionnaires", "Contrôler la conformité des travaux")),
    ("Animateur jeunesse", "animateur territorial", "Animateurs territoriaux", "B",
     ("Concevoir les séjours et les chantiers jeunes", "Conduire les projets avec les collèges", "Gérer la régie d'avances")),
    ("Puéricultrice coordinatrice", "puéricultrice", "Puéricultrices territoriales", "A",
     ("Garantir le suivi sanitaire des enfants", "Former les équipes aux protocoles", "Participer aux commissions d'attribution")),
    ("Secrétaire générale de mairie", "rédacteur principal de 1re classe", "Rédacteurs territoriaux", "B",
     ("Préparer et exécuter les décisions du conseil", "Tenir la paie et les dossiers du personnel", "Recevoir les administrés")),
    ("Éducateur sportif", "éducateur des activités physiques et sportives", "Éducateurs territoriaux des activités physiques et sportives", "B",
     ("Enseigner la natation aux scolaires", "Surveiller les bassins", "Tenir le carnet sanitaire")),
    ("Aide-soignante en résidence autonomie", "aide-soignant de classe normale", "Aides-soignants territoriaux", "B",
     ("Aider au lever, à la toilette et aux repas", "Observer et transmettre à l'équipe", "Proposer des activités aux résidents")),
)
THEMES = (
    ("Prévenir et gérer les conflits avec le public", ("Identifier les déclencheurs d'une agression", "S'exprimer avec assertivité", "Alerter et passer le relais")),
    ("La régie d'avances et de recettes", ("Situer les responsabilités du régisseur", "Tenir la comptabilité de la régie", "Préparer un contrôle")),
    ("Gestes de premiers secours – PSC1", ("Protéger et alerter", "Pratiquer un massage cardiaque", "Utiliser un défibrillateur")),
    ("Excel perfectionnement", ("Bâtir un tableau croisé dynamique", "Automatiser des calculs", "Fiabiliser les données")),
    ("Encadrer une équipe au quotidien", ("Poser le cadre et donner du sens", "Conduire un entretien annuel", "Déléguer sans se désengager")),
    ("Le règlement général sur la protection des données en mairie", ("Recenser les traitements", "Informer les usagers", "Réagir à une violation")),
    ("La taille raisonnée des arbustes d'ornement", ("Reconnaître les végétaux", "Choisir l'époque et l'outil", "Travailler en sécurité")),
    ("Conduite en sécurité d'une nacelle élévatrice – R486", ("Vérifier l'engin avant la prise de poste", "Baliser la zone", "Manœuvrer au sol et en hauteur")),
    ("Accompagner l'enfant en situation de handicap sur les temps de loisirs", ("Comprendre les troubles", "Adapter les activités", "Échanger avec la famille")),
    ("Droit de l'urbanisme : les autorisations", ("Qualifier un projet", "Calculer les délais", "Sécuriser la décision")),
    ("Les écrits professionnels de la catégorie B", ("Structurer une note de synthèse", "Adapter son style au destinataire", "Relire et faire relire")),
    ("Formation d'intégration des agents de catégorie C", ("Situer son action dans l'environnement territorial", "Connaître ses droits et obligations", "Se repérer dans les métiers")),
    ("Formation d'intégration des fonctionnaires de catégorie B", ("Décrypter les politiques publiques", "Comprendre le statut", "Construire son réseau professionnel")),
    ("Nettoyage et désinfection des locaux", ("Choisir le produit et le dosage", "Organiser le chantier", "Préserver sa santé")),
)
DIPLOMAS = (
    ("Baccalauréat professionnel", "spécialité Gestion-administration", "4"),
    ("Brevet de technicien supérieur", "Services et prestations des secteurs sanitaire et social", "5"),
    ("Master", "mention Administration publique, parcours Collectivités territoriales", "7"),
    ("Licence", "mention Droit, parcours Droit public", "6"),
    ("Diplôme universitaire de technologie", "spécialité Carrières juridiques", "5"),
    ("Certificat d'aptitude professionnelle", "spécialité Jardinier paysagiste", "3"),
    ("Diplôme d'État d'éducateur de jeunes enfants", "", "6"),
    ("Brevet professionnel de la jeunesse, de l'éducation populaire et du sport", "spécialité Animateur, mention Loisirs tous publics", "4"),
    ("Titre professionnel", "Assistant de direction", "5"),
    ("Diplôme national du brevet", "série générale", "3"),
    ("Licence professionnelle", "mention Métiers des administrations et collectivités territoriales", "6"),
    ("Diplôme d'État d'aide-soignant", "", "4"),
)
MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre")
WEEK = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
NUMBERS = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")


@dataclass(frozen=True)
class Person:
    female: bool
    first: str
    last: str
    usual: str = ""
    born: dt.date = None
    place: str = ""

    @property
    def e(self):
        return "e" if self.female else ""

    @property
    def title(self):
        return "Madame" if self.female else "Monsieur"

    @property
    def short(self):
        return "Mme" if self.female else "M."

    @property
    def called(self):
        return self.usual or self.last

    def names(self):
        """All the ways in which a reader may give the holder's name and be right."""
        both = [f"{self.first} {self.last}"]
        return both + ([f"{self.first} {self.usual}", f"{self.first} {self.last} {self.usual}"] if self.usual else [])


def person(rng, married=0.25):
    female = rng.random() < 0.55
    last, usual = rng.sample(SURNAMES, 2)
    return Person(female, rng.choice(WOMEN if female else MEN), last, usual if female and rng.random() < married else "",
                  dt.date(rng.randint(1962, 2003), rng.randint(1, 12), rng.randint(1, 28)), rng.choice(TOWNS))


def town(rng):
    return rng.choice(TOWNS)


def of(place):
    return f"d'{place}" if place[0] in "AEIOUÉÈÊ" else f"de {place}"


def street(rng):
    return f"{rng.randint(2, 141)} {rng.choice(STREETS)}"


def postcode(rng):
    return f"{rng.choice(('14', '27', '50', '61', '76'))}{rng.randint(97, 99)}0"


def employer(rng):
    place = town(rng)
    return rng.choice((f"Ville {of(place)}", f"Mairie {of(place)}", f"Communauté d'agglomération {of(place)}", f"Syndicat des eaux {of(place)}",
                       f"Centre communal d'action sociale {of(place)}", "Conseil départemental de l'Estuaire", f"Office public de l'habitat {of(place)}"))


def some_day(rng, first=2012, last=2025):
    while True:
        date = dt.date(rng.randint(first, last), rng.randint(1, 12), rng.randint(1, 28))
        if date.weekday() < 5:
            return date


def written(date, year=True):
    return f"{'1er' if date.day == 1 else date.day} {MONTHS[date.month - 1]}" + (f" {date.year}" if year else "")


def weekday(date, year=True):
    return f"{WEEK[date.weekday()]} {written(date, year)}"


def slashed(date):
    return f"{date:%d/%m/%Y}"


def date_text(rng, date):
    return rng.choice((written(date), written(date), slashed(date), f"{date:%d.%m.%Y}", f"{date:%d-%m-%Y}", weekday(date), f"{date:%d/%m/%y}",
                       written(date).upper()))


@dataclass(frozen=True)
class Session:
    """Days of a training; `split` when they do not follow each other."""
    days: tuple
    half: bool
    hours: int

    @property
    def split(self):
        return any((b - a).days > 1 for a, b in zip(self.days, self.days[1:]))

    @property
    def first(self):
        return self.days[0]

    @property
    def last(self):
        return self.days[-1]

    @property
    def count(self):
        return "0.5" if self.half else str(len(self.days))


def session(rng):
    while True:
        start = some_day(rng)
        count = rng.choice((1, 2, 2, 3, 3, 5))
        gaps = [1] * (count - 1)
        if count > 1 and rng.random() < 0.3:
            gaps[rng.randrange(count - 1)] = rng.choice((7, 14, 28))
        days = [start]
        for gap in gaps:
            days.append(days[-1] + dt.timedelta(days=gap))
        if all(day.weekday() < 5 for day in days):
            half = count == 1 and rng.random() < 0.3
            return Session(tuple(days), half, 3 if half else count * rng.choice((6, 7)))


def _list(words):
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " et " + words[-1]


def _by_month(days):
    """« 12, 13 mars et 2 avril 2024 »."""
    parts, at = [], 0
    while at < len(days):
        end = at
        while end + 1 < len(days) and (days[end + 1].month, days[end + 1].year) == (days[at].month, days[at].year):
            end += 1
        year = end + 1 == len(days) or days[end + 1].year != days[end].year
        numbers = _list(["1er" if day.day == 1 else str(day.day) for day in days[at:end + 1]])
        parts.append(f"{numbers} {MONTHS[days[at].month - 1]}" + (f" {days[at].year}" if year else ""))
        at = end + 1
    return parts


def span(rng, about, sentence=True):
    """How a writer gives the days of a session; in a sentence it reads on after « qui s'est déroulée »."""
    first, last = about.first, about.last
    if len(about.days) == 1:
        return ("le " if sentence else "") + date_text(rng, first)
    if about.split:
        parts = _by_month(about.days)
        forms = [("les " if sentence else "") + _list(parts), ("les " if sentence else "") + " puis ".join(parts),
                 ("les " if sentence else "") + _list([slashed(day) for day in about.days])]
        return rng.choice(forms)
    same_month = (first.month, first.year) == (last.month, last.year)
    forms = [f"du {slashed(first)} au {slashed(last)}", f"du {written(first)} au {written(last)}"]
    if same_month:
        forms += [f"du {'1er' if first.day == 1 else first.day} au {written(last)}",
                  f"du {WEEK[first.weekday()]} {'1er' if first.day == 1 else first.day} au {weekday(last)}", f"les {_by_month(about.days)[0]}"]
    if not sentence:
        forms += [f"{slashed(first)} - {slashed(last)}", f"{slashed(first)} au {slashed(last)}", f"{first:%d.%m.%Y} → {last:%d.%m.%Y}"]
    return rng.choice(forms)


def length(rng, about):
    """A duration as it is written, and what of it may be read: (text, days or None, hours or None)."""
    count, hours = about.count, about.hours
    days = "0,5 jour" if about.half else f"{count} jour{'s' if count != '1' else ''}"
    forms = [(days, count, None), (f"{hours} heures", None, str(hours)), (f"{days} ({hours} heures)", count, str(hours)),
             (f"{days}, soit {hours} h", count, str(hours)), (f"{hours} h", None, str(hours)), (f"{hours}h00", None, str(hours)),
             (f"{hours} heures sur {days}", count, str(hours))]
    if not about.half:
        forms += [(f"{count} j", count, None), (f"{NUMBERS[int(count)]} jour{'s' if count != '1' else ''}", count, None),
                  (f"{NUMBERS[int(count)]} ({count}) jour{'s' if count != '1' else ''}", count, None)]
    else:
        forms.append(("une demi-journée", "0.5", None))
    return rng.choice(forms)


def phone(rng):
    return f"02 {rng.randint(31, 35)} {rng.randint(0, 99):02} {rng.randint(0, 99):02} {rng.randint(0, 99):02}"


def rng_for(seed, name):
    return random.Random(f"scored:{seed}:{name}")
