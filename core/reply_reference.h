#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace core {

/// `VR-7K2M9QXT-4`: what an answer to a request quotes, in its subject, its text or the address it is sent to. Eight
/// random characters (40 bits, no I, L, O, U) and their ISO 7064 MOD 37,36 check character: it cannot be guessed from a
/// dossier number, and a mistyped one is seen.
class ReplyReference {
  public:
    /// From the lowest 40 bits.
    static ReplyReference make(std::uint64_t random);
    /// Capital or small letters.
    static std::optional<ReplyReference> parse(std::string_view text);
    /// The first one that stands in a text as a word of its own.
    static std::optional<ReplyReference> find(std::string_view text);

    const std::string& text() const { return text_; }
    auto operator<=>(const ReplyReference&) const = default;

  private:
    explicit ReplyReference(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

}  // namespace core
