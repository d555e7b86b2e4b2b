#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace store {

class Connection;

/// One text that holds all the words asked for.
struct Found {
    std::string dossier;  ///< Empty when the page or message belongs to none.
    std::string arrival;  ///< Of the page or message; empty when the request itself answers.
    int page = 0;         ///< 0: a message, or the request itself.
    std::string excerpt;  ///< Capitals without accents, as indexed; the words found between ‹ and ›.
    bool operator==(const Found&) const = default;
};

/// Full-text search over what requests say, what was read on pages and what messages say. One thread, that of its
/// Store.
class Search {
  public:
    explicit Search(Connection& connection) : connection_{connection} {}

    /// Texts that hold every word or phrase (`Accueil du public`, in any case, with or without accents; `Lemoi*` for a
    /// beginning; digits may be grouped), the newest first. Duplicates of a page that came are left out.
    std::vector<Found> find(const std::vector<std::string>& words, int limit, int offset = 0);

  private:
    Connection& connection_;
};

}  // namespace store
