#include "pipeline/fact_names.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace pipeline {
namespace {

template <std::size_t n>
bool is_one_of(const Lexeme& lexeme, const std::array<std::string_view, n>& words) {
    return lexeme.is_word() && std::find(words.begin(), words.end(), lexeme.text) != words.end();
}

constexpr std::array<std::string_view, 8> civilities{"MONSIEUR", "MADAME", "MADEMOISELLE", "M",
                                                     "MME",      "MLLE",   "MR",           "MELLE"};
constexpr std::array<std::string_view, 20> particles{"DE",  "DU",  "DES", "D",   "LA",    "LE",    "LES",
                                                     "L",   "VAN", "VON", "DEN", "DER",   "EL",    "AL",
                                                     "BEN", "DA",  "DOS", "DI",  "SAINT", "SAINTE"};
/// Words that end a name even in capitals, and those that make « Monsieur le … » a function.
constexpr std::array<std::string_view, 47> no_names{
    "DIRECTEUR",  "DIRECTRICE", "MAIRE",    "PRESIDENT", "PRESIDENTE", "DELEGUE",      "DELEGUEE",  "RESPONSABLE",
    "CHEF",       "CHEFFE",     "PREFET",   "RECTEUR",   "MINISTRE",   "SECRETAIRE",   "TRESORIER", "ADJOINT",
    "INSPECTEUR", "EST",        "A",        "AGENT",     "STAGIAIRE",  "SALARIE",      "DEMEURANT", "GRADE",
    "AU",         "EN",         "ET",       "FONCTION",  "SERVICE",    "QUI",          "QUE",       "AYANT",
    "OCCUPE",     "EMPLOYE",    "EMPLOYEE", "ADJOINTE",  "SALARIEE",   "POSTE",        "DATE",      "CATEGORIE",
    "TITULAIRE",  "MATRICULE",  "COMMUNE",  "VILLE",     "MAIRIE",     "COLLECTIVITE", "MADAME"};
constexpr std::array<std::string_view, 3> births{"NEE", "NE", "NAISSANCE"};
constexpr std::array<std::string_view, 6> marriages{"EPOUSE", "EPSE", "EP", "USAGE", "VEUVE", "VVE"};

class NameParser {
  public:
    NameParser(const core::Page& page, const PageText& text, std::span<const Lexeme> lexemes, std::size_t at)
        : page_(page), text_(text), all_(lexemes), at_(at) {}

    PersonNamed parse() {
        PersonNamed person{.begin = at_};
        person.civil = civility();
        const auto names = run();
        if (names.empty()) return {};
        person.name = read_text(page_, text_, names);
        person.words = names;
        said_further(person);
        person.end = at_;
        return person;
    }

  private:
    const Lexeme* look(std::size_t ahead = 0) const { return at_ + ahead < all_.size() ? &all_[at_ + ahead] : nullptr; }

    /// « M. », « Mme », « M./Mme », « Madame ou Monsieur ».
    bool civility() {
        bool found = false;
        while (look() != nullptr) {
            const bool civil =
                is_one_of(*look(), civilities) &&
                (look()->text.size() > 1 || (look(1) != nullptr && (look(1)->is(".") || look(1)->is("/"))));
            const bool between =
                found && (look()->is(".") || look()->is("/") || look()->is(":") || look()->is("(") || look()->is(")"));
            if (!civil && !between) break;
            found = true;
            ++at_;
        }
        return found;
    }

    bool is_particle_of_name(std::size_t ahead) const {
        const auto* lexeme = look(ahead);
        if (lexeme == nullptr || !is_one_of(*lexeme, particles)) return false;
        for (auto next = ahead + 1; look(next) != nullptr; ++next) {
            if (look(next)->is("'") || look(next)->is("-") || is_one_of(*look(next), particles)) continue;
            return is_name_word(*look(next));
        }
        return false;
    }

    static bool is_name_word(const Lexeme& lexeme) {
        return lexeme.is_word() && lexeme.capital && !is_one_of(lexeme, no_names) && !is_one_of(lexeme, births) &&
               !is_one_of(lexeme, marriages) && !is_one_of(lexeme, civilities);
    }

    /// Capitalised words and their particles, hyphens and apostrophes. A name goes on over a line end only while it is
    /// one word long.
    std::vector<std::size_t> run() {
        constexpr std::size_t most = 7;
        std::vector<std::size_t> words;
        std::size_t names = 0;
        while (look() != nullptr && words.size() < most) {
            const auto& lexeme = *look();
            if (lexeme.new_line && words.size() >= 2) break;
            const bool hyphen =
                lexeme.is("-") && look(1) != nullptr && is_name_word(*look(1)) && look(1)->word == lexeme.word;
            const bool joint =
                !words.empty() &&
                (hyphen || ((lexeme.is("-") || lexeme.is("'") || lexeme.is(".")) && words.back() == lexeme.word));
            const bool name = is_name_word(lexeme);
            if (!joint && !name && !is_particle_of_name(0)) break;
            if (name) ++names;
            if (words.empty() || words.back() != lexeme.word) words.push_back(lexeme.word);
            ++at_;
        }
        return names == 0 ? std::vector<std::size_t>{} : words;
    }

    /// « née MARTIN », « épouse DURAND », « (DURAND) », « nom d'usage DURAND ».
    void said_further(PersonNamed& person) {
        const auto before = at_;
        bool bracket = false;
        std::string_view what;
        for (std::size_t i = 0; i < 6 && look() != nullptr; ++i, ++at_) {
            if (look()->is("(") || look()->is(",") || look()->is(":") || look()->is("'") || look()->is("NOM") ||
                look()->is("D")) {
                bracket |= look()->is("(");
                continue;
            }
            if (is_one_of(*look(), births)) {
                what = "birth";
                continue;
            }
            if (is_one_of(*look(), marriages)) {
                what = "usual";
                continue;
            }
            break;
        }
        const auto words = what.empty() && !bracket ? std::vector<std::size_t>{} : run();
        if (words.empty()) {
            at_ = before;
            return;
        }
        (what == "birth" ? person.birth : person.usual) = read_text(page_, text_, words);
        if (look() != nullptr && look()->is(")")) ++at_;
    }

    const core::Page& page_;
    const PageText& text_;
    std::span<const Lexeme> all_;
    std::size_t at_;
};

bool is_stray(char c) { return std::string_view{" ,.;:()[]\"'*-_|"}.find(c) != std::string_view::npos; }

}  // namespace

std::vector<PersonNamed> find_people(const core::Page& page, const PageText& text, std::span<const Lexeme> lexemes) {
    std::vector<PersonNamed> people;
    for (std::size_t at = 0; at < lexemes.size();) {
        auto person = is_one_of(lexemes[at], civilities) ? name_at(page, text, lexemes, at) : PersonNamed{};
        if (!person.civil || person.name.empty()) {
            ++at;
            continue;
        }
        at = person.end;
        people.push_back(std::move(person));
    }
    return people;
}

PersonNamed name_at(const core::Page& page, const PageText& text, std::span<const Lexeme> lexemes, std::size_t at) {
    return NameParser{page, text, lexemes, at}.parse();
}

std::string read_text(const core::Page& page, const PageText& text, std::span<const std::size_t> words) {
    std::string joined;
    for (const auto word : words) joined += (joined.empty() ? "" : " ") + page.words[text.words[word].word].text;
    const auto broken = [&] {
        return joined.size() > 1 && joined.back() == '-' && !is_stray(joined[joined.size() - 2]);
    };
    while (!joined.empty() && is_stray(joined.back()) && !broken()) joined.pop_back();
    joined.erase(0, joined.find_first_not_of(" ,.;:()[]\"'*-_|"));
    for (const std::string_view quote : {"«", "»", "“", "”"}) {
        if (joined.starts_with(quote)) joined.erase(0, quote.size());
        if (joined.ends_with(quote)) joined.erase(joined.size() - quote.size());
    }
    joined.erase(0, std::min(joined.find_first_not_of(' '), joined.size()));
    while (!joined.empty() && joined.back() == ' ') joined.pop_back();
    return joined;
}

}  // namespace pipeline
