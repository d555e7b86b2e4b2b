#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/dossier.h"
#include "core/enum_names.h"

namespace store {

class Connection;
class Journal;
class Spool;
struct BlobUse;

/// How far a dossier was emptied. `pieces`: scans, messages and what was read of them, requests for parts; who, what,
/// the decision and its letters stay. `all`: only number, states and journal stay, which name nobody.
enum class Emptied { no, pieces, all };

/// What outlives the pieces of a dossier.
struct Kept {
    std::vector<std::string> fields;           ///< Of its data.
    std::vector<std::string> letter_prefixes;  ///< Of the kinds of its letters.
};

/// What reached the end of its retention, and its removal. Rows stay, empty of what tells of people, so that balance,
/// numbers and journal hold. Blobs go after the commit that no longer names them: `doomed` remembers them, so that a
/// crash in between forgets none. One thread, that of its Store.
class Retention {
  public:
    Retention(Connection& connection, Journal& journal) : connection_{connection}, journal_{journal} {}

    /// Dossiers notified, closed or abandoned since before `limit`, emptied less than `to` and not frozen. By number.
    std::vector<std::string> over(core::Instant limit, Emptied to);
    /// Arrivals before `limit` that belong to no dossier: refused, duplicates of what was emptied, letters of words.
    std::vector<std::string> loose_arrivals(core::Instant limit);
    /// Arrivals of the dossiers of `over` that hold nothing but pieces of these kinds or details.
    std::vector<std::string> surplus_arrivals(core::Instant limit, const std::vector<std::string>& natures);

    Emptied emptied(std::string_view dossier);
    /// Event `dossier_emptied` with how far and `why` (no names). Arrivals go with the last dossier that holds a page
    /// of them. Nothing when it was emptied so far already.
    void empty_dossier(std::string_view dossier, Emptied to, const Kept& kept, std::string_view who,
                       std::string_view why);
    /// Event `arrival_emptied`.
    void empty_arrival(std::string_view arrival, std::string_view who, std::string_view why);

    /// While it is frozen (an appeal, a request of the archives) nothing of a dossier is removed. Events
    /// `dossier_frozen`, `dossier_thawed`; false when it was so already.
    bool freeze(std::string_view dossier, std::string_view who, std::string_view why);
    bool thaw(std::string_view dossier, std::string_view who);
    bool is_frozen(std::string_view dossier);

    long long doomed_count();
    /// Removes the doomed blobs that no row names (`used`), but for those put since `limit` (Spool::remove); says how
    /// many. Nothing of them stays in the database file either.
    long long remove_doomed(const Spool& spool, const std::vector<BlobUse>& used, core::Instant limit);

  private:
    void doom(std::string_view sha256);
    void empty_letters(std::string_view dossier, const Kept& kept);
    void empty_reviews(std::string_view dossier);

    Connection& connection_;
    Journal& journal_;
};

}  // namespace store

template <>
struct core::EnumNames<store::Emptied> {
    static constexpr std::array<std::string_view, 3> names{"no", "pieces", "all"};
};
