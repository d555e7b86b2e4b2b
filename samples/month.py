"""The plan of a month of post: which dossiers, what each lacks, how each arrives.

Data only.  A Case is a dossier; an Arrival is one file, folder or zip; its
stack is the sheets of paper in the order they are scanned.  `sheets.py` and
`make_month` turn the plan into files.
"""

import random
from dataclasses import dataclass, field, replace

import people
import request
from request import Diplome, Experience, Formation

PROOFS = ("attestation_formation", "attestation_formation", "certificat_realisation")
SIGNATORIES = ("agent", "hierarchie", "rh", "autorite")

# What a fault leaves out, as the finding it must bring: `code:subject`.
FINDINGS = {"unsigned": "signature_missing:signature_{}", "stamped": "signature_missing:signature_{}",
            "initials": "signature_missing:signature_{}", "capitals": "signature_missing:signature_{}",
            "no_stamp": "stamp_missing:cachet_{}", "no_piece": "piece_missing:{}", "no_field": "field_missing:{}", "over_cap": "days_over_cap:{}"}


@dataclass(frozen=True)
class Case:
    """A dossier and what is wrong with it; faults are `fault:subject`."""
    request: request.Request
    channel: str
    faults: tuple

    @property
    def number(self):
        return self.request.number

    @property
    def form(self):
        return "integration" if self.request.training == "INTEGRATION" else "premier-emploi"

    def lacks(self, fault, subject):
        return f"{fault}:{subject}" in self.faults

    def findings(self):
        return [FINDINGS[fault].format(subject)
                for fault, _, subject in (text.partition(":") for text in self.faults)]

    def kinds(self):
        """The kinds of the pieces that are joined, as the form lists them."""
        return sorted({kind for kind, _ in self._pieces()})

    def pieces(self, rng):
        """The (kind, ground) of the pieces that are joined; a training is proved in one way or the other."""
        return [(rng.choice(PROOFS) if kind == "attestation_formation" else kind, ground) for kind, ground in self._pieces()]

    def _pieces(self):
        made = [("arrete_nomination" if self.request.training == "INTEGRATION" else "fiche_poste", None)]
        for ground in self.request.grounds:
            match ground:
                case Formation():
                    made += [("attestation_formation", ground), ("programme_formation", ground)]
                case Diplome():
                    made.append(("diplome", ground))
                case Experience():
                    made.append(("etat_services", ground))
                case _:
                    made.append(("bilan_competences", ground))
        return [piece for piece in made if not self.lacks("no_piece", piece[0])]

    def truth(self):
        found = self.findings()
        return {"number": self.number, "procedure": self.request.procedure, "training": self.request.training,
                "channel": self.channel, "state": "incomplete" if found else "complete", "findings": found,
                "collectivite": self.request.where.name, "email": self.request.where.email,
                "agent": self.request.agent.last, "agent_email": self.request.agent_email}


@dataclass(frozen=True)
class Sheet:
    """A document of the stack: form | piece | cover | kind | stray (a piece of nobody known)."""
    what: str
    case: Case = None
    kind: str = ""
    ground: object = None


@dataclass(frozen=True)
class Arrival:
    name: str
    channel: str
    stack: tuple = ()
    traits: frozenset = frozenset()
    case: Case = None          # Online deposits.
    broken: str = ""           # Why it cannot be taken: a key of broken.MAKERS.
    copy_of: str = ""          # Name of the arrival of which it is a second copy.
    reasons: tuple = ()        # Any of these is the right reason of refusal.


@dataclass(frozen=True)
class Plan:
    """One line of the tables below."""
    training: str
    category: str
    grounds: str
    faults: str = ""
    channel: str = "post"
    traits: str = ""


# Traits: hard (a poor scan), fax, tiff, duplex (blank backs), turned, shuffled, letter (a covering letter comes first),
# spread (pieces in a second file behind a cover sheet), kinds (kind sheets), joined (same file as the line above),
# zip, mixed (some pieces scanned, some born digital).
FULL = (
    Plan("INTEGRATION", "C", "formation", traits="hard turned"),
    Plan("INTEGRATION", "B", "formation diplome", traits="duplex letter"),
    Plan("INTEGRATION", "A", "formation formation", traits="spread"),
    Plan("INTEGRATION", "C", "formation experience", traits="spread kinds"),
    Plan("INTEGRATION", "C", "diplome", traits="tiff fax"),
    Plan("INTEGRATION", "B", "formation bilan", traits="shuffled turned"),
    Plan("INTEGRATION", "C", "formation", traits="turned"),
    Plan("INTEGRATION", "B", "experience diplome", traits="joined"),
    Plan("INTEGRATION", "C", "formation", traits="spread duplex tiff"),
    Plan("INTEGRATION", "B", "formation diplome", traits="tiff hard"),
    Plan("INTEGRATION", "C", "formation", "unsigned:agent", traits="turned"),
    Plan("INTEGRATION", "C", "formation", "stamped:autorite"),
    Plan("INTEGRATION", "C", "formation", "capitals:rh", traits="turned"),
    Plan("INTEGRATION", "B", "formation", "initials:hierarchie", traits="duplex"),
    Plan("INTEGRATION", "B", "formation formation", "no_piece:programme_formation", traits="letter"),
    Plan("INTEGRATION", "C", "formation diplome", "no_piece:attestation_formation unsigned:hierarchie", traits="tiff"),
    Plan("INTEGRATION", "C", "formation", "over_cap:jours", traits="hard"),
    Plan("INTEGRATION", "A", "formation", "no_field:agent.naissance", traits="turned"),
    Plan("INTEGRATION", "C", "diplome", "no_stamp:autorite", traits="fax"),
    Plan("INTEGRATION", "B", "formation", "unsigned:rh no_piece:programme_formation", traits="spread"),
    Plan("PRO_1ER_EMPLOI", "C", "formation", traits="turned duplex"),
    Plan("PRO_1ER_EMPLOI", "B", "formation", traits="spread kinds"),
    Plan("PRO_1ER_EMPLOI", "C", "formation", "no_piece:fiche_poste unsigned:autorite", traits="tiff"),
    Plan("PRO_1ER_EMPLOI", "B", "formation", "initials:autorite", traits="shuffled"),
    Plan("PRO_1ER_EMPLOI", "C", "formation", channel="online", traits="mixed"),
    Plan("PRO_1ER_EMPLOI", "B", "formation diplome", channel="online", traits="mixed zip"),
    Plan("PRO_1ER_EMPLOI", "A", "formation formation", channel="online"),
    Plan("PRO_1ER_EMPLOI", "C", "experience", channel="online", traits="zip"),
    Plan("PRO_1ER_EMPLOI", "B", "formation bilan", channel="online", traits="mixed"),
    Plan("PRO_1ER_EMPLOI", "B", "experience formation", channel="online", traits="mixed zip"),
    Plan("PRO_1ER_EMPLOI", "A", "diplome formation", channel="online", traits="mixed"),
    Plan("PRO_1ER_EMPLOI", "C", "formation", "no_piece:programme_formation", "online", "mixed"),
    Plan("PRO_1ER_EMPLOI", "B", "formation", "no_piece:fiche_poste", "online", "mixed zip"),
    Plan("PRO_1ER_EMPLOI", "C", "formation", "over_cap:jours", "online"),
    Plan("PRO_1ER_EMPLOI", "B", "formation diplome", "no_piece:attestation_formation", "online", "mixed"),
)
SMALL = (
    Plan("INTEGRATION", "C", "formation", traits="turned duplex"),
    Plan("INTEGRATION", "B", "formation", traits="spread tiff fax"),
    Plan("INTEGRATION", "C", "diplome", "unsigned:agent initials:hierarchie stamped:autorite", traits="hard"),
    Plan("PRO_1ER_EMPLOI", "B", "formation", channel="online", traits="mixed zip"),
    Plan("PRO_1ER_EMPLOI", "C", "formation", "no_piece:fiche_poste", "online", "mixed"),
)
BROKEN = (
    Arrival("scan_protege.pdf", "post", broken="encrypted", reasons=("encrypted",)),
    Arrival("scan_coupe.pdf", "post", broken="truncated", reasons=("damaged", "incomplete_file")),
    Arrival("scan_demesure.tif", "post", broken="huge_tiff", reasons=("too_many_pixels", "too_large")),
    Arrival("lettre.docx", "post", broken="docx", reasons=("unsupported",)),
    Arrival("scan_illisible.pdf", "post", broken="garbage", reasons=("damaged", "incomplete_file", "unsupported")),
    Arrival("depot_invalide.zip", "online", broken="invalid_demande", reasons=("invalid_demande",)),
)


@dataclass
class Month:
    cases: list = field(default_factory=list)
    arrivals: list = field(default_factory=list)


def plan(seed, small=False):
    """The whole month; the same seed gives the same month."""
    month, scans = Month(), 0
    for index, line in enumerate(SMALL if small else FULL):
        rng = random.Random(f"{seed}:arrival:{index}")
        case = _case(seed, line, index)
        month.cases.append(case)
        traits = frozenset(line.traits.split())
        if line.channel == "online":
            name = f"depot_{case.number}" + (".zip" if "zip" in traits else "")
            month.arrivals.append(Arrival(name, "online", traits=traits, case=case))
            continue
        for stack in _stacks(rng, case, traits):
            if "joined" in traits:
                before = month.arrivals.pop()
                month.arrivals.append(Arrival(before.name, "post", before.stack + stack, before.traits | traits))
                continue
            scans += 1
            suffix = "tif" if "tiff" in traits else "pdf"
            month.arrivals.append(Arrival(f"scan_{scans:03}.{suffix}", "post", stack, traits))
    posted = [arrival for arrival in month.arrivals if arrival.channel == "post"]
    for original in posted[:1] if small else (posted[1], posted[-1]):
        name = original.name.replace("scan_", "renvoi_")
        month.arrivals.append(Arrival(name, "post", copy_of=original.name))
    if not small:
        stray = Sheet("stray", month.cases[4], "cv")
        month.arrivals.append(Arrival("scan_egare.pdf", "post", (stray,)))
    month.arrivals += BROKEN[:1] if small else BROKEN
    return month


def _case(seed, line, index):
    rng = random.Random(f"{seed}:case:{index}")
    faults = tuple(line.faults.split())
    place = random.Random(f"{seed}:place:{index % 16}")  # Another month has other people, who sign otherwise.
    where = people.collectivite(place, index % 16)
    if line.training == "INTEGRATION" and index % 5 == 3:  # Some write on paper only; a professionnalisation needs e-mail.
        where = replace(where, email="")
    return Case(request.make(
        rng, where, line.training, line.category, line.grounds.split(), over_cap="over_cap:jours" in faults, sequence=101 + index,
        missing_fields=[fault.partition(":")[2] for fault in faults if fault.startswith("no_field:")]),
        line.channel, faults)


def _stacks(rng, case, traits):
    """The sheets of a paper dossier, in one file or two."""
    form = [Sheet("form", case)]
    pieces = [Sheet("piece", case, kind, ground) for kind, ground in case.pieces(rng)]
    if "kinds" in traits:
        pieces = [sheet for piece in pieces for sheet in (Sheet("kind", case, piece.kind), piece)]
    if "letter" in traits:
        form.insert(0, Sheet("piece", case, "courrier"))
    if "spread" in traits:
        return [tuple(form), (Sheet("cover", case), *pieces)]
    return [(*form, *pieces)]
