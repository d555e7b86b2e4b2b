#include <algorithm>
#include <array>
#include <cctype>

#include "templates/xpath_terms.h"

namespace templates {
namespace {

/// What people write who think of a spreadsheet, of another language or of a word processor.
struct Slip {
    std::string_view written;
    const char* advice;
};
constexpr const char* straight = "mettre les textes entre apostrophes droites, comme civilite='Madame'";
constexpr std::array slips{Slip{"==", "l'égalité s'écrit avec un seul =, comme type='INTEGRATION'"},
                           Slip{"&&", "« et » s'écrit and"},
                           Slip{"||", "« ou » s'écrit or"},
                           Slip{" et ", "« et » s'écrit and"},
                           Slip{" ou ", "« ou » s'écrit or"},
                           Slip{" ET ", "« et » s'écrit and"},
                           Slip{" OU ", "« ou » s'écrit or"},
                           Slip{" AND ", "and s'écrit en minuscules"},
                           Slip{" OR ", "or s'écrit en minuscules"},
                           Slip{"<>", "« différent de » s'écrit !="},
                           Slip{"=>", "« au moins » s'écrit >="},
                           Slip{"=<", "« au plus » s'écrit <="},
                           Slip{" / ", "« divisé par » s'écrit div"},
                           Slip{"\\", "les éléments d'un chemin se séparent par /, comme agent/nom"},
                           Slip{"‘", straight},
                           Slip{"’", straight},
                           Slip{"“", straight},
                           Slip{"”", straight},
                           Slip{"«", straight}};

/// The expression without the inside of its texts.
std::string bare(const std::string& expression) {
    std::string left;
    char quote = 0;
    for (const char c : expression) {
        if (quote == 0 || c == quote) left += c;
        if (quote == 0 && (c == '\'' || c == '"'))
            quote = c;
        else if (c == quote)
            quote = 0;
    }
    return left;
}

bool has_decimal_comma(const std::string& text) {
    const auto digit = [&text](std::size_t at) { return std::isdigit(static_cast<unsigned char>(text[at])) != 0; };
    for (auto at = text.find(','); at != text.npos; at = text.find(',', at + 1))
        if (at > 0 && at + 1 < text.size() && digit(at - 1) && digit(at + 1)) return true;
    return false;
}

bool unclosed(const std::string& text) {
    std::string open;
    for (const char c : text) {
        if (c == '(' || c == '[') open += c == '(' ? ')' : ']';
        if (c != ')' && c != ']') continue;
        if (open.empty() || open.back() != c) return true;
        open.pop_back();
    }
    return !open.empty();
}

/// What misses at the end, or between two names.
const char* missing_part(std::string text) {
    while (!text.empty() && text.back() == ' ') text.pop_back();
    if (text.ends_with('/')) return "écrire ce qui vient après le dernier /, comme agent/nom";
    if (text.ends_with('=') || text.ends_with('<') || text.ends_with('>'))
        return "écrire à quoi l'on compare, comme jours > 5";
    const bool only_names =
        std::ranges::all_of(text, [](char c) { return std::isalpha(static_cast<unsigned char>(c)) || c == ' '; });
    return only_names && text.find(' ') != text.npos ? "un chemin s'écrit avec /, comme agent/nom" : nullptr;
}

}  // namespace

const char* xpath_slip(const std::string& expression) {
    const auto text = bare(expression);
    for (const auto& slip : slips)
        if (text.find(slip.written) != text.npos) return slip.advice;
    if (unclosed(text)) return "fermer la parenthèse ou le crochet, ou enlever celui qui est de trop";
    if (const auto* const missing = missing_part(text)) return missing;
    return has_decimal_comma(text) ? "les décimales s'écrivent avec un point, comme 2.5" : nullptr;
}

}  // namespace templates
