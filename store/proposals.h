#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/outcome.h"
#include "core/session.h"

namespace store {

class Connection;
class Journal;

/// Decisions that do not exist yet. One stands at a time for a dossier; another proposal replaces it, and takes its
/// signature away. Each move is an event. One thread, that of its Store.
class Proposals {
  public:
    Proposals(Connection& connection, Journal& journal) : connection_{connection}, journal_{journal} {}

    /// The same outcome, days, motives and person again give the standing one back, its signature kept. Event
    /// `decision_proposed`.
    core::Proposal propose(const core::Decision& decision);
    std::optional<core::Proposal> standing(std::string_view dossier);
    /// Event `decision_signed`; nothing when this person signed it already. std::logic_error when none stands.
    void sign(std::string_view dossier, std::string_view who);
    /// It became a decision. Nothing when none stands.
    void taken(std::string_view dossier);
    /// Event `proposal_withdrawn`; false when none stands.
    bool withdraw(std::string_view dossier, std::string_view who, std::string_view why);

  private:
    Connection& connection_;
    Journal& journal_;
};

}  // namespace store
