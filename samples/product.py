"""The program under test, called as a user calls it: every shape it prints is read here."""

import functools
import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path


class Failed(Exception):
    """A command that must succeed did not; its words, code and stderr."""


class Vaguemestre:
    def __init__(self, program, home=None):
        self.program = str(Path(program).resolve())
        self.home = ["--home", str(home)] if home else []

    def _run(self, *words):
        done = subprocess.run([self.program, *self.home, *words], capture_output=True, text=True)
        if done.returncode:
            raise Failed(f"{' '.join(words)} : code {done.returncode}\n{done.stderr}")
        return done.stdout

    def _json(self, *words):
        return json.loads(self._run(*words, "--json"))

    def form(self, form, xml, number):
        """The PDF of a dossier filled from demande.xml."""
        with tempfile.TemporaryDirectory() as scratch:
            data, out = Path(scratch, "demande.xml"), Path(scratch, "form.pdf")
            data.write_bytes(xml)
            self._run("form", "print", form, "--data", str(data), "--dossier", number, "-o", str(out))
            return out.read_bytes()

    @functools.cache
    def zones(self, form):
        """The zones of each page: a list of {id: (kind, box in mm)}."""
        pages = self._json("form", "zones", form)["pages"]
        return [{zone["id"]: (zone["kind"], tuple(zone["box"])) for zone in page["zones"]} for page in pages]

    @functools.cache
    def separator(self, option, value):
        """A separator sheet: option is --dossier or --kind."""
        with tempfile.TemporaryDirectory() as scratch:
            out = Path(scratch, "separator.pdf")
            self._run("separator", "print", option, value, "-o", str(out))
            return out.read_bytes()

    # What the installation says of itself.

    def balance(self):
        return self._json("status")["balance"]

    def arrivals(self):
        """Every arrival known, as Seen values."""
        return [self._arrival(entry["id"]) for entry in self._json("status", "--limit", "0")["arrivals"]]

    def _arrival(self, id):
        shown = self._json("show", id)
        return Seen(id=id, name=shown["name"], sha256=shown["sha256"], fate=shown["fate"],
                    reason=(shown.get("refusal") or {}).get("reason"),
                    pages=[SeenPage(page["page"], page.get("dossier") or None, page["kind"]["code"],
                                    {zone["id"]: zone for zone in page.get("zones", [])}) for page in shown["pages"]])

    def dossiers(self):
        """{number: (state, findings)}; a finding is (severity, "code:subject")."""
        known = {}
        for entry in self._json("dossier", "list"):
            shown = self._json("show", entry["number"])
            known[entry["number"]] = (shown["state"], {(finding["severity"], f"{finding['code']}:{finding['subject']}")
                                                       for finding in shown["findings"]})
        return known


@dataclass(frozen=True)
class SeenPage:
    page: int
    dossier: str | None
    kind: str
    zones: dict


@dataclass(frozen=True)
class Seen:
    """An arrival as the installation knows it."""
    id: str
    name: str
    sha256: str
    fate: str
    reason: str | None
    pages: list
