#include "templates/format.h"

#include <array>
#include <charconv>
#include <cmath>

#include "core/date.h"
#include "core/half_days.h"
#include "core/identifiers.h"
#include "templates/utf8.h"

namespace templates {
namespace {

std::optional<core::Date> day_of(const std::string& value) {
    if (const auto instant = core::parse_instant(value)) return core::office_date(*instant);
    return core::parse_date(value);
}

/// Capitals keep their accents. Latin-1, œ, ÿ and the pairs of Latin Extended-A and Additional (Vietnamese).
char32_t capital(char32_t code) {
    if (code >= U'a' && code <= U'z') return code - 32;
    if (code >= 0xE0 && code <= 0xFE && code != 0xF7) return code - 32;
    if (code == 0xFF) return 0x178;
    if (code == 0x131) return U'I';
    const bool even_first = (code >= 0x1E00 && code <= 0x1E95) || (code >= 0x1EA0 && code <= 0x1EFF) || code == 0x1A1 ||
                            (code >= 0x100 && code <= 0x137) || (code >= 0x14A && code <= 0x177);
    const bool odd_first = code == 0x1B0 || (code >= 0x139 && code <= 0x148) || (code >= 0x179 && code <= 0x17E);
    if (even_first) return code & ~char32_t{1};
    if (odd_first) return code % 2 == 0 ? code - 1 : code;
    return code;
}

/// "6 novembre 2026 à 14 h 30" for an instant, the day alone for a date.
std::optional<std::string> deadline(const std::string& value) {
    const auto day = day_of(value);
    if (!day) return std::nullopt;
    const auto instant = core::parse_instant(value);
    return instant ? core::long_date(*day) + " à " + core::office_time(*instant) : core::long_date(*day);
}

std::optional<std::string> days(const std::string& value) {
    const auto parsed = core::HalfDays::parse(value);
    return parsed ? std::optional{parsed->phrase()} : std::nullopt;
}

std::optional<std::string> siret(const std::string& value) {
    const auto parsed = core::Siret::parse(value);
    return parsed ? std::optional{parsed->grouped()} : std::nullopt;
}

std::optional<std::string> weekday(const std::string& value) {
    static constexpr std::array names{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"};
    const auto day = day_of(value);
    if (!day) return std::nullopt;
    return std::string{names.at(std::chrono::weekday{std::chrono::sys_days{*day}}.c_encoding())} + " " +
           core::long_date(*day);
}

/// "novembre 2026" of a date or of `2026-11`.
std::optional<std::string> month(const std::string& value) {
    const auto day = day_of(value.size() == 7 ? value + "-01" : value);
    if (!day) return std::nullopt;
    const auto text = core::long_date(*day);
    return text.substr(text.find(' ') + 1);
}

/// A decimal number typed with a dot or a comma, spaces between its digits allowed.
std::optional<double> number_of(std::string value) {
    std::erase(value, ' ');
    for (auto& c : value)
        if (c == ',') c = '.';
    double number = 0;
    const auto* const end = value.data() + value.size();
    const auto read = std::from_chars(value.data(), end, number, std::chars_format::fixed);
    if (read.ec != std::errc{} || read.ptr != end || std::abs(number) > 1e12) return std::nullopt;
    return number;
}

/// Thousands apart (narrow no-break spaces), a comma, so many decimals; -1 for as many as there are.
std::optional<std::string> grouped(const std::string& value, int decimals) {
    const auto number = number_of(value);
    if (!number) return std::nullopt;
    std::array<char, 40> digits{};
    const auto written =
        decimals >= 0
            ? std::to_chars(digits.begin(), digits.end(), std::abs(*number), std::chars_format::fixed, decimals)
            : std::to_chars(digits.begin(), digits.end(), std::abs(*number), std::chars_format::fixed);
    const std::string plain(digits.begin(), written.ptr);
    const auto point = std::min(plain.find('.'), plain.size());
    std::string out = *number < 0 ? "\u2212" : "";
    for (std::size_t i = 0; i < point; ++i) {
        if (i > 0 && (point - i) % 3 == 0) out += "\u202F";
        out += plain[i];
    }
    return point < plain.size() ? out + "," + plain.substr(point + 1) : out;
}

std::optional<std::string> amount(const std::string& value) {
    const auto text = grouped(value, 2);
    return text ? std::optional{*text + "\u00A0€"} : std::nullopt;
}

std::optional<std::string> ordinal(const std::string& value) {
    if (value.empty() || value.size() > 6 || value.find_first_not_of("0123456789") != value.npos) return std::nullopt;
    return value == "1" ? "1er" : value + "e";
}

/// "02 31 00 00 00": ten French digits in pairs; another number as it is.
std::optional<std::string> telephone(const std::string& value) {
    std::string digits;
    for (const char c : value)
        if (c >= '0' && c <= '9') digits += c;
    if (value.starts_with('+') || digits.size() != 10) return value;
    for (std::size_t at = 8; at > 0; at -= 2) digits.insert(at, "\u00A0");
    return digits;
}

std::optional<std::string> capitals(const std::string& value) { return encode_utf8(in_capitals(decode_utf8(value))); }

std::optional<std::string> initial(const std::string& value) {
    auto text = decode_utf8(value);
    if (!text.empty()) text[0] = capital(text[0]);
    return encode_utf8(text);
}

std::optional<std::string> long_date(const std::string& value) {
    const auto day = day_of(value);
    return day ? std::optional{core::long_date(*day)} : std::nullopt;
}

std::optional<std::string> short_date(const std::string& value) {
    const auto day = day_of(value);
    return day ? std::optional{core::short_date(*day)} : std::nullopt;
}

struct FormatRow {
    std::string_view name;
    std::optional<std::string> (*write)(const std::string&);
};
constexpr std::array<FormatRow, 13> formats{{
    {"date", long_date},
    {"date-jour", weekday},
    {"date-courte", short_date},
    {"mois", month},
    {"echeance", deadline},
    {"jours", days},
    {"nombre", [](const std::string& value) { return grouped(value, -1); }},
    {"montant", amount},
    {"ordinal", ordinal},
    {"siret", siret},
    {"telephone", telephone},
    {"majuscules", capitals},
    {"initiale", initial},
}};

}  // namespace

std::optional<std::string> formatted(const std::string& value, const std::string& format) {
    for (const auto& row : formats)
        if (row.name == format) return row.write(value);
    return value;
}

bool joins(const std::string& format) { return format == "lignes" || format == "virgules" || format == "liste"; }

std::string joined(const std::vector<std::string>& values, const std::string& format) {
    std::string text;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0) text += format == "lignes" ? "\n" : format == "liste" && i + 1 == values.size() ? " et " : ", ";
        text += values[i];
    }
    return text;
}

std::u32string in_capitals(std::u32string_view text) {
    std::u32string out;
    out.reserve(text.size());
    for (const auto code : text) out.push_back(capital(code));
    return out;
}

}  // namespace templates
