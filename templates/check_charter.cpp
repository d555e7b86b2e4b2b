#include "templates/check_charter.h"

#include <algorithm>
#include <cmath>

#include "core/failures.h"
#include "templates/fonts.h"
#include "templates/xml_text.h"

namespace templates {
namespace {

constexpr double smallest_text = 6;     // Points: below, print is not read any more.
constexpr double least_contrast = 4.5;  // WCAG 2.1, 1.4.3 (RGAA 3.2), for text that is not large.
constexpr double mm_per_point = 25.4 / 72;
constexpr double page_width = 210, page_height = 297;

/// WCAG 2.1, « relative luminance ».
double luminance(const Colour& colour) {
    const auto linear = [](double part) {
        return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
}
double contrast(const Colour& a, const Colour& b) {
    const auto [dark, light] = std::minmax({luminance(a), luminance(b)});
    return (light + 0.05) / (dark + 0.05);
}

std::string number(double value) {
    auto text = std::to_string(std::ceil(value * 100) / 100);
    text.resize(text.find('.') + 3);
    return text;
}

bool holds_address(const std::vector<Node>& nodes) {
    return std::ranges::any_of(nodes,
                               [](const Node& node) { return node.op == Op::address || holds_address(node.children); });
}

class CharterChecker {
  public:
    CharterChecker(const Charter& charter, TemplateSources& sources, std::vector<TemplateFault>& faults)
        : charter_(charter), sources_(sources), faults_(faults) {}

    void check() {
        for (const auto& [name, style] : charter_.styles) check_style(style);
        for (const auto& [name, master] : charter_.masters) {
            check_page(master.first, name);
            if (!same_frames(master.first, master.next)) check_page(master.next, name);
        }
        if (!charter_.masters.contains("lettre"))
            say(top_, "<gabarit",
                "il manque le gabarit « lettre », celui des lettres ; écrire <gabarit nom=\"lettre\" …>");
    }

  private:
    void say(const Place& place, std::string_view word, std::string cause) {
        faults_.push_back(sources_.fault(place, word, std::move(cause), true));
    }

    /// What a style inherits is told where it is set.
    void check_style(const Style& style) {
        const auto place = tag_of("nom=\"" + style.name + "\"");
        const auto sets = [&](const char* attribute) {
            const auto fault = sources_.fault(place, std::string{" "} + attribute + "=\"", "");
            return fault.line != place.line || fault.column != place.column;
        };
        if (style.size < smallest_text && sets("taille"))
            say(place, "taille=",
                "texte de " + number(style.size) + " points : illisible une fois imprimé ; écrire taille=\"" +
                    number(smallest_text) + "\" au moins");
        const auto least = style.size * mm_per_point;
        if (style.leading < least && (sets("interligne") || sets("taille")))
            say(place, sets("interligne") ? "interligne=" : "taille=",
                "lignes de " + number(style.leading) + " mm pour des lettres de " + number(style.size) +
                    " points : elles se touchent ; écrire interligne=\"" + number(least * 1.2) + "\" environ");
        const auto paper = style.background.value_or(Colour{1, 1, 1});
        if (contrast(style.colour, paper) < least_contrast && (sets("couleur") || sets("fond")))
            say(place, sets("couleur") ? "couleur=" : "fond=",
                "couleur trop proche du fond (contraste " + number(contrast(style.colour, paper)) +
                    ") : le texte ne se lirait pas ; une couleur plus foncée, comme #5C5C5C");
    }

    void check_page(const PageMaster& page, const std::string& master) {
        for (std::size_t i = 0; i < page.frames.size(); ++i) {
            const auto& frame = page.frames[i];
            if (frame.x + frame.width > page_width || frame.y + frame.height > page_height)
                say(frame.place,
                    "largeur=", "l'emplacement sort de la page (210 × 297 mm) ; réduire x, y, largeur ou hauteur");
            for (std::size_t j = 0; j < i; ++j)
                if (overlap(frame, page.frames[j]))
                    say(frame.place, "x=",
                        "l'emplacement en recouvre un autre (ligne " + std::to_string(page.frames[j].place.line) +
                            ") ; réduire sa largeur ou sa hauteur, ou le déplacer");
        }
        const bool address = std::ranges::any_of(page.frames, [](const Frame& f) { return holds_address(f.content); });
        if (page.window && !address)
            say(tag_of("nom=\"" + master + "\""), "<fenetre",
                "une fenêtre d'enveloppe, et pas d'adresse à y montrer ; mettre <adresse/> dans un emplacement, ou "
                "enlever <fenetre>");
    }

    static bool same_frames(const PageMaster& a, const PageMaster& b) {
        return a.frames.size() == b.frames.size() &&
               std::equal(a.frames.begin(), a.frames.end(), b.frames.begin(),
                          [](const Frame& x, const Frame& y) { return x.place.line == y.place.line; });
    }
    static bool overlap(const Frame& a, const Frame& b) {
        return a.height > 0 && b.height > 0 && a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
               b.y < a.y + a.height;
    }

    Place tag_of(const std::string& attribute) {
        const auto fault = sources_.fault(top_, attribute, "", true);
        return {top_.file, fault.line, fault.column};
    }

    const Charter& charter_;
    TemplateSources& sources_;
    std::vector<TemplateFault>& faults_;
    Place top_{std::make_shared<const std::string>("charte.xml"), 1, 1};
};

}  // namespace

void check_charter(const Charter& charter, TemplateSources& sources, std::vector<TemplateFault>& faults) {
    CharterChecker{charter, sources, faults}.check();
}

const Fonts* fonts_or_fault(const Charter& charter, TemplateSources& sources, std::vector<TemplateFault>& faults) {
    try {
        return &fonts_of(charter.fonts);
    } catch (const core::BadSetup& absent) {
        const std::string cause = absent.what();
        const auto named =
            std::ranges::find_if(charter.fonts.names, [&](const auto& name) { return cause.find(name) != cause.npos; });
        const Place top{std::make_shared<const std::string>("charte.xml"), 1, 1};
        faults.push_back(sources.fault(top, named == charter.fonts.names.end() ? "" : *named,
                                       "police introuvable ou illisible ; mettre le fichier dans le dossier « fonts », "
                                       "installer le paquet qui la contient, ou corriger son nom",
                                       true));
        return nullptr;
    }
}

}  // namespace templates
