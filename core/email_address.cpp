#include "core/email_address.h"

#include <algorithm>

namespace core {
namespace {

bool is_alnum(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// RFC 5322 atext.
bool is_atom(char c) {
    return is_alnum(c) || std::string_view{"!#$%&'*+-/=?^_`{|}~"}.find(c) != std::string_view::npos;
}

template <class Good>
bool dotted(std::string_view text, Good good) {
    if (text.empty() || text.front() == '.' || text.back() == '.' || text.find("..") != std::string_view::npos)
        return false;
    return std::all_of(text.begin(), text.end(), [&](char c) { return c == '.' || good(c); });
}

bool host_name(std::string_view domain) {
    if (!dotted(domain, [](char c) { return is_alnum(c) || c == '-'; })) return false;
    if (domain.find('.') == std::string_view::npos) return false;
    std::size_t start = 0;
    while (start <= domain.size()) {
        const auto end = std::min(domain.find('.', start), domain.size());
        const auto label = domain.substr(start, end - start);
        if (label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
        start = end + 1;
    }
    return true;
}

}  // namespace

std::optional<EmailAddress> EmailAddress::parse(std::string_view text) {
    const auto at = text.find('@');
    if (at > 64 || text.size() - at - 1 > 255 || text.size() > 254) return std::nullopt;
    if (!dotted(text.substr(0, at), is_atom) || !host_name(text.substr(at + 1))) return std::nullopt;
    return EmailAddress{std::string{text}};
}

}  // namespace core
