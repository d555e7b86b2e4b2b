#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/publication.h"

namespace store {

class Connection;
class Journal;

/// The templates in service, version by version; their bytes are blobs. One thread, that of its Store.
class Publications {
  public:
    Publications(Connection& connection, Journal& journal) : connection_{connection}, journal_{journal} {}

    /// Records what changed (blobs are in the spool already). `name` is what was asked for; `before`, the publication
    /// it was made against: another one in between is core::TryLater. Event `templates_published`.
    core::Publication add(std::string_view name, const core::TemplateFiles& changed, long long before,
                          std::string_view who, std::string_view why);
    long long current();  ///< 0 when nothing was ever published.
    /// All the files as they were in service with this publication.
    core::TemplateFiles files(long long number);
    std::vector<core::Publication> list();  ///< Oldest first.

  private:
    Connection& connection_;
    Journal& journal_;
};

}  // namespace store
