"""From a stack of paper to scanned pages: print, sign, stamp, tick, scan, and note the truth."""

import datetime as dt
import random
import subprocess
import tempfile
import zlib
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageOps

import pen
import people
import pieces
import scan
from month import SIGNATORIES

# Who signs a piece; a piece not named here is signed by its own issuer.
SIGNERS = {"arrete_nomination": "autorite", "courrier": "autorite", "fiche_poste": "agent"}


def rasterise(pdf, dpi):
    """The pages of a PDF as RGB images."""
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch, "in.pdf")
        source.write_bytes(pdf)
        subprocess.run(["pdftoppm", "-r", str(dpi), str(source), str(Path(scratch, "p"))], check=True)
        return [loaded(path) for path in sorted(Path(scratch).glob("p-*"))]


def loaded(path):
    with Image.open(path) as image:
        image.load()
        return image


def scanned(arrival, office, seed):
    """The pages of a paper arrival: a list of (image, look, truth)."""
    rng = random.Random(f"{seed}:{arrival.name}")
    hard = "hard" in arrival.traits
    device = scan.device(rng, hard)
    if "fax" in arrival.traits:
        device = replace(device, mode="fax", dpi=200)
    if device.mode == "fax":
        device = replace(device, light=min(device.light, 0.08), noise=min(device.noise, 4))
    pages = [page for sheet in arrival.stack for page in sheet_pages(sheet, office, device.dpi, rng)]
    if "shuffled" in arrival.traits:
        rest = pages[1:]
        rng.shuffle(rest)
        pages[1:] = rest
    if "duplex" in arrival.traits:
        pages = [side for page in pages for side in (page, _back(page))]
    turns = _turns(rng, len(pages)) if "turned" in arrival.traits else [0] * len(pages)
    made = []
    for number, ((image, truth), turn) in enumerate(zip(pages, turns), 1):
        look = replace(scan.sheet(rng, device, hard), turn=turn)
        made.append((scan.scanned(image, look, rng), look,
                     {"page": number, **truth, "turned": turn, "look": look.truth()}))
    return made


def _turns(rng, count):
    turns = [rng.choice((0, 0, 90, 180, 270)) for _ in range(count)]
    turns[rng.randrange(count)] = 180
    return turns


def _back(page):
    """The blank back of a sheet, its front faintly showing through."""
    image, truth = page
    through = ImageOps.mirror(image.convert("L")).point(lambda v: 255 - (255 - v) // 22)
    return through.convert("RGB"), {"dossier": truth["dossier"], "is": "blank", "loose": True}


def sheet_pages(sheet, office, dpi, rng):
    """The (image, truth) of each page of one document of the stack."""
    case = sheet.case
    if sheet.what == "form":
        return _form_pages(case, office, dpi, rng)
    if sheet.what == "cover":
        image, = rasterise(office.separator("--dossier", case.number), dpi)
        return [(image, {"dossier": case.number, "is": "separator", "loose": True})]
    if sheet.what == "kind":
        image, = rasterise(office.separator("--kind", sheet.kind), dpi)
        return [(image, {"dossier": case.number, "is": "separator", "kind": sheet.kind, "loose": True})]
    dossier = None if sheet.what == "stray" else case.number
    loose = sheet.kind == "courrier"
    return [(image, {"dossier": dossier, **truth, "loose": loose})
            for image, truth in piece_pages(make_piece(sheet.kind, sheet.ground, case, rng), case, dpi, rng)]


def make_piece(kind, ground, case, rng):
    maker = getattr(pieces, kind)
    return maker(rng, case.request, ground) if ground else maker(rng, case.request)


def piece_pages(piece, case, dpi, rng):
    """A printed piece, signed and stamped by whoever issued it, or not."""
    images = rasterise(piece.pdf, dpi)
    marks = [[] for _ in images]
    role = SIGNERS.get(piece.kind, piece.kind)
    stamp = _stamp_lines(case) if role == "autorite" else ["ORGANISME DE FORMATION", "VALMER", "14995"]
    for spot in piece.spots:
        image, found = images[spot.page - 1], marks[spot.page - 1]
        if rng.random() < 0.75:
            pen.sign(image, dpi, spot.box, _writer(case, role), rng)
            found.append("signature")
        if piece.kind not in ("fiche_poste", "diplome") and rng.random() < 0.5:
            pen.stamp(image, dpi, spot.box, stamp, rng)
            found.append("stamp")
    return [(image, {"is": "piece", "kind": piece.kind, "piece_page": number, "marks": found})
            for number, (image, found) in enumerate(zip(images, marks), 1)]


def _form_pages(case, office, dpi, rng):
    pdf = office.form(case.form, case.request.xml(), case.number)
    made = []
    for number, (image, zones) in enumerate(zip(rasterise(pdf, dpi), office.zones(case.form), strict=True), 1):
        signatures, boxes = _fill_by_hand(image, dpi, zones, case, rng)
        made.append((image, {"dossier": case.number, "is": "form", "kind": "demande_dispense", "form": case.form,
                             "form_page": number, "signatures": signatures, "checkboxes": boxes}))
    return made


def _writer(case, role):
    """The same people hold the same pen on every sheet; the head signs alike for all the dossiers of a place."""
    where = case.request.where
    who, id = {"agent": (case.request.agent, f"{case.number}:agent"),
               "rh": (where.correspondent, f"{where.siret}:rh"),
               "autorite": (where.head, f"{where.siret}:autorite")}.get(role, (None, f"{case.number}:{role}"))
    seed = zlib.crc32(id.encode())
    who = who or people.person(random.Random(seed))
    return pen.writer(id, "".join(c for c in people.plain(who.last) if c.isalpha()), who.initials, seed)


def _state(case, role):
    for fault, state in (("unsigned", "empty"), ("stamped", "stamped_only"), ("initials", "initials"),
                         ("capitals", "capitals")):
        if case.lacks(fault, role):
            return state
    return "signed"


def _fill_by_hand(image, dpi, zones, case, rng):
    """Signs, stamps, dates and ticks one page; returns the truth of its signature zones and check boxes."""
    signatures, boxes = {}, _boxes(image, dpi, zones, case, rng)
    for role in SIGNATORIES:
        who, state = _writer(case, role), _state(case, role)
        acted = state != "empty" or rng.random() < 0.5  # Some date and tick, then forget to sign.
        if zone := zones.get(f"signature_{role}"):
            signatures[f"signature_{role}"] = _sign(image, dpi, zone[1], zones, who, state, case, rng)
        if (zone := zones.get(f"cachet_{role}")):
            stamped = not case.lacks("no_stamp", role)
            if stamped:  # A seal is larger than the box it is asked for in.
                box = pen.grown(zone[1], 3)
                pen.stamp(image, dpi, box if _free(box, zone[1], zones) else zone[1], _stamp_lines(case), rng)
            signatures[f"cachet_{role}"] = {"state": "stamped_only" if stamped else "empty", "stamped": stamped}
        if (zone := zones.get(f"date_{role}")) and acted:
            date = case.request.date + dt.timedelta(days=rng.randint(0, 9))
            pen.write(image, dpi, zone[1], f"{date:%d/%m/%Y}", who, rng)
        if (zone := zones.get(f"nom_{role}")) and role == "hierarchie" and acted:  # The others are printed.
            pen.write(image, dpi, zone[1], f"{who.initials[0]} {who.name}", who, rng)
        if (zone := zones.get(f"avis_{role}_favorable")) and acted:
            pen.tick(image, dpi, zone[1], who, rng)
            boxes[f"avis_{role}_favorable"] = "checked"
    return signatures, boxes


def _sign(image, dpi, box, zones, who, state, case, rng):
    stamped = state == "stamped_only" or (state == "signed" and who.id.endswith("autorite") and rng.random() < 0.3)
    if stamped:
        pen.stamp(image, dpi, box, _stamp_lines(case), rng)
    if state == "signed":
        overflow = rng.uniform(1, 3) if rng.random() < 0.2 and _free(pen.grown(box, 4), box, zones) else 0
        pen.sign(image, dpi, box, who, rng, overflow)
    elif state == "initials":
        pen.initial(image, dpi, box, who, rng)
    elif state == "capitals":
        pen.print_name(image, dpi, box, who, rng)
    return {"state": state, "stamped": stamped, "writer": who.truth()}


def _free(box, own, zones):
    """No zone that a hand fills but `own` meets the box."""
    return not any(other != own and kind in ("signature", "stamp", "checkbox", "date")
                   and box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
                   for kind, other in zones.values())


def _boxes(image, dpi, zones, case, rng):
    """Ticks the pieces that are joined; returns the truth of all check boxes, those printed from the data included."""
    data = case.request
    joined = {f"piece_{kind}" for kind in case.kinds()}
    printed = {f"portee_{data.scope}", f"statut_{data.status}", f"civilite_{data.agent.title}",
               f"categorie_{data.trade.category}", f"mode_acces_{data.access}"}
    checked = joined | {id.lower() for id in printed}
    boxes = {id: box for id, (kind, box) in zones.items() if kind == "checkbox"}
    for id in joined & boxes.keys():
        pen.tick(image, dpi, boxes[id], _writer(case, "agent"), rng)
    return {id: "checked" if id in checked else "empty" for id in boxes}


def _stamp_lines(case):
    where = case.request.where
    return [people.plain(where.name), "MAIRIE" if where.kind == "commune" else "LE SIEGE", where.address[-1][:5]]
