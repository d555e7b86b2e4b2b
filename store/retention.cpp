#include "store/retention.h"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

#include "core/fields.h"
#include "store/connection.h"
#include "store/journal.h"
#include "store/json_text.h"
#include "store/names.h"
#include "store/people.h"
#include "store/reading_json.h"
#include "store/search_index.h"
#include "store/spool.h"
#include "store/store.h"

namespace store {
namespace {

/// At its end since before a limit, and not frozen. Rows of before states had a date go by their last event.
const std::string over_since =
    "state IN ('notified', 'closed', 'abandoned') AND frozen = '' AND "
    "CASE WHEN state_since > 0 THEN state_since ELSE (SELECT MAX(at) FROM events WHERE subject = dossiers.number) END "
    "< :limit ";

long long number_of(std::string_view arrival) {
    const auto number = parse_arrival_id(arrival);
    if (!number) throw std::logic_error{"not an arrival: " + std::string{arrival}};
    return *number;
}

bool begins_with_one_of(const std::string& text, const std::vector<std::string>& prefixes) {
    return std::any_of(prefixes.begin(), prefixes.end(), [&](const auto& prefix) { return text.starts_with(prefix); });
}

}  // namespace

std::vector<std::string> Retention::over(core::Instant limit, Emptied to) {
    const std::string less = to == Emptied::all ? "emptied <> 'all'" : "emptied = 'no'";
    std::vector<std::string> numbers;
    for (auto& [number] : connection_.rows<std::string>(
             "SELECT number FROM dossiers WHERE " + less + " AND " + over_since + "ORDER BY number", limit))
        numbers.push_back(std::move(number));
    return numbers;
}

std::vector<std::string> Retention::loose_arrivals(core::Instant limit) {
    std::set<std::string> unread;
    for (auto& [subject] : connection_.rows<std::string>("SELECT subject FROM jobs WHERE kind = 'read'"))
        unread.insert(std::move(subject));
    std::vector<std::string> arrivals;
    for (const auto& [number] : connection_.rows<long long>(
             "SELECT number FROM arrivals WHERE emptied_at = 0 AND received_at < :limit AND NOT EXISTS (SELECT 1 FROM "
             "dossier_pages WHERE dossier_pages.arrival = arrivals.number AND dossier <> '') AND NOT EXISTS (SELECT 1 "
             "FROM "
             "mails WHERE mails.arrival = arrivals.number AND (mails.dossier <> '' OR to_read = 1)) AND (duplicate_of "
             "= 0 OR EXISTS (SELECT 1 "
             "FROM arrivals AS first WHERE first.number = arrivals.duplicate_of AND first.emptied_at > 0)) ORDER BY "
             "number",
             limit))
        if (auto id = arrival_id(number); !unread.contains(id)) arrivals.push_back(std::move(id));
    return arrivals;
}

std::vector<std::string> Retention::surplus_arrivals(core::Instant limit, const std::vector<std::string>& natures) {
    std::map<std::string, std::set<int>> surplus;
    for (const auto& [pages] : connection_.rows<std::string>(
             "SELECT pages FROM pieces WHERE state = 'recognised' AND CASE WHEN detail = '' THEN kind ELSE detail END "
             "IN "
             "(" +
                 parameter_list(natures.size()) +
                 ") AND dossier IN (SELECT number FROM dossiers WHERE emptied = 'no' AND " + over_since + ")",
             natures, limit))
        for (const auto& ref : parse_json(pages)) surplus[ref.at(0).get<std::string>()].insert(ref.at(1).get<int>());
    std::vector<std::string> arrivals;
    for (const auto& [arrival, pages] : surplus) {
        const auto all = connection_.value<long long>(
            "SELECT COUNT(*) FROM dossier_pages JOIN arrivals ON arrivals.number = dossier_pages.arrival WHERE arrival "
            "= :arrival AND emptied_at = 0",
            number_of(arrival));
        if (all > 0 && static_cast<std::size_t>(all) == pages.size()) arrivals.push_back(arrival);
    }
    return arrivals;
}

Emptied Retention::emptied(std::string_view dossier) {
    return connection_.value<Emptied>("SELECT emptied FROM dossiers WHERE number = :number", dossier);
}

void Retention::doom(std::string_view sha256) {
    if (!sha256.empty())
        connection_.change("INSERT INTO doomed_blobs (sha256) VALUES (:sha256) ON CONFLICT (sha256) DO NOTHING",
                           sha256);
}

void Retention::empty_letters(std::string_view dossier, const Kept& kept) {
    for (const auto& [kind, version, sha256] : connection_.rows<std::string, int, std::string>(
             "SELECT kind, version, sha256 FROM letters WHERE dossier = :dossier", dossier)) {
        if (begins_with_one_of(kind, kept.letter_prefixes)) continue;
        doom(sha256);
        connection_.change("DELETE FROM letters WHERE dossier = :dossier AND kind = :kind AND version = :version",
                           dossier, kind, version);
    }
    for (const auto& [number, kind, pdf, message] : connection_.rows<long long, std::string, std::string, std::string>(
             "SELECT number, letter_kind, pdf_sha256, message_sha256 FROM dispatches WHERE dossier = :dossier",
             dossier)) {
        doom(message);  // It carries the letter once more.
        connection_.change("UPDATE dispatches SET message_sha256 = '' WHERE number = :number", number);
        if (begins_with_one_of(kind, kept.letter_prefixes)) continue;
        doom(pdf);
        connection_.change(
            "UPDATE dispatches SET pdf_sha256 = '', recipient = '', reply = CASE WHEN state = 'printed' THEN reply "
            "ELSE "
            "'' END, report = '' WHERE number = :number",
            number);
    }
}

/// How often the machine was right stays counted.
void Retention::empty_reviews(std::string_view dossier) {
    for (const auto& [crop] :
         connection_.rows<std::string>("SELECT crop FROM reviews WHERE dossier = :dossier", dossier))
        doom(crop);
    connection_.change(
        "UPDATE reviews SET crop = '', question = '', machine = CASE WHEN kind = 'value' THEN '' ELSE machine END, "
        "answer = CASE WHEN kind = 'value' THEN '' ELSE answer END, state = CASE WHEN state = 'open' THEN 'obsolete' "
        "ELSE "
        "state END WHERE dossier = :dossier",
        dossier);
}

void Retention::empty_dossier(std::string_view dossier, Emptied to, const Kept& kept, std::string_view who,
                              std::string_view why) {
    connection_.transaction([&] {
        if (emptied(dossier) >= to) return;
        const auto& left = to == Emptied::all ? Kept{} : kept;
        connection_.change("UPDATE dossiers SET emptied = :to WHERE number = :number", to, dossier);
        auto data = fields_from_json(
            connection_.value<std::string>("SELECT data FROM dossiers WHERE number = :number", dossier));
        core::Fields staying;
        for (const auto& key : left.fields)
            if (const auto found = data.find(key); found != data.end()) staying.insert(*found);
        connection_.change("UPDATE dossiers SET data = :data WHERE number = :number", fields_to_json(staying), dossier);
        index_dossier(connection_, dossier, staying);
        empty_letters(dossier, left);
        connection_.change("DELETE FROM findings WHERE dossier = :dossier", dossier);
        connection_.change("DELETE FROM pieces WHERE dossier = :dossier", dossier);
        empty_reviews(dossier);
        connection_.change("UPDATE complements SET sentences = '[]' WHERE dossier = :dossier", dossier);
        if (to == Emptied::all) {
            connection_.change("UPDATE decisions SET motives = '[]' WHERE dossier = :dossier", dossier);
            connection_.change("UPDATE proposals SET motives = '[]' WHERE dossier = :dossier", dossier);
            unlink_people(connection_, dossier);
        }
        for (const auto& [arrival] : connection_.rows<long long>(
                 "SELECT number FROM arrivals WHERE emptied_at = 0 AND (EXISTS (SELECT 1 FROM dossier_pages WHERE "
                 "dossier_pages.arrival = arrivals.number AND dossier = :dossier) OR EXISTS (SELECT 1 FROM mails WHERE "
                 "mails.arrival = arrivals.number AND mails.dossier = :same)) AND NOT EXISTS (SELECT 1 FROM "
                 "dossier_pages JOIN dossiers ON dossiers.number = dossier_pages.dossier WHERE dossier_pages.arrival = "
                 "arrivals.number AND dossiers.emptied = 'no')",
                 dossier, dossier))
            empty_arrival(arrival_id(arrival), who, why);
        journal_.append(who, "dossier_emptied", dossier, std::string{core::to_text(to)} + " " + std::string{why});
    });
}

void Retention::empty_arrival(std::string_view arrival, std::string_view who, std::string_view why) {
    connection_.transaction([&] {
        const auto number = number_of(arrival);
        const auto found = connection_.row<std::string, std::string>(
            "SELECT sha256, drop_key FROM arrivals WHERE number = :number AND emptied_at = 0", number);
        if (!found) return;
        const auto& [content, key] = *found;
        // The name as received may name a person; the key is made of it, and stays unique.
        connection_.change(
            "UPDATE arrivals SET emptied_at = :now, name = '', detail = '', drop_key = :key WHERE number = :number",
            connection_.now(), "vide/" + sha256(key), number);
        connection_.change(
            "UPDATE mails SET sender = '', subject = '', body = '', files = '[]', to_read = 0 WHERE arrival = :number",
            number);
        unindex(connection_, Indexed::mail, arrival);
        connection_.change("DELETE FROM dossier_pages WHERE arrival = :number", number);
        doom(content);
        const auto others = connection_.value<long long>(
            "SELECT COUNT(*) FROM arrivals WHERE sha256 = :sha256 AND emptied_at = 0", content);
        if (others == 0) {
            for (const auto& [page, json] :
                 connection_.rows<int, std::string>("SELECT page, json FROM pages WHERE sha256 = :sha256", content)) {
                for (const auto& zone : parse_page(json).zones) doom(zone.evidence);
                unindex(connection_, Indexed::page, content + "/" + std::to_string(page));
            }
            connection_.change("DELETE FROM pages WHERE sha256 = :sha256", content);
            connection_.change("DELETE FROM readings WHERE sha256 = :sha256", content);
        }
        journal_.append(who, "arrival_emptied", arrival, why);
    });
}

bool Retention::freeze(std::string_view dossier, std::string_view who, std::string_view why) {
    bool frozen = false;
    connection_.transaction([&] {
        frozen = connection_.change("UPDATE dossiers SET frozen = :why WHERE number = :number AND frozen = ''", why,
                                    dossier) == 1;
        if (frozen) journal_.append(who, "dossier_frozen", dossier, why);
    });
    return frozen;
}

bool Retention::thaw(std::string_view dossier, std::string_view who) {
    bool thawed = false;
    connection_.transaction([&] {
        thawed =
            connection_.change("UPDATE dossiers SET frozen = '' WHERE number = :number AND frozen <> ''", dossier) == 1;
        if (thawed) journal_.append(who, "dossier_thawed", dossier);
    });
    return thawed;
}

bool Retention::is_frozen(std::string_view dossier) {
    return !connection_.value<std::string>("SELECT frozen FROM dossiers WHERE number = :number", dossier).empty();
}

long long Retention::doomed_count() { return connection_.value<long long>("SELECT COUNT(*) FROM doomed_blobs"); }

long long Retention::remove_doomed(const Spool& spool, const std::vector<BlobUse>& used, core::Instant limit) {
    std::set<std::string_view> needed;
    for (const auto& use : used) needed.insert(use.sha256);
    long long removed = 0;
    for (const auto& [sha256] : connection_.rows<std::string>("SELECT sha256 FROM doomed_blobs ORDER BY sha256")) {
        const bool is_needed = needed.contains(sha256);
        if (!is_needed && !spool.remove(sha256, limit)) continue;
        connection_.change("DELETE FROM doomed_blobs WHERE sha256 = :sha256", sha256);
        if (!is_needed) ++removed;
    }
    connection_.forget();
    return removed;
}

}  // namespace store
