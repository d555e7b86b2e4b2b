#include "store/arrivals.h"

#include <stdexcept>

#include "store/connection.h"
#include "store/jobs.h"
#include "store/journal.h"
#include "store/names.h"

namespace store {
namespace {

const std::string all_columns =
    "SELECT number, drop_key, sha256, name, size, channel, received_at, fate, duplicate_of, reason, detail, "
    "emptied_at FROM arrivals ";

template <class... Values>
std::vector<core::Arrival> select(Connection& connection, const std::string& which, const Values&... values) {
    std::vector<core::Arrival> arrivals;
    for (auto& [number, key, sha256, name, size, channel, received_at, fate, duplicate_of, reason, detail, emptied_at] :
         connection.rows<long long, std::string, std::string, std::string, std::uint64_t, core::Channel, core::Instant,
                         core::Fate, long long, std::string, std::string, core::Instant>(all_columns + which,
                                                                                         values...)) {
        arrivals.push_back({.id = arrival_id(number),
                            .key = std::move(key),
                            .sha256 = std::move(sha256),
                            .name = std::move(name),
                            .size = size,
                            .channel = channel,
                            .received_at = received_at,
                            .fate = fate,
                            .duplicate_of = duplicate_of == 0 ? std::string{} : arrival_id(duplicate_of),
                            .emptied_at = emptied_at});
        if (const auto known = core::from_text<core::Reason>(reason))
            arrivals.back().refusal = core::Refusal{*known, std::move(detail)};
    }
    return arrivals;
}

template <class... Values>
std::optional<core::Arrival> select_one(Connection& connection, const std::string& which, const Values&... values) {
    auto found = select(connection, which, values...);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

void insert(Connection& connection, long long number, const core::Arrival& arrival) {
    connection.change(
        "INSERT INTO arrivals (number, drop_key, sha256, name, size, channel, received_at, fate, duplicate_of, reason, "
        "detail) VALUES (:number, :key, :sha256, :name, :size, :channel, :received_at, :fate, :duplicate_of, :reason, "
        ":detail)",
        number, arrival.key, arrival.sha256, arrival.name, arrival.size, arrival.channel, arrival.received_at,
        arrival.fate, parse_arrival_id(arrival.duplicate_of).value_or(0),
        arrival.refusal ? core::to_text(arrival.refusal->reason) : std::string_view{},
        arrival.refusal ? arrival.refusal->detail : std::string{});
}

}  // namespace

Added Arrivals::add(core::Arrival arrival) {
    if (arrival.key.empty() || !is_sha256(arrival.sha256)) throw std::logic_error{"an arrival without key or SHA-256"};
    Added added;
    connection_.transaction([&] {
        if (auto known = find_key(arrival.key)) {
            added = {.arrival = std::move(*known), .was_new = false};
            return;
        }
        const auto first = arrival.refusal ? std::nullopt : find_sha256(arrival.sha256);
        const auto number = connection_.next("arrival");
        arrival.id = arrival_id(number);
        arrival.duplicate_of = first ? first->id : std::string{};
        arrival.fate = arrival.refusal ? core::Fate::refused : first ? core::Fate::duplicate : core::Fate::stored;
        if (arrival.received_at == core::Instant{}) arrival.received_at = connection_.now();
        insert(connection_, number, arrival);
        if (arrival.fate == core::Fate::stored) jobs_.enqueue("read", arrival.id, connection_.now());
        journal_.append(program, "arrival_" + std::string{core::to_text(arrival.fate)}, arrival.id,
                        arrival.refusal ? std::string{core::to_text(arrival.refusal->reason)} : arrival.duplicate_of);
        added = {.arrival = std::move(arrival), .was_new = true};
    });
    return added;
}

void Arrivals::refuse(std::string_view id, const core::Refusal& refusal) {
    const auto number = parse_arrival_id(id);
    if (!number) throw std::logic_error{"not an arrival: " + std::string{id}};
    connection_.transaction([&] {
        const auto changed = connection_.change(
            "UPDATE arrivals SET fate = :fate, reason = :reason, detail = :detail WHERE number = :number AND fate <> "
            ":refused",
            core::Fate::refused, refusal.reason, refusal.detail, *number, core::Fate::refused);
        if (changed == 1) journal_.append(program, "arrival_refused", id, core::to_text(refusal.reason));
    });
}

std::optional<core::Arrival> Arrivals::find(std::string_view id) {
    const auto number = parse_arrival_id(id);
    if (!number) return std::nullopt;
    return select_one(connection_, "WHERE number = :number", *number);
}

std::optional<core::Arrival> Arrivals::find_key(std::string_view key) {
    return select_one(connection_, "WHERE drop_key = :key", key);
}

std::optional<core::Arrival> Arrivals::find_key_prefix(std::string_view prefix) {
    auto end = std::string{prefix};
    if (end.empty()) return std::nullopt;
    ++end.back();  // ASCII: the keys that begin so lie between the two.
    return select_one(connection_, "WHERE drop_key >= :first AND drop_key < :end ORDER BY drop_key LIMIT 1", prefix,
                      end);
}

std::optional<core::Arrival> Arrivals::find_sha256(std::string_view sha256) {
    return select_one(
        connection_, "WHERE sha256 = :sha256 AND fate <> 'refused' AND emptied_at = 0 ORDER BY number LIMIT 1", sha256);
}

std::vector<core::Arrival> Arrivals::list(std::optional<core::Fate> fate) {
    if (!fate) return select(connection_, "ORDER BY number");
    return select(connection_, "WHERE fate = :fate ORDER BY number", *fate);
}

std::vector<core::Arrival> Arrivals::newest(int limit) {
    return select(connection_, "ORDER BY number DESC LIMIT :limit", limit);
}

std::map<core::Fate, long long> Arrivals::counts() {
    std::map<core::Fate, long long> counts{
        {core::Fate::stored, 0}, {core::Fate::duplicate, 0}, {core::Fate::refused, 0}};
    for (const auto& [fate, count] :
         connection_.rows<core::Fate, long long>("SELECT fate, COUNT(*) FROM arrivals GROUP BY fate"))
        counts[fate] = count;
    return counts;
}

}  // namespace store
