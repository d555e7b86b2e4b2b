#include "store/people.h"

#include "core/normalise.h"
#include "store/connection.h"
#include "store/journal.h"
#include "store/json_text.h"
#include "store/names.h"

namespace store {
namespace {

using core::SamePerson;

const std::string agent_columns = "SELECT number, name, usual_name, first_name, born, email FROM agents ";
const std::string collectivite_columns = "SELECT number, siret, name, email, telephone, address FROM collectivites ";

template <class... Values>
std::vector<core::Agent> select_agents(Connection& connection, const std::string& which, const Values&... values) {
    std::vector<core::Agent> agents;
    for (auto& [number, name, usual_name, first_name, born, email] :
         connection.rows<long long, std::string, std::string, std::string, std::string, std::string>(
             agent_columns + which, values...))
        agents.push_back({agent_id(number), std::move(name), std::move(usual_name), std::move(first_name),
                          core::parse_date(born), std::move(email)});
    return agents;
}

template <class... Values>
std::vector<core::Collectivite> select_collectivites(Connection& connection, const std::string& which,
                                                     const Values&... values) {
    std::vector<core::Collectivite> found;
    for (auto& [number, siret, name, email, telephone, address] :
         connection.rows<long long, std::string, std::string, std::string, std::string, std::string>(
             collectivite_columns + which, values...))
        found.push_back({collectivite_id(number), std::move(siret), std::move(name), std::move(email),
                         std::move(telephone), texts_from_json(address)});
    return found;
}

long long number_of(const core::Agent& agent) { return parse_agent_id(agent.id).value_or(0); }
long long number_of(const core::Collectivite& collectivite) {
    return parse_collectivite_id(collectivite.id).value_or(0);
}

std::string born_text(const core::Agent& agent) { return agent.born ? core::iso_date(*agent.born) : std::string{}; }

/// All whose names are found under a key of this one, but for homonyms: those born on another day.
std::vector<core::Agent> candidates(Connection& connection, const core::Agent& agent) {
    const auto keys = core::name_keys(agent);
    if (keys.empty()) return {};
    const auto born = born_text(agent);
    return select_agents(connection,
                         "WHERE number IN (SELECT agent FROM agent_names WHERE name_key IN (" +
                             parameter_list(keys.size()) +
                             ")) AND (born = :born OR born = '' OR :given = '') ORDER BY number",
                         keys, born, born);
}

void write_names(Connection& connection, const core::Agent& agent) {
    for (const auto& key : core::name_keys(agent))
        connection.change("INSERT INTO agent_names (name_key, agent) VALUES (:key, :agent) ON CONFLICT DO NOTHING", key,
                          number_of(agent));
}

core::Agent insert(Connection& connection, core::Agent agent) {
    const auto number = connection.next("agent");
    agent.id = agent_id(number);
    connection.change(
        "INSERT INTO agents (number, name, usual_name, first_name, born, email, sort_key) VALUES (:number, :name, "
        ":usual_name, :first_name, :born, :email, :sort_key)",
        number, agent.name, agent.usual_name, agent.first_name, born_text(agent), agent.email,
        core::normalised(agent.name));
    write_names(connection, agent);
    return agent;
}

core::Collectivite insert(Connection& connection, core::Collectivite collectivite) {
    const auto number = connection.next("collectivite");
    collectivite.id = collectivite_id(number);
    connection.change(
        "INSERT INTO collectivites (number, siret, name, email, telephone, address, sort_key) VALUES (:number, :siret, "
        ":name, :email, :telephone, :address, :sort_key)",
        number, collectivite.siret, collectivite.name, collectivite.email, collectivite.telephone,
        texts_to_json(collectivite.address), core::normalised(collectivite.name));
    return collectivite;
}

template <class Value>
bool take(Value& mine, const Value& given) {
    if (given == Value{} || given == mine) return false;
    mine = given;
    return true;
}

/// What the given one adds; false when it adds nothing.
bool update(Connection& connection, core::Agent agent, const core::Agent& given) {
    bool changed = take(agent.born, given.born);
    changed |= take(agent.email, given.email);
    if (core::normalised(given.name) == core::normalised(agent.name))
        changed |= take(agent.usual_name, given.usual_name);
    if (given.first_name.size() > agent.first_name.size()) changed |= take(agent.first_name, given.first_name);
    if (!changed) return false;
    connection.change(
        "UPDATE agents SET usual_name = :usual_name, first_name = :first_name, born = :born, email = :email WHERE "
        "number "
        "= :number",
        agent.usual_name, agent.first_name, born_text(agent), agent.email, number_of(agent));
    write_names(connection, agent);
    return true;
}

bool update(Connection& connection, core::Collectivite collectivite, const core::Collectivite& given) {
    bool changed = take(collectivite.siret, given.siret);
    changed |= take(collectivite.name, given.name);
    changed |= take(collectivite.email, given.email);
    changed |= take(collectivite.telephone, given.telephone);
    changed |= take(collectivite.address, given.address);
    if (!changed) return false;
    connection.change(
        "UPDATE collectivites SET siret = :siret, name = :name, email = :email, telephone = :telephone, address = "
        ":address, sort_key = :sort_key WHERE number = :number",
        collectivite.siret, collectivite.name, collectivite.email, collectivite.telephone,
        texts_to_json(collectivite.address), core::normalised(collectivite.name), number_of(collectivite));
    return true;
}

/// By SIRET; by name only where a SIRET is missing on one side and nobody else has that name.
std::optional<core::Collectivite> known(Connection& connection, const core::Collectivite& given) {
    if (!given.siret.empty()) {
        auto same = select_collectivites(connection, "WHERE siret = :siret", given.siret);
        if (!same.empty()) return std::move(same.front());
    }
    auto namesakes = select_collectivites(connection, "WHERE sort_key = :key", core::normalised(given.name));
    if (namesakes.size() != 1 || (!given.siret.empty() && !namesakes.front().siret.empty())) return std::nullopt;
    return std::move(namesakes.front());
}

bool works_there(Connection& connection, const core::Agent& agent, long long collectivite) {
    return collectivite != 0 &&
           connection
               .row<std::string>("SELECT number FROM dossiers WHERE agent = :agent AND collectivite = :place LIMIT 1",
                                 number_of(agent), collectivite)
               .has_value();
}

/// The one person that a request names; nothing when it may be several or nobody.
std::optional<core::Agent> known(Connection& connection, const core::Agent& given, long long collectivite) {
    std::vector<core::Agent> likely;
    for (auto& agent : candidates(connection, given)) {
        const auto same = core::same_person(agent, given);
        if (same == SamePerson::yes) return std::move(agent);
        if (same == SamePerson::doubt && works_there(connection, agent, collectivite))
            likely.push_back(std::move(agent));
    }
    if (likely.size() != 1) return std::nullopt;
    return std::move(likely.front());
}

void forget_unused(Connection& connection, long long agent) {
    if (connection.value<long long>("SELECT COUNT(*) FROM dossiers WHERE agent = :agent", agent) > 0) return;
    connection.change("DELETE FROM agent_names WHERE agent = :agent", agent);
    connection.change("DELETE FROM agents WHERE number = :agent", agent);
}

long long agent_number(Connection& connection, std::string_view dossier) {
    const auto found = connection.row<long long>("SELECT agent FROM dossiers WHERE number = :number", dossier);
    return found ? std::get<0>(*found) : 0;
}

AgentRow with_dossiers(Connection& connection, core::Agent agent) {
    AgentRow row{.dossiers = connection.value<long long>("SELECT COUNT(*) FROM dossiers WHERE agent = :agent",
                                                         number_of(agent))};
    for (const auto& other : candidates(connection, agent))
        if (other.id != agent.id && core::same_person(agent, other) == SamePerson::doubt) row.alike.push_back(other.id);
    row.agent = std::move(agent);
    return row;
}

CollectiviteRow with_dossiers(Connection& connection, core::Collectivite collectivite) {
    return {.collectivite = collectivite,
            .dossiers = connection.value<long long>("SELECT COUNT(*) FROM dossiers WHERE collectivite = :number",
                                                    number_of(collectivite))};
}

/// Names that begin so lie between the two.
std::string after_all(const std::string& beginning) { return beginning + "\x7F"; }

std::vector<std::string> numbers(const std::vector<std::tuple<std::string>>& rows) {
    std::vector<std::string> all;
    all.reserve(rows.size());
    for (const auto& [number] : rows) all.push_back(number);
    return all;
}

/// `find`: the one that is already known as this one, if any.
template <class Who, class Find>
Merged merge_as(Connection& connection, const Who& given, Find find) {
    Merged merged = Merged::known;
    connection.transaction([&] {
        const auto found = find();
        if (!found) {
            insert(connection, given);
            merged = Merged::added;
        } else if (update(connection, *found, given)) {
            merged = Merged::changed;
        }
    });
    return merged;
}

}  // namespace

void link_people(Connection& connection, std::string_view dossier, const core::Fields& data) {
    long long place = 0;
    const auto collectivite = core::collectivite_of(data);
    if (!collectivite.name.empty()) {
        const auto found = known(connection, collectivite);
        place = number_of(found ? *found : insert(connection, collectivite));
    }
    const auto agent = core::agent_of(data);
    const auto before = agent_number(connection, dossier);
    long long person = 0;
    if (!core::name_keys(agent).empty()) {
        const auto found = known(connection, agent, place);
        person = number_of(found ? *found : insert(connection, agent));
        if (found) update(connection, *found, agent);
    }
    connection.change("UPDATE dossiers SET agent = :agent, collectivite = :place WHERE number = :number", person, place,
                      dossier);
    if (before != 0 && before != person) forget_unused(connection, before);
}

void unlink_people(Connection& connection, std::string_view dossier) {
    const auto agent = agent_number(connection, dossier);
    connection.change("UPDATE dossiers SET agent = 0 WHERE number = :number", dossier);
    if (agent != 0) forget_unused(connection, agent);
}

Merged People::merge(const core::Collectivite& given) {
    return merge_as(connection_, given, [&] { return known(connection_, given); });
}

Merged People::merge(const core::Agent& given) {
    return merge_as(connection_, given, [&] { return known(connection_, given, 0); });
}

std::optional<AgentRow> People::agent(std::string_view id) {
    auto found = select_agents(connection_, "WHERE number = :number", parse_agent_id(id).value_or(0));
    if (found.empty()) return std::nullopt;
    return with_dossiers(connection_, std::move(found.front()));
}

std::optional<CollectiviteRow> People::collectivite(std::string_view id) {
    auto found = select_collectivites(connection_, "WHERE number = :number", parse_collectivite_id(id).value_or(0));
    if (found.empty()) return std::nullopt;
    return with_dossiers(connection_, std::move(found.front()));
}

std::vector<AgentRow> People::agents(std::string_view beginning, int limit, int offset) {
    const auto from = core::normalised(beginning);
    std::vector<AgentRow> rows;
    for (auto& agent :
         select_agents(connection_,
                       "WHERE sort_key >= :from AND sort_key < :end ORDER BY sort_key, first_name, number "
                       "LIMIT :limit OFFSET :offset",
                       from, after_all(from), limit, offset))
        rows.push_back(with_dossiers(connection_, std::move(agent)));
    return rows;
}

std::vector<CollectiviteRow> People::collectivites(std::string_view beginning, int limit, int offset) {
    const auto from = core::normalised(beginning);
    std::vector<CollectiviteRow> rows;
    for (auto& collectivite : select_collectivites(
             connection_,
             "WHERE sort_key >= :from AND sort_key < :end ORDER BY sort_key, number LIMIT :limit OFFSET :offset", from,
             after_all(from), limit, offset))
        rows.push_back(with_dossiers(connection_, std::move(collectivite)));
    return rows;
}

std::vector<std::string> People::dossiers_of_agent(std::string_view id) {
    return numbers(connection_.rows<std::string>("SELECT number FROM dossiers WHERE agent = :agent ORDER BY number",
                                                 parse_agent_id(id).value_or(-1)));
}

std::vector<std::string> People::dossiers_of_collectivite(std::string_view id) {
    return numbers(
        connection_.rows<std::string>("SELECT number FROM dossiers WHERE collectivite = :place ORDER BY number",
                                      parse_collectivite_id(id).value_or(-1)));
}

std::string People::agent_of(std::string_view dossier) {
    const auto number = agent_number(connection_, dossier);
    return number == 0 ? std::string{} : agent_id(number);
}

std::string People::collectivite_of(std::string_view dossier) {
    const auto found = connection_.row<long long>("SELECT collectivite FROM dossiers WHERE number = :number", dossier);
    return !found || std::get<0>(*found) == 0 ? std::string{} : collectivite_id(std::get<0>(*found));
}

bool People::join(std::string_view id, std::string_view other, std::string_view who) {
    bool joined = false;
    connection_.transaction([&] {
        const auto kept = agent(id);
        const auto gone = agent(other);
        if (!kept || !gone || kept->agent.id == gone->agent.id) return;
        const auto number = number_of(kept->agent);
        connection_.change("UPDATE dossiers SET agent = :agent WHERE agent = :other", number, number_of(gone->agent));
        for (const auto& key : core::name_keys(gone->agent))
            connection_.change("INSERT INTO agent_names (name_key, agent) VALUES (:key, :agent) ON CONFLICT DO NOTHING",
                               key, number);
        update(connection_, kept->agent, gone->agent);
        forget_unused(connection_, number_of(gone->agent));
        journal_.append(who, "agents_joined", kept->agent.id, gone->agent.id);
        joined = true;
    });
    return joined;
}

}  // namespace store
