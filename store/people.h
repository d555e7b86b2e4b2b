#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/people.h"

namespace store {

class Connection;
class Journal;

struct AgentRow {
    core::Agent agent;
    long long dossiers = 0;
    std::vector<std::string> alike;  ///< Ids of those who may be the same person (core::SamePerson::doubt).
};

struct CollectiviteRow {
    core::Collectivite collectivite;
    long long dossiers = 0;
};

/// What adding one to the register did.
enum class Merged { added, changed, known };

/// Agents and collectivités. Requests are linked as they come: to a collectivité by its SIRET, else by its name; to an
/// agent by names and day of birth, and where that is missing, by names and collectivité. A doubt makes a new agent,
/// who is shown as alike: people join them. One thread, that of its Store.
class People {
  public:
    People(Connection& connection, Journal& journal) : connection_{connection}, journal_{journal} {}

    /// From a list. Found again by SIRET; by name when either has none. A value that is given replaces the one there.
    Merged merge(const core::Collectivite& given);
    /// From a list. Found again by names and day of birth.
    Merged merge(const core::Agent& given);

    std::optional<AgentRow> agent(std::string_view id);
    std::optional<CollectiviteRow> collectivite(std::string_view id);
    /// By name; `beginning` of a name, in any case and without accents. The rest when `limit` is reached is left out.
    std::vector<AgentRow> agents(std::string_view beginning, int limit, int offset = 0);
    std::vector<CollectiviteRow> collectivites(std::string_view beginning, int limit, int offset = 0);

    /// Numbers, in order.
    std::vector<std::string> dossiers_of_agent(std::string_view id);
    std::vector<std::string> dossiers_of_collectivite(std::string_view id);
    /// The ids of both; empty when the dossier names none.
    std::string agent_of(std::string_view dossier);
    std::string collectivite_of(std::string_view dossier);

    /// A person found that both are one: what `other` has goes to `id`, `other` is no more. Event `agents_joined`.
    /// False when either is unknown.
    bool join(std::string_view id, std::string_view other, std::string_view who);

  private:
    Connection& connection_;
    Journal& journal_;
};

/// Inside `store`: links a dossier to those its request names, whom it adds to the register.
void link_people(Connection& connection, std::string_view dossier, const core::Fields& data);
/// Inside `store`: a dossier names nobody any more; its agent goes with the last dossier.
void unlink_people(Connection& connection, std::string_view dossier);

}  // namespace store

template <>
struct core::EnumNames<store::Merged> {
    static constexpr std::array<std::string_view, 3> names{"added", "changed", "known"};
};
