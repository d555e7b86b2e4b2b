#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/dispatch.h"

namespace store {

class Connection;

/// The hash-chained journal. The hash of a line is SHA-256 over the previous hash (64 zeros before the first), then
/// number, instant (ISO), who, what, subject and detail, each written as its length in bytes, a colon, itself and a
/// comma. The last number is kept apart, so that lines cut off the end are missed too.
/// One thread, that of its Store.
class Journal {
  public:
    explicit Journal(Connection& connection) : connection_{connection} {}

    /// Inside the caller's transaction (std::logic_error outside one): the line and what it tells of are one.
    /// `detail` never holds names or text of documents.
    core::Event append(std::string_view who, std::string_view what, std::string_view subject,
                       std::string_view detail = {});

    /// The number of the first line that is altered, missing or out of its place; nothing when the chain holds.
    std::optional<long long> verify();

    /// Of an arrival, dossier or dispatch, oldest first.
    std::vector<core::Event> of(std::string_view subject);
    /// At most `count` lines from `first` on.
    std::vector<core::Event> from(long long first, int count);
    long long length();
    /// The hash of the last line; 64 zeros before the first. Kept elsewhere, it proves all that came before.
    std::string head();

  private:
    Connection& connection_;
};

/// The name of the program in the journal, where no person acted.
inline constexpr std::string_view program = "vaguemestre";

}  // namespace store
