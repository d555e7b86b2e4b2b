#include "bench/imagined.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "core/check_digits.h"

namespace bench {
namespace {

constexpr std::array departments{"14", "27", "50", "61", "76"};
constexpr int communes_a_department = 400;
constexpr std::array places{"Valmer",     "Orbecq",      "Tourneville", "Saint-Aubert",     "Meslay",    "Cresserons",
                            "Vauville",   "Bretteville", "Luc",         "Sainte-Opportune", "Pontécoul", "Marigny",
                            "Hautmesnil", "Bellou",      "Condéville",  "Ancrais"};
constexpr std::array endings{"sur-Orne",  "le-Bocage", "en-Auge",    "sur-Mer", "la-Forêt",  "les-Bains", "le-Vieux",
                             "sous-Bois", "l'Abbaye",  "aux-Champs", "en-Caux", "sur-Risle", "du-Perche"};
constexpr std::array families{"LEMOINE",  "TESNIÈRE",   "HAMARD",  "DUVAL",      "LEFÈVRE",  "MARIE",
                              "JEANNE",   "LECOQ",      "GUÉRIN",  "HÉBERT",     "LEROUX",   "POISSON",
                              "DELAUNAY", "VASSE",      "QUESNEL", "BISSON",     "ANQUETIL", "LANGLOIS",
                              "MARTIN",   "DUPONT",     "MOREL",   "FOUCHER",    "LEBRETON", "CARPENTIER",
                              "OSMONT",   "DE LA HAYE", "LE GOFF", "BAZIN-ROUX", "AUBRÉE",   "GOSSELIN"};
constexpr std::array women{"Anne-Laure", "Odile", "Lucie", "Maud",   "Chloé",
                           "Françoise",  "Inès",  "Zoé",   "Hélène", "Sarah"};
constexpr std::array men{"Émile", "Paul", "Rémi", "Jean-Luc", "Noël", "Karim", "Hugo", "Loïc", "Yves", "Bastien"};
constexpr std::array courses{"Accueil du public",      "Gestion budgétaire",  "Marchés publics",
                             "Encadrer une équipe",    "Hygiène et sécurité", "État civil",
                             "Urbanisme réglementaire"};

template <class List>
std::string pick(const List& list, unsigned long long luck) {
    return list.at(static_cast<std::size_t>(luck % list.size()));
}

/// Digits with their Luhn digit behind.
std::string with_luhn(const std::string& digits) {
    for (char last = '0'; last <= '9'; ++last)
        if (core::luhn(digits + last)) return digits + last;
    throw std::logic_error{"no Luhn digit"};
}

std::string capitals(std::string text) {
    static const std::pair<const char*, const char*> plain[]{{"é", "e"}, {"è", "e"}, {"ê", "e"}, {"ë", "e"},
                                                             {"ï", "i"}, {"É", "e"}, {"È", "e"}, {"ô", "o"},
                                                             {"'", " "}, {"-", " "}};
    for (const auto& [from, to] : plain)
        for (auto at = text.find(from); at != text.npos; at = text.find(from, at))
            text.replace(at, std::string_view{from}.size(), to);
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return text;
}

std::string mailbox(std::string text) {
    for (auto& c : text) c = c == ' ' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

void put_agent(core::Fields& data, int number, core::Date day) {
    const auto luck = chance(11, static_cast<unsigned long long>(number));
    const bool woman = luck % 2 == 0;
    const auto family = pick(families, luck / 2), first = woman ? pick(women, luck / 64) : pick(men, luck / 64);
    data["agent.civilite"] = woman ? "Madame" : "Monsieur";
    data["agent.nom"] = family;
    data["agent.prenom"] = first;
    data["agent.naissance"] =
        fmt::format("{}-{:02}-{:02}", 1965 + luck / 1000 % 35, luck / 7 % 12 + 1, luck / 13 % 28 + 1);
    data["agent.courriel"] = fmt::format("{}.{}@agents.example", mailbox(capitals(family)), number);
    data["agent.categorie"] = "C";
    data["agent.cadre_emplois"] = "Adjoints administratifs territoriaux";
    data["agent.grade"] = "Adjoint administratif territorial";
    data["agent.statut"] = "STAGIAIRE";
    data["agent.mode_acces"] = "CONCOURS";
    data["agent.nomination"] =
        core::iso_date(core::Date{std::chrono::sys_days{day} - std::chrono::days{luck / 17 % 300}});
    data["agent.emploi"] = "Agent d'accueil";
}

}  // namespace

unsigned long long chance(unsigned long long seed, unsigned long long number) {
    auto x = seed * 0x9E3779B97F4A7C15ULL + number + 0x632BE59BD9B4E019ULL;  // splitmix64 (Steele et al., 2014)
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31U);
}

Collectivite collectivite(int number) {
    const auto count = communes_a_department * static_cast<int>(departments.size());
    const auto rank = static_cast<unsigned>(number % count);
    const auto* department = departments.at(rank % departments.size());
    const auto commune = rank / departments.size() + 1;
    const auto luck = chance(3, rank);
    const auto name = pick(places, luck) + "-" + pick(endings, luck / 16);
    Collectivite made{.name = "Commune de " + name, .locality = capitals(name)};
    made.siret = with_luhn(with_luhn(fmt::format("21{}0{:03}", department, commune)) + "0001");
    made.code = fmt::format("{}{:03}", department, luck / 256 % 90 * 10);
    made.email = fmt::format("rh@{}-{}.example", mailbox(made.locality), made.siret.substr(2, 7));
    return made;
}

core::Fields request(int number, core::Date day) {
    const bool integration = number % 3 == 0;
    const auto office = collectivite(static_cast<int>(chance(5, static_cast<unsigned long long>(number)) % 2000));
    core::Fields data{
        {"procedure", integration ? "integration" : "professionnalisation"},
        {"type", integration ? "INTEGRATION" : "PRO_1ER_EMPLOI"},
        {"date", core::iso_date(day)},
        {"portee", "TOTALE"},
        {"jours", integration ? "5" : "10"},
        {"collectivite.denomination", office.name},
        {"collectivite.siret", office.siret},
        {"collectivite.courriel", office.email},
        {"collectivite.adresse.ligne.1", "MAIRIE"},
        {"collectivite.adresse.ligne.2", fmt::format("{} RUE DE LA MAIRIE", number % 90 + 1)},
        {"collectivite.adresse.ligne.3", office.code + " " + office.locality},
        {"collectivite.representant.civilite", "Madame"},
        {"collectivite.representant.prenom", "Odile"},
        {"collectivite.representant.nom", "TESNIÈRE"},
        {"collectivite.representant.qualite", "Maire"},
        {"motifs.formation.1.intitule", pick(courses, chance(7, static_cast<unsigned long long>(number)))},
        {"motifs.formation.1.organisme", "Institut de Meslay"}};
    put_agent(data, number, day);
    return data;
}

core::Dossier dossier_of(const core::Fields& request) {
    return {.procedure = *core::from_text<core::ProcedureKind>(core::field(request, "procedure")),
            .training = *core::from_text<core::Training>(core::field(request, "type")),
            .data = request};
}

}  // namespace bench
