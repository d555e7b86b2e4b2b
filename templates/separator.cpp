#include "templates/separator.h"

#include <array>
#include <stdexcept>

#include "templates/haru.h"
#include "templates/qr.h"
#include "templates/typography.h"
#include "templates/utf8.h"

namespace templates {
namespace {

constexpr std::array<std::string_view, core::EnumNames<core::Kind>::names.size()> titles{"Demande de dispense",
                                                                                         "Attestation de formation",
                                                                                         "Certificat de réalisation",
                                                                                         "Programme de formation",
                                                                                         "Fiche de poste",
                                                                                         "Diplôme ou titre",
                                                                                         "Arrêté de nomination",
                                                                                         "État des services",
                                                                                         "Bilan de compétences",
                                                                                         "Courrier",
                                                                                         "Curriculum vitæ",
                                                                                         "Pièce d'identité",
                                                                                         "Feuille de séparation",
                                                                                         "Autre pièce"};

constexpr double left = 25, centre = 105, width = 160;
constexpr Colour ink{0.06, 0.15, 0.32};

/// Lines centred one below the other; returns the next baseline.
double write_centred(HaruDoc& page, double y, std::string_view text, const TextStyle& style) {
    for (const auto& line : break_lines(shaper_of(fonts_of()), {{decode_utf8(french(text)), style}},
                                        {.width = width, .alignment = Alignment::centred})) {
        for (const auto& piece : line.pieces) page.piece(left + piece.x, y, piece);
        y += style.size * 0.45;
    }
    return y;
}

struct Wording {
    std::string eyebrow, heading, use, note;
};

Wording wording_of(const core::PageCode& code) {
    switch (code.use) {
        case core::PageCode::Use::dossier_sheet:
            return {
                "Dossier", "n° " + code.dossier,
                "Poser cette feuille sur les pages du dossier avant de les numériser. Toutes les pages qui la suivent, "
                "jusqu'à la prochaine feuille de dossier, rejoignent ce dossier.",
                ""};
        case core::PageCode::Use::kind_sheet:
            return {"Pièce jointe", std::string{kind_title(code.kind)},
                    "Poser cette feuille devant la pièce avant de la numériser. Les pages qui la suivent, jusqu'à la "
                    "prochaine feuille de séparation, forment une pièce de cette nature.",
                    "à garder pour un autre envoi"};
        case core::PageCode::Use::batch_sheet:
            return {"Lot " + code.batch, std::to_string(code.sheets) + (code.sheets > 1 ? " feuilles" : " feuille"),
                    "Poser cette feuille sur le lot et le numériser en une fois, " +
                        std::string(code.sides == 2 ? "recto verso, sans ôter les pages blanches" : "recto seul") +
                        ". Il doit y avoir " + std::to_string(code.sheets) + " feuille(s) sous celle-ci" +
                        (code.separators > 0 ? ", dont " + std::to_string(code.separators) + " de séparation" : "") +
                        " : s'il en manque une, l'alarme est donnée.",
                    "une feuille par lot"};
        case core::PageCode::Use::form_page:
            break;
    }
    throw std::logic_error{"print_separator: the code of a form page"};
}

}  // namespace

std::string_view kind_title(core::Kind kind) { return titles.at(static_cast<std::size_t>(kind)); }

core::Outcome<std::string> print_separator(const core::PageCode& code) {
    const auto wording = wording_of(code);
    HaruDoc pdf{fonts_of(), {.title = wording.eyebrow + " " + wording.heading, .author = "Vaguemestre"}};
    pdf.add_page();

    pdf.line(left, 30, left + width, 30, 0.6, ink);
    pdf.text(left, 38, "Feuille de séparation", {.face = Face::sans, .size = 12, .colour = ink});
    pdf.text_right(left + width, 38, wording.note, {.face = Face::sans_italic, .size = 10, .colour = grey(0.35)});

    write_centred(pdf, 78, wording.eyebrow, {.face = Face::sans, .size = 26});
    write_centred(pdf, 97, wording.heading, {.face = Face::sans_bold, .size = 38, .colour = ink});

    constexpr double side = 64, top = 128;
    draw_code(pdf, make_qr(code.text()), {centre - side / 2, top, centre + side / 2, top + side});
    pdf.text_centred(centre, top + side + 14, code.text(), {.face = Face::mono, .size = 9, .colour = grey(0.35)});

    write_centred(pdf, 232, wording.use, {.face = Face::sans, .size = 12});
    pdf.line(left, 267, left + width, 267, 0.6, ink);
    return pdf.bytes();
}

}  // namespace templates
