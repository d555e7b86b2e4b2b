#include "store/register.h"

#include <stdexcept>

#include "core/identifiers.h"
#include "store/connection.h"
#include "store/journal.h"
#include "store/json_text.h"
#include "store/names.h"
#include "store/people.h"
#include "store/search_index.h"

namespace store {
namespace {

const std::string all_columns =
    "SELECT number, procedure_kind, training, state, channel, origin, data, created_at, state_since FROM dossiers ";

template <class... Values>
std::vector<DossierRow> select(Connection& connection, const std::string& which, const Values&... values) {
    std::vector<DossierRow> rows;
    for (auto& [number, procedure, training, state, channel, origin, data, created_at, state_since] :
         connection.rows<std::string, core::ProcedureKind, core::Training, core::DossierState, core::Channel,
                         std::string, std::string, core::Instant, core::Instant>(all_columns + which, values...))
        rows.push_back({.dossier = {.number = std::move(number),
                                    .procedure = procedure,
                                    .training = training,
                                    .state = state,
                                    .data = fields_from_json(data),
                                    .created_at = created_at},
                        .channel = channel,
                        .origin = std::move(origin),
                        .state_since = state_since});
    return rows;
}

template <class... Values>
std::optional<DossierRow> select_one(Connection& connection, const std::string& which, const Values&... values) {
    auto rows = select(connection, which, values...);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

std::string year_sequence(int year) { return "dossier-" + std::to_string(year); }

std::string next_number(Connection& connection) {
    const auto year = static_cast<int>(core::office_date(connection.now()).year());
    return core::DossierNumber::make(year, static_cast<int>(connection.next(year_sequence(year)))).text();
}

/// A number that came from outside is never made again here.
void pass_over(Connection& connection, const std::string& number) {
    if (!core::DossierNumber::parse(number)) throw std::logic_error{"not a dossier number: " + number};
    connection.at_least(year_sequence(2000 + std::stoi(number.substr(0, 2))), std::stoll(number.substr(3, 6)));
}

void insert(Connection& connection, const DossierRow& row) {
    connection.change(
        "INSERT INTO dossiers (number, procedure_kind, training, state, channel, origin, data, created_at, "
        "state_since) "
        "VALUES (:number, :procedure, :training, :state, :channel, :origin, :data, :created_at, :state_since)",
        row.dossier.number, row.dossier.procedure, row.dossier.training, row.dossier.state, row.channel, row.origin,
        fields_to_json(row.dossier.data), row.dossier.created_at, row.state_since);
}

std::string event_of(core::DossierState state) { return "dossier_" + std::string{core::to_text(state)}; }

}  // namespace

DossierRow Register::add(core::Dossier dossier, core::Channel channel, std::string_view origin, std::string_view who) {
    DossierRow row;
    connection_.transaction([&] {
        auto known = dossier.number.empty() ? std::optional<DossierRow>{} : find(dossier.number);
        if (!known && !origin.empty()) known = select_one(connection_, "WHERE origin = :origin", origin);
        if (known) {
            row = std::move(*known);
            return;
        }
        if (dossier.number.empty())
            dossier.number = next_number(connection_);
        else
            pass_over(connection_, dossier.number);
        if (dossier.created_at == core::Instant{}) dossier.created_at = connection_.now();
        row = {.dossier = std::move(dossier),
               .channel = channel,
               .origin = std::string{origin},
               .state_since = connection_.now()};
        insert(connection_, row);
        note_people_and_words(row.dossier.number, row.dossier.data);
        journal_.append(who, event_of(row.dossier.state), row.dossier.number, origin);
    });
    return row;
}

std::string Register::reserve_number() {
    std::string number;
    connection_.transaction([&] { number = next_number(connection_); });
    return number;
}

std::optional<DossierRow> Register::find(std::string_view number) {
    return select_one(connection_, "WHERE number = :number", number);
}

std::vector<DossierRow> Register::list(std::optional<core::DossierState> state,
                                       std::optional<core::ProcedureKind> procedure) {
    if (state && procedure)
        return select(connection_, "WHERE state = :state AND procedure_kind = :procedure ORDER BY number", *state,
                      *procedure);
    if (state) return select(connection_, "WHERE state = :state ORDER BY number", *state);
    if (procedure) return select(connection_, "WHERE procedure_kind = :procedure ORDER BY number", *procedure);
    return select(connection_, "ORDER BY number");
}

std::vector<DossierRow> Register::newest(std::optional<core::DossierState> state, int limit, int offset) {
    if (state)
        return select(connection_, "WHERE state = :state ORDER BY number DESC LIMIT :limit OFFSET :offset", *state,
                      limit, offset);
    return select(connection_, "ORDER BY number DESC LIMIT :limit OFFSET :offset", limit, offset);
}

void Register::require_known(std::string_view number) {
    if (!connection_.row<std::string>("SELECT number FROM dossiers WHERE number = :number", number))
        throw std::logic_error{"no such dossier: " + std::string{number}};
}

void Register::update_data(std::string_view number, const core::Fields& data) {
    connection_.transaction([&] {
        require_known(number);
        connection_.change("UPDATE dossiers SET data = :data WHERE number = :number", fields_to_json(data), number);
        note_people_and_words(number, data);
    });
}

void Register::note_people_and_words(std::string_view number, const core::Fields& data) {
    index_dossier(connection_, number, data);
    link_people(connection_, number, data);
}

void Register::update_training(std::string_view number, core::ProcedureKind procedure, core::Training training) {
    require_known(number);
    connection_.change("UPDATE dossiers SET procedure_kind = :procedure, training = :training WHERE number = :number",
                       procedure, training, number);
}

void Register::update_channel(std::string_view number, core::Channel channel) {
    require_known(number);
    connection_.change("UPDATE dossiers SET channel = :channel WHERE number = :number", channel, number);
}

void Register::move(std::string_view number, core::DossierState state, std::string_view who, std::string_view why) {
    connection_.transaction([&] {
        require_known(number);
        const auto moved = connection_.change(
            "UPDATE dossiers SET state = :state, state_since = :now WHERE number = :number AND state <> :same", state,
            connection_.now(), number, state);
        if (moved == 1) journal_.append(who, event_of(state), number, why);
    });
}

void Register::assign_page(const core::PageRef& page, std::string_view dossier) {
    const auto arrival = parse_arrival_id(page.arrival);
    if (!arrival) throw std::logic_error{"not an arrival: " + page.arrival};
    if (!dossier.empty()) require_known(dossier);
    connection_.change(
        "INSERT INTO dossier_pages (arrival, page, dossier) VALUES (:arrival, :page, :dossier) "
        "ON CONFLICT (arrival, page) DO UPDATE SET dossier = excluded.dossier",
        *arrival, page.page, dossier);
}

std::optional<std::string> Register::dossier_of(const core::PageRef& page) {
    const auto found =
        connection_.row<std::string>("SELECT dossier FROM dossier_pages WHERE arrival = :arrival AND page = :page",
                                     parse_arrival_id(page.arrival).value_or(0), page.page);
    if (!found) return std::nullopt;
    return std::get<0>(*found);
}

std::vector<core::PageRef> Register::pages_of(std::string_view dossier) {
    std::vector<core::PageRef> pages;
    for (const auto& [arrival, page] : connection_.rows<long long, int>(
             "SELECT arrival, page FROM dossier_pages WHERE dossier = :dossier ORDER BY arrival, page", dossier))
        pages.push_back({.arrival = arrival_id(arrival), .page = page});
    return pages;
}

}  // namespace store
