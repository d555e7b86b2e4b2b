#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/arrival.h"
#include "core/decision.h"
#include "core/dispatch.h"
#include "core/dossier.h"
#include "core/finding.h"

namespace store {

class Connection;
class Journal;

/// A dossier with what the store knows beside it.
struct DossierRow {
    core::Dossier dossier;
    core::Channel channel = core::Channel::post;  ///< Of the request itself.
    std::string origin;                           ///< Arrival that opened it; empty when a person did.
    core::Instant state_since{};                  ///< When it came into its state.
};

/// The register: dossiers, the pages and pieces they hold, what was found, decided and written. Each move is an
/// event. Setters of a set replace it. A number that is not in the register is std::logic_error where something is
/// written about it. One thread, that of its Store.
class Register {
  public:
    Register(Connection& connection, Journal& journal) : connection_{connection}, journal_{journal} {}

    // --- Dossiers ---------------------------------------------------------------------------------------------------

    /// Registers it under its own number (made on a printed form), or under the next of the year when it has none.
    /// A number or an origin that is there already gives the dossier of the register, unchanged: safe to run again.
    /// `created_at` at the epoch means now. Event `dossier_<state>`.
    DossierRow add(core::Dossier dossier, core::Channel channel, std::string_view origin, std::string_view who);
    /// A number set aside before anything is registered under it (a form to print).
    std::string reserve_number();
    std::optional<DossierRow> find(std::string_view number);
    /// By number. All states or procedures when none is given.
    std::vector<DossierRow> list(std::optional<core::DossierState> state = std::nullopt,
                                 std::optional<core::ProcedureKind> procedure = std::nullopt);
    /// The newest first, at most `limit`.
    std::vector<DossierRow> newest(std::optional<core::DossierState> state, int limit, int offset = 0);
    void update_data(std::string_view number, const core::Fields& data);
    void update_training(std::string_view number, core::ProcedureKind procedure, core::Training training);
    void update_channel(std::string_view number, core::Channel channel);
    /// Event `dossier_<state>` with `why` (no names, no text of documents); nothing when it is in that state.
    void move(std::string_view number, core::DossierState state, std::string_view who, std::string_view why);

    // --- Pages ------------------------------------------------------------------------------------------------------

    /// A page is in one dossier or, with an empty number, in none.
    void assign_page(const core::PageRef& page, std::string_view dossier);
    /// Nothing when the page was never looked at; empty when it belongs to no dossier.
    std::optional<std::string> dossier_of(const core::PageRef& page);
    std::vector<core::PageRef> pages_of(std::string_view dossier);
    std::vector<core::PageRef> orphan_pages() { return pages_of(""); }

    // --- Pieces and findings ----------------------------------------------------------------------------------------

    void set_pieces(std::string_view dossier, const std::vector<core::Piece>& pieces);
    std::vector<core::Piece> pieces(std::string_view dossier);
    void set_findings(std::string_view dossier, const std::vector<core::Finding>& findings);
    std::vector<core::Finding> findings(std::string_view dossier);

    // --- Decisions --------------------------------------------------------------------------------------------------

    /// One stands at a time. The same again gives it back; another is refused with wrong_state until the first is
    /// reversed. Event `decision_taken`. It does not move the dossier.
    core::Outcome<core::Decision> decide(const core::Decision& decision);
    /// Event `decision_reversed`; false when none stands.
    bool reverse_decision(std::string_view dossier, std::string_view who, std::string_view why);
    std::optional<core::Decision> decision(std::string_view dossier);
    /// The standing one and those that were reversed: the version of the standing one, and of its letters.
    int decisions_taken(std::string_view dossier);

    // --- Letters ----------------------------------------------------------------------------------------------------

    /// The first one written for a dossier, kind and version stays: it is given back. Event `letter_composed`.
    core::Letter add_letter(const core::Letter& letter);
    std::optional<core::Letter> find_letter(std::string_view dossier, std::string_view kind, int version);
    std::vector<core::Letter> letters(std::string_view dossier);

  private:
    void require_known(std::string_view number);
    void note_people_and_words(std::string_view number, const core::Fields& data);

    Connection& connection_;
    Journal& journal_;
};

}  // namespace store
