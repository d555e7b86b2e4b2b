#include <algorithm>
#include <array>
#include <cctype>

#include "core/closest.h"
#include "templates/check_nodes.h"
#include "templates/typography.h"
#include "templates/utf8.h"
#include "templates/xml_text.h"

namespace templates {
namespace {

/// How other programs, and people in a hurry, write « here comes a field ».
struct Marks {
    std::string_view open, close;
    bool loose = true;  ///< Anything between them is a field; else only what cannot be anything else.
};
constexpr std::array field_marks{Marks{"{{", "}}"}, Marks{"${", "}"}, Marks{"{", "}"},        Marks{"<<", ">>"},
                                 Marks{"--", "--"}, Marks{"%", "%"},  Marks{"«", "»", false}, Marks{"[", "]", false}};
constexpr std::array blanks{"XXX", "xxx", "???", "....", "……", "____", "TODO", "FIXME", "Lorem ipsum"};
/// Of web pages and word processors, and what to write.
struct Markup {
    std::string_view written;
    const char* remedy;
};
constexpr const char* own_elements = "employer les éléments des modèles : <gras>, <italique>, <saut/> …";
constexpr const char* encoding = "les accents sont abîmés : enregistrer le fichier en UTF-8, avec encoding=\"UTF-8\"";
constexpr std::array markups{Markup{"</", own_elements},
                             Markup{"<b>", own_elements},
                             Markup{"<br", own_elements},
                             Markup{"<i>", own_elements},
                             Markup{"<p>", own_elements},
                             Markup{"**", own_elements},
                             Markup{"&nbsp;", "écrire une espace : les espaces insécables se mettent d'elles-mêmes"},
                             Markup{"Ã©", encoding},
                             Markup{"Ã¨", encoding},
                             Markup{"Ãª", encoding},
                             Markup{"â€", encoding}};
constexpr std::size_t longest_field = 60;

bool letter_or_digit(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || (static_cast<unsigned char>(c) & 0x80) != 0;
}

/// Not a part of a longer word, as in « XXXe ».
bool stands_alone(const std::string& text, std::size_t at, std::string_view word) {
    if (!letter_or_digit(word.front())) return true;
    const auto end = at + word.size();
    return (at == 0 || !letter_or_digit(text[at - 1])) && (end >= text.size() || !letter_or_digit(text[end]));
}

/// « à compléter », « NOM DU MAIRE », « agent_nom »: not what a sentence puts between brackets or quotation marks.
bool asks_for_something(const std::string& inside) {
    if (inside.find_first_of("_/.") != inside.npos && inside.find(' ') == inside.npos) return true;
    for (const auto* word : {"compléter", "préciser", "remplir", "insérer", "indiquer", "choisir"})
        if (inside.find(word) != inside.npos) return true;
    const auto lower = [](char c) { return std::islower(static_cast<unsigned char>(c)) != 0; };
    return inside.size() > 2 && std::ranges::none_of(inside, lower) && std::ranges::any_of(inside, letter_or_digit);
}

struct Found {
    std::size_t at = 0;
    std::string whole, inside;
};
std::optional<Found> field_in(const std::string& text, const Marks& marks) {
    for (auto open = text.find(marks.open); open != text.npos; open = text.find(marks.open, open + 1)) {
        const auto from = open + marks.open.size();
        const auto close = text.find(marks.close, from);
        if (close == text.npos) return std::nullopt;
        const auto inside = text.substr(from, close - from);
        const bool tight = !inside.empty() && inside.size() <= longest_field && inside.front() != ' ' &&
                           inside.back() != ' ' && inside.find('\n') == inside.npos;
        const bool percent = marks.open == "%" && !std::ranges::all_of(inside, letter_or_digit);
        if (tight && !percent && (marks.loose || asks_for_something(inside)))
            return Found{open, text.substr(open, close + marks.close.size() - open), inside};
    }
    return std::nullopt;
}

/// The field that was probably meant, `agent/nom`.
std::optional<std::string> path_meant(const DataModel& model, std::string name) {
    std::ranges::replace(name, '.', '/');
    if (model.letter.below(name) != nullptr) return name;
    std::ranges::replace(name, '_', '/');
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (model.letter.below(name) != nullptr) return name;
    const auto paths = model.paths_ending(name.substr(name.rfind('/') + 1));
    return paths.empty() ? std::nullopt : std::optional{paths.front()};
}

}  // namespace

void TextChecker::check(const Node& node, const std::string& text, const CheckAt& at) {
    check_characters(node, text, at);
    check_left_overs(node, text);
}

/// Characters that no glyph of the face draws.
void TextChecker::check_characters(const Node& node, const std::string& text, const CheckAt& at) {
    if (at.style == nullptr) return;
    const auto face = at.style->text(at.bold, at.italic).face;
    for (const auto code : composed(decode_utf8(text))) {
        if (code < U' ' || code == U'\u00A0' || code == U'\u202F' || fonts_.face(face).has(code)) continue;
        std::string written;
        append_utf8(written, code);
        if (!said_.insert({*node.place.file, node.place.line, node.place.column, written}).second) continue;
        say(node, written,
            "caractère " + in_quotes(written) +
                " absent de la police ; l'écrire autrement (mot, tiret, puce d'une liste), ou changer la police de la "
                "charte");
    }
}

/// Words that were meant to be replaced: they would be posted as they are.
void TextChecker::check_left_overs(const Node& node, const std::string& text) {
    for (const auto& marks : field_marks) {
        const auto found = field_in(text, marks);
        if (!found) continue;
        const auto meant = path_meant(letter_.model, found->inside);
        return say(node, found->whole,
                   in_quotes(found->whole) + " serait imprimé tel quel ; pour un champ, écrire <valeur de=\"" +
                       meant.value_or("…") + "\"/>");
    }
    for (const auto& markup : markups)
        if (text.find(markup.written) != text.npos)
            return say(node, as_written(markup.written),
                       in_quotes(markup.written) + " serait imprimé tel quel ; " + markup.remedy);
    for (const std::string_view blank : blanks)
        if (const auto at = text.find(blank); at != text.npos && stands_alone(text, at, blank))
            return say(node, blank,
                       in_quotes(blank) + " serait imprimé tel quel ; écrire ce qui manque, ou une <valeur>");
}

void TextChecker::say(const Node& node, std::string_view word, std::string cause) {
    faults_.push_back(sources_.fault(node.place, word, std::move(cause), true));
}

}  // namespace templates
