#include "store/search.h"

#include <algorithm>

#include "core/normalise.h"
#include "store/connection.h"
#include "store/names.h"
#include "store/search_index.h"

namespace store {
namespace {

bool only_digits_and_spaces(std::string_view text) {
    return text.find_first_not_of("0123456789 ") == std::string_view::npos;
}

/// FTS5: `"ACCUEIL DU PUBLIC" AND "LEMOI" *`; empty when there is no word at all.
std::string match_text(const std::vector<std::string>& words) {
    std::string match;
    for (const auto& word : words) {
        auto phrase = core::normalised(word);
        if (phrase.empty()) continue;
        if (only_digits_and_spaces(word)) phrase.erase(std::remove(phrase.begin(), phrase.end(), ' '), phrase.end());
        match += (match.empty() ? "\"" : " AND \"") + phrase + "\"" + (word.ends_with('*') ? " *" : "");
    }
    return match;
}

struct Hit {
    Indexed what;
    std::string owner;
    std::string excerpt;
};

/// A page is of every arrival that brought these bytes.
void add_pages(Connection& connection, const Hit& hit, std::vector<Found>& found) {
    const auto slash = hit.owner.find('/');
    const auto page = std::stoi(hit.owner.substr(slash + 1));
    for (auto& [arrival, dossier] : connection.rows<long long, std::string>(
             "SELECT arrivals.number, COALESCE(dossier_pages.dossier, '') FROM arrivals LEFT JOIN dossier_pages ON "
             "dossier_pages.arrival = arrivals.number AND dossier_pages.page = :page WHERE sha256 = :sha256 AND fate "
             "<> "
             "'duplicate' ORDER BY arrivals.number",
             page, hit.owner.substr(0, slash)))
        found.push_back({std::move(dossier), arrival_id(arrival), page, hit.excerpt});
}

void add_mail(Connection& connection, const Hit& hit, std::vector<Found>& found) {
    const auto dossier = connection.row<std::string>("SELECT dossier FROM mails WHERE arrival = :arrival",
                                                     parse_arrival_id(hit.owner).value_or(0));
    found.push_back({dossier ? std::get<0>(*dossier) : std::string{}, hit.owner, 0, hit.excerpt});
}

}  // namespace

std::vector<Found> Search::find(const std::vector<std::string>& words, int limit, int offset) {
    std::vector<Found> found;
    const auto match = match_text(words);
    if (match.empty()) return found;
    for (auto& [what, owner, excerpt] :
         connection_.rows<Indexed, std::string, std::string>(std::string{dialect::find_texts}, match, limit, offset)) {
        const Hit hit{what, std::move(owner), std::move(excerpt)};
        switch (hit.what) {
            case Indexed::dossier:
                found.push_back({hit.owner, "", 0, hit.excerpt});
                break;
            case Indexed::page:
                add_pages(connection_, hit, found);
                break;
            case Indexed::mail:
                add_mail(connection_, hit, found);
                break;
        }
    }
    return found;
}

void index_text(Connection& connection, Indexed what, std::string_view owner, std::string_view text) {
    unindex(connection, what, owner);
    const auto words = core::normalised(text);
    if (words.empty()) return;
    const auto id = connection.next("text");
    connection.change("INSERT INTO texts (id, what, owner) VALUES (:id, :what, :owner)", id, what, owner);
    connection.change(std::string{dialect::add_text}, id, words);
}

void unindex(Connection& connection, Indexed what, std::string_view owner) {
    const auto known =
        connection.row<long long>("SELECT id FROM texts WHERE what = :what AND owner = :owner", what, owner);
    if (!known) return;
    connection.change(std::string{dialect::remove_text}, std::get<0>(*known));
    connection.change("DELETE FROM texts WHERE id = :id", std::get<0>(*known));
}

void index_dossier(Connection& connection, std::string_view number, const core::Fields& data) {
    std::string text{number};
    for (const auto& [key, value] : data) text += "\n" + value;
    index_text(connection, Indexed::dossier, number, text);
}

}  // namespace store
