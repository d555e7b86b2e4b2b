#include "bench/addresses.h"

#include <algorithm>
#include <array>

#include "bench/imagined.h"
#include "core/postal_address.h"

namespace bench {
namespace {

using core::character_count;

constexpr std::size_t most_characters = 38, most_lines = 6;

constexpr std::array organisms{"Mairie de",
                               "Commune de",
                               "Communauté de communes de",
                               "Communauté d'agglomération de",
                               "Syndicat des eaux de",
                               "CCAS de",
                               "Caisse des écoles de",
                               "Office public de l'habitat de",
                               "Centre de gestion de"};
constexpr std::array places{"Valmer",          "Écrainville-l'Abbaye",
                            "Orbecq",          "Sainte-Opportune",
                            "Pontécoul",       "Hautmesnil",
                            "L'Hôtellerie",    "Bréville",
                            "Ancrais",         "Châtelguyot-en-Auge",
                            "Fontaine-le-Pîn", "Yquebœuf",
                            "Ménil-Jean",      "Aÿ-sur-Risle",
                            "Garçonville",     "Noël-la-Forêt",
                            "Kerquévan",       "Zuydhove",
                            "Saint-Maclou",    "Duclair-les-Bains"};
constexpr std::array services{"Service des ressources humaines",
                              "À l'attention de Mme Hélène Guérin",
                              "À l'attention de M. François Lefèvre",
                              "Direction générale des services",
                              "Pôle formation et carrières",
                              "Secrétariat général",
                              "M. le Président",
                              "Mme la Maire",
                              "Bureau n° 214, 2e étage",
                              "Service « Carrières & paie »",
                              "Mme Zoé D'Almeida-Müller",
                              "M. Ignacio Peña y Vázquez"};
constexpr std::array buildings{"Hôtel de ville",     "Bâtiment B",          "Immeuble Les Érables",
                               "Entrée C porte 12",  "Résidence de l'Île",  "Zone d'activités Est",
                               "Espace Wilfrid-Jaÿ", "Tour Garçon 3e étage"};
constexpr std::array ways{"rue",    "avenue", "boulevard", "place", "impasse",
                          "chemin", "allée",  "quai",      "route", "cours"};
constexpr std::array of_ways{"du Général Weygand", "de la République", "de l'Église",     "des Frères Quénault",
                             "Jean Jaurès",        "du 11 Novembre",   "d'Orbec",         "de Neufchâtel",
                             "de l'Hôpital",       "Victor Hugo",      "des Œillets",     "du Maréchal Juin",
                             "des Prés Fleuris",   "Joséphine Baker",  "du Bois Jacquet", "de la Pêcherie"};
constexpr std::array boxes{"BP", "CS", "TSA"};
constexpr std::array fillers{"annexe", "nord", "site 2", "rez-de-jardin", "est", "cour", "aile", "lot 7", "bis"};

/// The last three lines: letters, digits and spaces.
std::string capitals(std::string text, bool accents) {
    struct Pair {
        const char *small, *capital, *plain;
    };
    static constexpr Pair pairs[]{
        {"à", "À", "A"}, {"â", "Â", "A"}, {"ç", "Ç", "C"}, {"é", "É", "E"}, {"è", "È", "E"}, {"ê", "Ê", "E"},
        {"ë", "Ë", "E"}, {"î", "Î", "I"}, {"ï", "Ï", "I"}, {"ñ", "Ñ", "N"}, {"ô", "Ô", "O"}, {"ö", "Ö", "O"},
        {"ù", "Ù", "U"}, {"û", "Û", "U"}, {"ü", "Ü", "U"}, {"á", "Á", "A"}, {"ÿ", "Ÿ", "Y"}, {"œ", "Œ", "OE"},
    };
    const auto replace = [&](const std::string& from, const std::string& to) {
        for (auto at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
            text.replace(at, from.size(), to);
    };
    for (const auto& pair : pairs) {
        replace(pair.small, accents ? pair.capital : pair.plain);
        if (!accents) replace(pair.capital, pair.plain);
    }
    for (const auto& [sign, word] : {std::pair{"'", " "},
                                     {"-", " "},
                                     {", ", " "},
                                     {". ", " "},
                                     {"& ", "ET "},
                                     {"n° ", "NO "},
                                     {"« ", ""},
                                     {" »", ""}})
        replace(sign, word);
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return text;
}

/// The reader's French model has no such letters: told apart, not left out.
bool is_spanish(const std::string& line) {
    return std::ranges::any_of(std::array{"Ñ", "Á", "ñ", "á"},
                               [&](const char* letter) { return line.find(letter) != line.npos; });
}

class Writer {
  public:
    Writer(unsigned seed, unsigned number) : seed_(1000ULL * seed + 77), number_(1000ULL * number) {}

    Address fitting() {
        static constexpr std::array kinds{"capitals", "accented capitals", "mixed case", "full lines"};
        Address address{.lines = {}, .kind = pick(kinds)};
        const auto place = pick(places);
        const auto count = 4 + luck(3);
        auto& lines = address.lines;
        lines = {pick(organisms) + " " + place, pick(services)};
        if (count > 5) lines.push_back(pick(buildings));
        lines.push_back(std::to_string(1 + luck(240)) + (luck(8) == 0 ? " bis " : " ") + pick(ways) + " " +
                        pick(of_ways));
        const bool cedex = luck(3) == 0;
        if (count > 4) lines.push_back(pick(boxes) + " " + std::to_string(10000 + luck(89999)));
        lines.push_back(postcode() + " " + place +
                        (cedex ? " cedex" + (luck(2) == 0 ? " " + std::to_string(1 + luck(19)) : "") : ""));
        for (std::size_t i = 0; i < lines.size(); ++i) write(address, i);
        if (is_spanish(lines[1])) address.kind = "Spanish letters";
        return address;
    }

    Address overlong() {
        auto address = fitting();
        auto& lines = address.lines;
        const auto at = static_cast<std::size_t>(luck(lines.size() - 1));
        address.kind = "too long";
        switch (luck(3)) {
            case 0:
                while (character_count(lines[at]) <= most_characters) lines[at] += " " + pick(fillers);
                break;
            case 1:
                lines[at] = std::string(most_characters, luck(2) == 0 ? 'W' : 'M');
                break;
            default:
                while (lines.size() <= most_lines) lines.insert(lines.end() - 1, pick(buildings));
                address.too_long = lines.size();
                return address;
        }
        address.too_long = at + 1;
        return address;
    }

  private:
    unsigned long long luck(unsigned long long of) { return chance(seed_, ++number_) % of; }

    template <class List>
    std::string pick(const List& list) {
        return list.at(static_cast<std::size_t>(luck(list.size())));
    }

    std::string postcode() {
        static constexpr std::array departments{"14", "27", "50", "61", "76"};
        return pick(departments) + "99" + std::to_string(luck(10));
    }

    void write(Address& address, std::size_t at) {
        auto& line = address.lines[at];
        const bool last_three = at + 3 >= address.lines.size();
        if (address.kind == "full lines" && !last_three) fill(line);
        if (last_three || address.kind.ends_with("capitals")) line = capitals(line, address.kind != "capitals");
        shorten(line);
    }

    /// Up to the last character that the norm allows.
    void fill(std::string& line) {
        for (int tries = 0; tries < 12; ++tries) {
            const auto longer = line + " " + pick(fillers);
            if (character_count(longer) <= most_characters) line = longer;
        }
    }

    /// Whole words go from the end, but for the postal code and its locality.
    static void shorten(std::string& line) {
        while (character_count(line) > most_characters) line.erase(line.rfind(' '));
    }

    unsigned long long seed_, number_;
};

}  // namespace

Address fitting_address(unsigned seed, unsigned number) { return Writer{seed, number}.fitting(); }
Address overlong_address(unsigned seed, unsigned number) { return Writer{seed + 1, number}.overlong(); }

}  // namespace bench
