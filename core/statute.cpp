#include "core/statute.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>
#include <vector>

#include "core/closest.h"
#include "core/fuzzy.h"
#include "core/normalise.h"

namespace core {
namespace {

using Words = std::set<std::string>;
using Pair = std::pair<std::string_view, std::string_view>;

constexpr std::array<std::string_view, 12> left_out{"DE",  "D", "DES", "DU", "LA", "LE",
                                                    "LES", "L", "ET",  "EN", "AU", "A"};
constexpr std::array<Pair, 19> in_full{{{"PPAL", "PRINCIPAL"},
                                        {"PPALE", "PRINCIPAL"},
                                        {"PRINC", "PRINCIPAL"},
                                        {"PAL", "PRINCIPAL"},
                                        {"CL", "CLASSE"},
                                        {"CLAS", "CLASSE"},
                                        {"ADJ", "ADJOINT"},
                                        {"ADM", "ADMINISTRATIF"},
                                        {"1ERE", "1"},
                                        {"1RE", "1"},
                                        {"1ER", "1"},
                                        {"PREMIERE", "1"},
                                        {"2EME", "2"},
                                        {"2E", "2"},
                                        {"2ND", "2"},
                                        {"2NDE", "2"},
                                        {"DEUXIEME", "2"},
                                        {"SECONDE", "2"},
                                        {"EE", "ETABLISSEMENT ENSEIGNEMENT"}}};
/// Feminine and plural endings of the names of grades, the longest first.
constexpr std::array<Pair, 12> endings{{{"TRICE", "TEUR"},
                                        {"IENNE", "IEN"},
                                        {"EUSE", "EUR"},
                                        {"IVE", "IF"},
                                        {"AUX", "AL"},
                                        {"ALE", "AL"},
                                        {"IERE", "IER"},
                                        {"OINTE", "OINT"},
                                        {"ANTE", "ANT"},
                                        {"EE", "E"},
                                        {"ERE", "ER"},
                                        {"TE", "T"}}};

std::string without_parentheses(std::string_view name) {
    const auto open = name.find('(');
    return std::string{name.substr(0, open)};
}

std::string base_of(std::string word) {
    if (word.size() > 3 && (word.back() == 'S' || (word.back() == 'X' && !word.ends_with("AUX")))) word.pop_back();
    if (word.size() < 5) return word;
    for (const auto& [ending, base] : endings)
        if (word.ends_with(ending)) return word.substr(0, word.size() - ending.size()) + std::string{base};
    return word;
}

/// Says nothing, and is often misspelt.
bool is_left_out(const std::string& word) {
    constexpr std::size_t forgiven = 2;
    return std::find(left_out.begin(), left_out.end(), word) != left_out.end() ||
           edit_distance(word, "TERRITORIAL") <= forgiven;
}

Words words_of(const std::string& key) {
    const auto words = split_fields(key, ' ');
    return {words.begin(), words.end()};
}

Words less(Words words, const Words& others) {
    std::erase_if(words, [&](const std::string& word) { return others.contains(word); });
    return words;
}

bool lists_in_full(const Cadre& cadre, const std::string& key) {
    return std::any_of(cadre.grades.begin(), cadre.grades.end(),
                       [&](const std::string& grade) { return statute_key(without_parentheses(grade)) == key; });
}

/// Grades are listed in full, without the name of the cadre (« principal de 2e classe »), or not at all.
bool lists(const Cadre& cadre, const std::string& key) {
    const auto own = words_of(statute_key(cadre.name));
    const auto told = less(words_of(key), own);
    if (told.empty() && words_of(key) != own) return lists_in_full(cadre, key);
    return std::any_of(cadre.grades.begin(), cadre.grades.end(), [&](const std::string& grade) {
        const auto listed = statute_key(without_parentheses(grade));
        return listed == key || less(words_of(listed), own) == told;
    });
}

bool is_known(const ReferenceTables& tables, const std::string& key) {
    return std::any_of(tables.cadres.begin(), tables.cadres.end(),
                       [&](const Cadre& cadre) { return lists_in_full(cadre, key); });
}

}  // namespace

std::string statute_key(std::string_view name) {
    std::string key;
    for (auto word : split_fields(normalised(name), ' ')) {
        const auto full = std::find_if(in_full.begin(), in_full.end(), [&](const Pair& p) { return p.first == word; });
        word = full != in_full.end() ? std::string{full->second} : base_of(std::move(word));
        if (word.empty() || is_left_out(word)) continue;
        key += (key.empty() ? "" : " ") + word;
    }
    return key;
}

const Cadre* find_cadre(const ReferenceTables& tables, std::string_view name) {
    const auto wanted = statute_key(name);
    const Cadre* found = nullptr;
    for (const auto& cadre : tables.cadres) {
        const bool same = statute_key(cadre.name) == wanted || statute_key(without_parentheses(cadre.name)) == wanted;
        if (same && (found == nullptr || found->closing)) found = &cadre;  // The one still recruited for.
    }
    return wanted.empty() ? nullptr : found;
}

const Cadre* near_cadre(const ReferenceTables& tables, std::string_view name) {
    const auto wanted = statute_key(name);
    std::vector<std::string> keys;
    std::vector<const Cadre*> owners;
    for (const auto& cadre : tables.cadres) {
        if (lists_in_full(cadre, wanted)) owners.push_back(&cadre);
        keys.push_back(statute_key(cadre.name));
    }
    if (owners.size() == 1) return owners.front();
    const auto near = owners.empty() ? closest(wanted, keys) : std::nullopt;
    if (!near) return nullptr;
    return &tables.cadres[static_cast<std::size_t>(std::find(keys.begin(), keys.end(), *near) - keys.begin())];
}

Answer grade_of_cadre(const ReferenceTables& tables, const Cadre& cadre, std::string_view grade) {
    const auto key = statute_key(grade);
    if (key.empty()) return Answer::doubt;
    if (lists(cadre, key)) return Answer::yes;
    return is_known(tables, key) ? Answer::no : Answer::doubt;
}

Answer same_grade(const ReferenceTables& tables, std::string_view a, std::string_view b) {
    const auto first = statute_key(a);
    const auto second = statute_key(b);
    if (first == second) return first.empty() ? Answer::doubt : Answer::yes;
    return is_known(tables, first) && is_known(tables, second) ? Answer::no : Answer::doubt;
}

}  // namespace core
