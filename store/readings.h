#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/reading.h"

namespace store {

class Connection;

/// What was read, page by page, kept by the SHA-256 of the file: a second arrival of the same bytes is not read again,
/// and a reading cut short goes on with the page that is missing. One thread, that of its Store.
class Readings {
  public:
    explicit Readings(Connection& connection) : connection_{connection} {}

    /// Known once the file is decoded.
    void set_page_count(std::string_view sha256, int pages);
    std::optional<int> page_count(std::string_view sha256);
    /// The file cannot be read: its pages are 0.
    void set_refusal(std::string_view sha256, const core::Refusal& refusal);

    /// Replaces the page when it is there. `reader` names the version of the reader, e.g. `1`.
    void save_page(std::string_view sha256, std::string_view reader, const core::Page& page);
    std::optional<core::Page> page(std::string_view sha256, int page);
    /// Saved by this version of the reader.
    bool is_read(std::string_view sha256, std::string_view reader, int page);
    /// Those saved so far, in order.
    std::vector<core::Page> pages(std::string_view sha256);
    /// Numbers of the pages not yet read by this version of the reader; empty when the page count is unknown.
    std::vector<int> missing(std::string_view sha256, std::string_view reader);
    /// All of it: refusal and pages.
    core::Reading reading(std::string_view sha256);

  private:
    void set_head(std::string_view sha256, int pages, std::string_view reason, std::string_view detail);

    Connection& connection_;
};

}  // namespace store
