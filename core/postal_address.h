#pragma once

#include <string>
#include <vector>

#include "core/outcome.h"

namespace core {

/// NF Z 10-011: 1 to 6 lines of at most 38 characters, none empty; the last holds a 5-digit code and the locality.
class PostalAddress {
  public:
    /// Empty lines are dropped; Reason::address_overflow names the line at fault.
    static Outcome<PostalAddress> make(const std::vector<std::string>& lines);

    const std::vector<std::string>& lines() const { return lines_; }
    bool operator==(const PostalAddress&) const = default;

  private:
    explicit PostalAddress(std::vector<std::string> lines) : lines_(std::move(lines)) {}
    std::vector<std::string> lines_;
};

/// Characters (code points) of a UTF-8 text; a malformed byte counts as one.
std::size_t character_count(std::string_view utf8);

}  // namespace core
