"""What an installation says, held against the truth: one function a promise, each returns a Verdict."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

COMPLETE = {"complete", "in_session", "decided", "notified", "closed"}  # A decision comes after completeness.
DOUBTS = {"signature_doubtful": "signature_missing", "stamp_doubtful": "stamp_missing", "piece_doubtful": "piece_missing"}


@dataclass
class Verdict:
    title: str
    examined: int = 0
    problems: list = field(default_factory=list)
    detail: str = ""
    binding: bool = True  # Else for information.

    @property
    def holds(self):
        return not (self.binding and self.problems)

    def truth(self):
        return {"title": self.title, "examined": self.examined, "problems": self.problems, "detail": self.detail,
                "binding": self.binding, "holds": self.holds}


def paired(truths, seen):
    """(truth, seen) of the arrivals whose pages count; of two copies, the one that was stored."""
    by_name = {arrival.name: arrival for arrival in seen}
    for truth in truths:
        found = by_name.get(truth["name"])
        if found and found.fate == "stored" and truth["pages"]:
            yield truth, found


def paired_pages(truths, seen):
    for truth, found in paired(truths, seen):
        for expected, page in zip(truth["pages"], sorted(found.pages, key=lambda page: page.page)):
            yield f"{truth['name']} page {page.page}", expected, page


def arrivals(truths, seen):
    verdict = Verdict("Arrivées perdues ou mal jugées", len(truths))
    by_name, copies = {arrival.name: arrival for arrival in seen}, defaultdict(list)
    for truth in truths:
        found = by_name.get(truth["name"])
        if not found:
            verdict.problems.append(f"{truth['name']} : perdue")
        elif truth["fate"] == "refused":
            if found.fate != "refused" or found.reason not in truth["reasons"]:
                verdict.problems.append(f"{truth['name']} : {found.fate} {found.reason or ''}, "
                                        f"attendu refused {' ou '.join(truth['reasons'])}")
        else:
            copies[truth["sha256"] or truth["name"]].append(found)
            if found.fate == "stored" and len(found.pages) != len(truth["pages"]):
                verdict.problems.append(f"{truth['name']} : {len(found.pages)} pages, attendu {len(truth['pages'])}")
    for same in copies.values():
        if Counter(found.fate for found in same) != Counter(["stored"] + ["duplicate"] * (len(same) - 1)):
            verdict.problems.append(", ".join(f"{found.name} : {found.fate}" for found in same))
    extra = set(by_name) - {truth["name"] for truth in truths}
    verdict.problems += [f"{name} : inconnue de la vérité" for name in sorted(extra)]
    return verdict


def balance(told):
    verdict = Verdict("Solde : vus = reçus + refusés + doubles + en attente", told["seen"])
    parts = [told[part] for part in ("stored", "refused", "duplicate", "waiting")]
    if told["seen"] != sum(parts):
        verdict.problems.append(f"{told['seen']} vus, {' + '.join(map(str, parts))} comptés")
    if told["waiting"]:
        verdict.problems.append(f"{told['waiting']} en attente")
    return verdict


def pages(truths, seen):
    """A page in another's dossier is wrong; a page that matters and is in no dossier is too."""
    verdict, nowhere = Verdict("Pages dans un mauvais dossier"), 0
    for where, expected, page in paired_pages(truths, seen):
        verdict.examined += 1
        if page.dossier == expected["dossier"]:
            continue
        if page.dossier is None and expected.get("loose"):
            nowhere += 1
        else:
            verdict.problems.append(f"{where} : {page.dossier or 'aucun dossier'}, attendu {expected['dossier'] or 'aucun'}")
    verdict.detail = f"{nowhere} feuilles accessoires sans dossier"
    return verdict


def signatures(truths, seen):
    """Wrong is to say signed, or stamped, what is not; a doubt or a signature not seen is counted, not wrong."""
    verdict, told = Verdict("Signatures ou cachets dits présents à tort"), Counter()
    for where, expected, page in paired_pages(truths, seen):
        for id, truth in expected.get("signatures", {}).items():
            verdict.examined += 1
            zone = page.zones.get(id)
            if zone is None:
                told["zone non lue"] += 1
                continue
            if id.startswith("cachet_"):
                there, said = truth["stamped"], "signed" if zone.get("stamped") else "empty"
            else:
                there, said = truth["state"] == "signed", zone["state"]
            if said == "signed" and not there:
                verdict.problems.append(f"{where} : {id} dit présent, en vérité {truth['state']}")
            told["juste" if (said == "signed") == there and said != "doubt" else "doute" if said == "doubt" else "non vu"] += 1
    verdict.detail = ", ".join(f"{count} {name}" for name, count in told.most_common())
    return verdict


def checkboxes(truths, seen):
    verdict = Verdict("Cases à cocher lues à l'envers", binding=False)
    for where, expected, page in paired_pages(truths, seen):
        for id, truth in expected.get("checkboxes", {}).items():
            verdict.examined += 1
            said = page.zones.get(id, {}).get("state", "doubt")
            if said not in (truth, "doubt"):
                verdict.problems.append(f"{where} : {id} lue {said}, en vérité {truth}")
    return verdict


def kinds(truths, seen):
    verdict = Verdict("Pièces d'une autre nature", binding=False)
    for where, expected, page in paired_pages(truths, seen):
        if expected["is"] == "piece" and expected["piece_page"] == 1:
            verdict.examined += 1
            if page.kind != expected["kind"]:
                verdict.problems.append(f"{where} : {page.kind}, attendu {expected['kind']}")
    return verdict


def complete_dossiers(truths, known):
    verdict = Verdict("Dossiers complets qui ne le sont pas dits")
    for truth in truths:
        if truth["state"] != "complete":
            continue
        verdict.examined += 1
        state, findings = known.get(truth["number"], ("absent", set()))
        if state not in COMPLETE:
            reasons = ", ".join(sorted(what for severity, what in findings if severity != "note"))
            verdict.problems.append(f"{truth['number']} : {state} ({reasons})")
    return verdict


def incomplete_dossiers(truths, known):
    """Incomplete for the right reasons, or doubtful; each true reason must be found, at least as a doubt."""
    verdict, doubtful = Verdict("Dossiers incomplets dits complets, ou pour d'autres raisons"), 0
    for truth in truths:
        if truth["state"] != "incomplete":
            continue
        verdict.examined += 1
        state, findings = known.get(truth["number"], ("absent", set()))
        sure = {what for severity, what in findings if severity == "blocking"}
        doubts = {_as_missing(what) for severity, what in findings if severity == "doubt"}
        expected = set(truth["findings"])
        doubtful += state == "doubtful"
        if state not in ("incomplete", "doubtful"):
            verdict.problems.append(f"{truth['number']} : {state}, attendu {', '.join(sorted(expected))}")
        elif wrong := sure - expected:
            verdict.problems.append(f"{truth['number']} : à tort {', '.join(sorted(wrong))}")
        elif unseen := expected - sure - doubts:
            verdict.problems.append(f"{truth['number']} : non relevé {', '.join(sorted(unseen))}")
    verdict.detail = f"{doubtful} en doute"
    return verdict


def _as_missing(finding):
    code, _, subject = finding.partition(":")
    return f"{DOUBTS.get(code, code)}:{subject}"
