"""pdflatex, a run a letter, the format and its packages loaded each time; Helvetica in place of Liberation."""

import json
import os
import subprocess

import letter

HEAD = r"""\documentclass[10pt,a4paper]{article}\usepackage[T1]{fontenc}\usepackage[utf8]{inputenc}\usepackage[scaled]{helvet}
\usepackage[french]{babel}\usepackage{microtype}\usepackage{graphicx}\usepackage[a4paper,top=14mm,left=25mm,right=20mm,bottom=15mm]{geometry}
\renewcommand\familydefault{\sfdefault}\setlength\parindent{0pt}\setlength\parskip{7pt}\pagestyle{empty}\begin{document}
"""


def page(number, folder):
    own = letter.fields(number)
    parts = [rf"\hfill\includegraphics[width=30mm]{{{folder}/logo.png}}\par", r"\\".join([rf"\textbf{{{letter.OFFICE[0]}}}", *letter.OFFICE[1:]]),
             r"\hspace*{90mm}\begin{tabular}{l}" + r"\\".join([*own["address"], "", letter.DATE]) + r"\end{tabular}\par", rf"\textbf{{{letter.OBJECT}}}"]
    for kind, text in letter.BLOCKS:
        if kind == "t":
            parts.append(r"\begin{tabular}{p{85mm}ll}" + r"\\\hline ".join(" & ".join(row) for row in letter.TABLE) + r"\\\hline\end{tabular}")
        else:
            said = text.format(**own).replace("« ", r"\og ").replace(" »", r"\fg{}").replace("n° ", r"\no~")
            parts.append(rf"\textbf{{{said}}}" if kind == "h" else said)
    return HEAD + "\n\n".join(parts) + "\n\\end{document}\n"


def main():
    folder, count = letter.arguments()
    seconds, peak = 0.0, 0
    for number in range(count):
        source = folder / f"latex-{number % 10}.tex"
        source.write_text(page(number, folder), encoding="utf-8")
        with subprocess.Popen(["pdflatex", "-interaction=batchmode", "-output-directory", folder, source], stdout=subprocess.DEVNULL) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f"pdflatex: see {source.with_suffix('.log')}")
        seconds += usage.ru_utime + usage.ru_stime
        peak = max(peak, usage.ru_maxrss)
    print(json.dumps({"letters": count, "seconds": round(seconds, 4), "peak_mb": round(peak / 1024, 1)}))


main()
