"""Fictitious people, collectivités, training bodies and addresses.

Nobody and no place here exists: the commune names are invented, the postcodes
and the INSEE part of the SIRETs lie outside the ranges in use, the e-mail
domains end in `.example`.  SIREN and SIRET pass the Luhn test.
"""

import unicodedata
from dataclasses import dataclass

WOMEN = ("Odile", "Anne-Laure", "Maëlys", "Chloé", "Françoise", "Inès", "Marie-Noëlle", "Zoé",
         "Béatrice", "Solène", "Aïssatou", "Élodie", "Hélène", "Joséphine", "Nadège", "Ludivine")
MEN = ("Luc", "Jean-Baptiste", "Gaël", "Loïc", "François", "Mickaël", "Étienne", "Raphaël",
       "Thibault", "Yanis", "Amadou", "Benoît", "Cédric", "Hervé", "Noël", "Jérôme")
SURNAMES = ("LEMOINE", "TESNIÈRE", "HAMARD", "DUVAL", "LE GOUPILLON", "QUESNÉE", "BŒUFVILLE",
            "D'ANGERVAL", "LEPRÉVOTAIS", "MARÉCHALLE", "VASSELIN", "HEURTEVAL", "PICQUENARD",
            "GOSSELAY", "BEAUNIEUX", "LECHARTIN", "DESHOULLES", "ANQUETEAU", "LE FRANÇOIX",
            "ROUXEVILLE", "MAUGERON", "CATHELAIN", "DELAUNEZ", "POSTELLE", "FAUVELIN",
            "GRANDVALET", "HOUËLLE", "JOUVENCEL", "BENALLAL", "DIOURBEL", "PÉRIGNEUX", "SAVARINE")
PLACES = ("Valmer-sur-Orne", "Saint-Aubry-le-Vicomte", "Quettemont", "La Haie-Tesnière",
          "Montpertuis-en-Auge", "Orbecquet", "Hauteronde-sur-Mer", "Fontenelle-aux-Grues",
          "Cormélie-sur-Vire", "Saint-Vauldry", "Bréhoulle", "Trois-Hêtraies",
          "Vieux-Plessant", "Grainvalle-la-Forêt", "Sainte-Ombeline", "Pontécaux")
STREETS = ("RUE DES ÉCOLES", "AVENUE DU GÉNÉRAL LECHARTIN", "PLACE DE LA MAIRIE", "RUE DU LAVOIR",
           "CHEMIN DES POMMIERS", "ROUTE DE LA FORÊT", "IMPASSE DES TISSERANDS", "QUAI DE LA VIRE")
BODIES = ("Bocage Formation", "Cap Savoirs Normandie", "L'Atelier des Compétences",
          "Formavenir Conseil", "Institut Hauteronde", "Les Ateliers du Littoral")
DEPARTMENTS = ("14", "27", "50", "61", "76")


@dataclass(frozen=True)
class Person:
    title: str
    first: str
    last: str
    married: str = ""

    @property
    def female(self):
        return self.title == "Madame"

    @property
    def full(self):
        return f"{self.first} {self.last}"

    @property
    def initials(self):
        return plain(self.first)[0] + plain(self.last)[0]


@dataclass(frozen=True)
class Collectivite:
    name: str
    place: str
    of_place: str  # « de Quettemont », « d'Orbecquet »
    kind: str
    siret: str
    address: tuple
    email: str
    phone: str
    head: Person
    head_title: str
    correspondent: Person


def plain(text):
    """Upper case without accents, as the post office wants it."""
    text = text.replace("œ", "oe").replace("Œ", "OE")
    return unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode().upper()


def slug(text):
    return "".join(c if c.isalnum() else "-" for c in plain(text).lower()).strip("-")


def luhn_digit(digits):
    """The digit that makes `digits` followed by it pass the Luhn test."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 if place % 2 else 2)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def siret(stem, establishment=1):
    """A SIRET from the first eight digits of its SIREN."""
    body = stem + luhn_digit(stem) + f"{establishment:04}"
    return body + luhn_digit(body)


def person(rng):
    female = rng.random() < 0.55
    first = rng.choice(WOMEN if female else MEN)
    last = rng.choice(SURNAMES)
    married = rng.choice(SURNAMES) if female and rng.random() < 0.3 else ""
    return Person("Madame" if female else "Monsieur", first, last, "" if married == last else married)


def street(rng):
    return f"{rng.randint(1, 98)} {plain(rng.choice(STREETS))}"


def home_address(rng, who, collectivite):
    lines = [plain(f"{who.title} {who.full}")[:38], street(rng), collectivite.address[-1]]
    if rng.random() < 0.3:
        lines.insert(1, f"APPARTEMENT {rng.randint(1, 30)} BÂTIMENT {rng.choice('ABC')}")
    return tuple(plain(line) for line in lines)


def collectivite(rng, index):
    """The index-th collectivité; the same index never gives the same place twice."""
    place = PLACES[index % len(PLACES)]
    department = DEPARTMENTS[index % len(DEPARTMENTS)]
    article = "d'" if plain(place)[0] in "AEIOU" else "de "
    city = plain(place).replace("-", " ").replace("'", " ")
    last_line = f"{department}99{5 + index // 5 % 5} {city}"
    head = person(rng)
    if index % 4 == 3:
        name, kind = f"Communauté de communes {article}{place}", "epci"
        stem, head_title = f"24{department}9{index:03}", "Présidente" if head.female else "Président"
        first_line = "COMMUNAUTE DE COMMUNES"
    else:
        name, kind = f"Commune {article}{place}", "commune"
        stem, head_title = f"21{department}9{index:03}", "Maire"
        first_line = plain(f"MAIRIE {article}{city}").replace("'", " ")
    lines = (first_line[:38], street(rng), last_line)
    email = f"rh@{slug(place)}.example"
    phone = f"02 {31 + index % 5} {rng.randint(0, 99):02} {rng.randint(0, 99):02} {rng.randint(0, 99):02}"
    return Collectivite(name, place, article + place, kind, siret(stem), lines, email, phone, head, head_title, person(rng))
