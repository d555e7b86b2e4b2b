#include "core/fuzzy.h"

#include <random>

#include "core/closest.h"

namespace {

/// Least errors of `phrase` anywhere in `text`, by the plain table (Sellers 1980).
int by_the_table(std::string_view phrase, std::string_view text) {
    std::vector<int> column(phrase.size() + 1);
    for (std::size_t i = 0; i <= phrase.size(); ++i) column[i] = static_cast<int>(i);
    int best = column.back();
    for (const char c : text) {
        int diagonal = 0;
        for (std::size_t i = 1; i <= phrase.size(); ++i) {
            const int replaced = diagonal + (phrase[i - 1] == c ? 0 : 1);
            diagonal = column[i];
            column[i] = std::min({replaced, diagonal + 1, column[i - 1] + 1});
        }
        best = std::min(best, column.back());
    }
    return best;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fuzzy_tests)

BOOST_AUTO_TEST_CASE(a_phrase_is_found_where_it_stands_with_few_errors) {
    const struct {
        const char* title;
        const char* text;
        const char* phrase;
        int errors;
        const char* found;  ///< Each place as `begin-end/errors`.
    } rows[]{
        {"as it is", " LA FICHE DE POSTE ", " FICHE DE POSTE ", 1, "3-19/0"},
        {"twice", " STAGE STAGE ", " STAGE ", 0, "0-7/0 6-13/0"},
        {"a wrong letter", " FICHE OE POSTE ", " FICHE DE POSTE ", 1, "0-16/1"},
        {"a letter lost", " FICHE D POSTE ", " FICHE DE POSTE ", 1, "0-15/1"},
        {"a letter too many", " FICHE DEE POSTE ", " FICHE DE POSTE ", 1, "0-17/1"},
        {"a space lost", " FICHEDE POSTE ", " FICHE DE POSTE ", 1, "0-15/1"},
        {"the better of two", " FICHES DE POSTE FICHE DE POSTE ", " FICHE DE POSTE ", 2, "0-17/1 16-32/0"},
        {"too many errors", " FICHF DF P0STE ", " FICHE DE POSTE ", 2, ""},
        {"inside another word", " CONTESTE ", " TEST ", 0, ""},
        {"nothing in nothing", "", " TEST ", 1, ""},
        {"an empty phrase", " TEST ", "", 1, ""},
        {"longer than the text", " A ", " ATTESTATION ", 1, ""},
    };
    for (const auto& row : rows) {
        std::string told;
        for (const auto& hit : core::FuzzyText{row.text}.find(row.phrase, row.errors))
            told += (told.empty() ? "" : " ") + std::to_string(hit.begin) + "-" + std::to_string(hit.end) + "/" +
                    std::to_string(hit.errors);
        BOOST_TEST(told == row.found, row.title << ": " << told);
    }
    BOOST_TEST(core::FuzzyText{std::string(200, 'A')}.find(std::string(65, 'A'), 0).empty());
    BOOST_TEST(!core::FuzzyText{std::string(200, 'A')}.find(std::string(64, 'A'), 0).empty());
}

BOOST_AUTO_TEST_CASE(the_quick_search_finds_what_the_plain_table_finds) {
    std::mt19937 random{7};
    const std::string_view letters = "ABE ";
    const auto text_of = [&](int length) {
        std::string text;
        for (int i = 0; i < length; ++i) text += letters[random() % letters.size()];
        return text;
    };
    int found = 0;
    for (int round = 0; round < 3000; ++round) {
        const auto phrase = text_of(1 + static_cast<int>(random() % 20));
        const auto text = text_of(static_cast<int>(random() % 60));
        const int errors = static_cast<int>(random() % 4);
        const auto hits = core::FuzzyText{text}.find(phrase, errors);
        const int least = by_the_table(phrase, text);
        const bool expected = least <= errors && least < static_cast<int>(phrase.size());
        if (!expected && hits.empty()) continue;
        const auto best = std::min_element(hits.begin(), hits.end(),
                                           [](const auto& a, const auto& b) { return a.errors < b.errors; });
        BOOST_REQUIRE_MESSAGE(best != hits.end() && best->errors == least,
                              "« " << phrase << " » in « " << text << " »");
        for (const auto& hit : hits) {
            const auto part = text.substr(hit.begin, hit.end - hit.begin);
            BOOST_REQUIRE_MESSAGE(core::edit_distance(part, phrase) == static_cast<std::size_t>(hit.errors),
                                  "« " << part << " »");
        }
        ++found;
    }
    BOOST_TEST(found > 500);
}

BOOST_AUTO_TEST_SUITE_END()
