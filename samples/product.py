"""The program under test, called as a user calls it: every shape it prints is read here."""

import functools
import json
import subprocess
import tempfile
from pathlib import Path


class Vaguemestre:
    def __init__(self, program, home=None):
        self.program = str(Path(program).resolve())
        self.home = ["--home", str(home)] if home else []

    def _run(self, *words):
        done = subprocess.run([self.program, *self.home, *words], capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{' '.join(words)} : code {done.returncode}\n{done.stderr}")
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
