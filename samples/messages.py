"""The messages a relay received, read by an independent MIME parser and held against the truth."""

import email
import email.policy
import json
import re
import subprocess

from verdict import Verdict

NUMBER = re.compile(r"\b\d\d-\d{6}-\d\b")


def text_of_pdf(data):
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True)
    return done.stdout.decode("utf-8", "replace")


def problems_of(raw, envelope, dossiers):
    """What is wrong with one message, and the dossier it speaks of."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    defects = [f"défaut MIME {type(defect).__name__}" for part in message.walk() for defect in part.defects]
    defects += ["fin de ligne sans retour chariot"] if envelope["bare_lf"] else []
    attached = [part.get_content() for part in message.walk() if part.get_content_type() == "application/pdf"]
    if not attached or any(not data.startswith(b"%PDF") for data in attached):
        return [*defects, "pas de PDF joint lisible"], None
    named = set(NUMBER.findall(message["Subject"] or ""))
    named |= {number for data in attached for number in NUMBER.findall(text_of_pdf(data))}
    if len(named) != 1 or not named <= dossiers.keys():
        return [*defects, f"dossiers nommés : {', '.join(sorted(named)) or 'aucun'}"], None
    truth = dossiers[named.pop()]
    allowed = {truth["email"], truth["agent_email"]} - {""}
    header = {address.addr_spec for name in ("To", "Cc") for field in message.get_all(name, []) for address in field.addresses}
    for who in {*envelope["rcpt_tos"], *header} - allowed:
        defects.append(f"destinataire {who}, attendu {truth['email']}")
    words = " ".join(text_of_pdf(attached[0]).split())
    if truth["agent"] not in words:
        defects.append("le PDF ne nomme pas l'agent du dossier")
    return defects, truth["number"]


def messages(truths, mailbox):
    dossiers = {truth["number"]: truth for truth in truths}
    verdict, ids, written_to = Verdict("Messages mal formés, mal joints ou mal adressés"), {}, set()
    for path in sorted(mailbox.glob("*.eml")):
        verdict.examined += 1
        raw = path.read_bytes()
        found, number = problems_of(raw, json.loads(path.with_suffix(".json").read_text()), dossiers)
        written_to.add(number)
        id = email.message_from_bytes(raw, policy=email.policy.default)["Message-ID"]
        if not id or id in ids:
            found.append(f"Message-ID {'déjà vu dans ' + ids[id] if id else 'absent'}")
        ids[id] = path.name
        verdict.problems += [f"{path.name} : {problem}" for problem in found]
    verdict.problems += [f"{number} : aucun message" for number in sorted(dossiers.keys() - written_to)
                         if dossiers[number]["email"]]
    verdict.detail = f"{len(written_to - {None})} dossiers"
    return verdict
