#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace core {

/// An address that can stand in an SMTP command and in a header as it is: ASCII, one `@`, RFC 5321 lengths (64 and
/// 255), dot-atom local part, host name with at least one dot; no space, control character, quote, bracket or comment.
class EmailAddress {
  public:
    static std::optional<EmailAddress> parse(std::string_view text);

    const std::string& text() const { return text_; }
    std::string domain() const { return text_.substr(text_.find('@') + 1); }
    auto operator<=>(const EmailAddress&) const = default;

  private:
    explicit EmailAddress(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

}  // namespace core
