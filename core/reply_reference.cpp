#include "core/reply_reference.h"

#include "core/check_digits.h"

namespace core {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // Crockford's.
constexpr std::size_t length = 13;                                         // VR-XXXXXXXX-C

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool is_word(char c) { return (c >= '0' && c <= '9') || (upper(c) >= 'A' && upper(c) <= 'Z'); }

}  // namespace

ReplyReference ReplyReference::make(std::uint64_t random) {
    std::string body(8, '0');
    for (char& c : body) {
        c = alphabet[random % alphabet.size()];
        random /= alphabet.size();
    }
    return ReplyReference{"VR-" + body + "-" + mod_37_36(body)};
}

std::optional<ReplyReference> ReplyReference::parse(std::string_view text) {
    if (text.size() != length) return std::nullopt;
    std::string known;
    for (const char c : text) known += upper(c);
    const auto body = known.substr(3, 8);
    if (!known.starts_with("VR-") || known[11] != '-' || body.find_first_not_of(alphabet) != std::string::npos ||
        known[12] != mod_37_36(body))
        return std::nullopt;
    return ReplyReference{known};
}

std::optional<ReplyReference> ReplyReference::find(std::string_view text) {
    for (std::size_t at = 0; at + length <= text.size(); ++at) {
        if (upper(text[at]) != 'V' || upper(text[at + 1]) != 'R' || text[at + 2] != '-') continue;
        const bool begins = at == 0 || !is_word(text[at - 1]);
        const bool ends = at + length == text.size() || !is_word(text[at + length]);
        if (!begins || !ends) continue;
        if (auto found = parse(text.substr(at, length))) return found;
    }
    return std::nullopt;
}

}  // namespace core
