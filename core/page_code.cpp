#include "core/page_code.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "core/check_digits.h"
#include "core/identifiers.h"

namespace core {
namespace {

constexpr std::string_view prefix = "VM1";

std::string upper(std::string_view text) {
    std::string result{text};
    for (char& c : result) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        if (c == '_') c = '/';
    }
    return result;
}

std::string lower(std::string_view text) {
    std::string result{text};
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (c == '/') c = '_';
    }
    return result;
}

std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> parts;
    while (true) {
        const auto colon = text.find(':');
        parts.push_back(text.substr(0, colon));
        if (colon == std::string_view::npos) return parts;
        text.remove_prefix(colon + 1);
    }
}

std::optional<int> small_number(std::string_view digits, int least = 1) {
    int value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size() || value < least || value > 999)
        return std::nullopt;
    return value;
}

/// `-` stands for no dossier.
std::optional<std::string> dossier_part(std::string_view text) {
    if (text == "-") return std::string{};
    if (!DossierNumber::parse(text)) return std::nullopt;
    return std::string{text};
}

std::optional<PageCode> parse_batch(const std::vector<std::string_view>& parts) {
    if (parts.size() != 8 || !PageCode::is_batch_label(parts[3])) return std::nullopt;
    const auto sheets = small_number(parts[4]), separators = small_number(parts[5], 0), sides = small_number(parts[6]);
    if (!sheets || !separators || !sides || *sides > 2) return std::nullopt;
    return PageCode{.use = PageCode::Use::batch_sheet,
                    .batch = std::string{parts[3]},
                    .sheets = *sheets,
                    .separators = *separators,
                    .sides = *sides};
}

std::optional<PageCode> parse_sheet(const std::vector<std::string_view>& parts) {
    if (parts[2] == "B") return parse_batch(parts);
    if (parts.size() != 5) return std::nullopt;
    if (parts[2] == "D") {
        const auto dossier = dossier_part(parts[3]);
        if (!dossier || dossier->empty()) return std::nullopt;
        return PageCode{.use = PageCode::Use::dossier_sheet, .dossier = *dossier};
    }
    const auto kind = from_text<Kind>(lower(parts[3]));
    if (parts[2] != "K" || !kind) return std::nullopt;
    return PageCode{.use = PageCode::Use::kind_sheet, .kind = *kind};
}

}  // namespace

bool PageCode::is_batch_label(std::string_view text) {
    constexpr std::size_t longest = 20;
    return !text.empty() && text.size() <= longest && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    });
}

std::string PageCode::text() const {
    std::string body{prefix};
    switch (use) {
        case Use::form_page:
            body += ":" + upper(form) + ":" + std::to_string(version) + ":" + (dossier.empty() ? "-" : dossier) + ":" +
                    std::to_string(page);
            break;
        case Use::dossier_sheet:
            body += ":S:D:" + dossier;
            break;
        case Use::kind_sheet:
            body += ":S:K:" + upper(to_text(kind));
            break;
        case Use::batch_sheet:
            body += ":S:B:" + batch + ":" + std::to_string(sheets) + ":" + std::to_string(separators) + ":" +
                    std::to_string(sides);
            break;
    }
    return body + ":" + mod_37_36(body);
}

std::optional<PageCode> PageCode::parse(std::string_view text) {
    if (text.size() > 120) return std::nullopt;
    const auto parts = split(text);
    if (parts.size() < 5 || parts[0] != prefix || parts.back().size() != 1) return std::nullopt;
    if (mod_37_36(text.substr(0, text.size() - 2)) != parts.back()[0]) return std::nullopt;
    if (parts[1] == "S") return parse_sheet(parts);
    if (parts.size() != 6) return std::nullopt;

    const auto version = small_number(parts[2]);
    const auto dossier = dossier_part(parts[3]);
    const auto page = small_number(parts[4]);
    if (parts[1].empty() || !version || !dossier || !page) return std::nullopt;
    return PageCode{.form = lower(parts[1]), .version = *version, .dossier = *dossier, .page = *page};
}

}  // namespace core
