#include <optional>

#include "core/date.h"
#include "core/half_days.h"
#include "core/identifiers.h"
#include "templates/letter_text.h"
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

std::string in_capitals(const std::string& value) {
    std::u32string out;
    for (const auto code : decode_utf8(value)) out.push_back(capital(code));
    return encode_utf8(out);
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

}  // namespace

std::optional<std::string> formatted(const std::string& value, const std::string& format) {
    if (format == "jours") return days(value);
    if (format == "siret") return siret(value);
    if (format == "majuscules") return in_capitals(value);
    if (format == "echeance") return deadline(value);
    if (format != "date" && format != "date-courte") return value;
    const auto day = day_of(value);
    if (!day) return std::nullopt;
    return format == "date" ? core::long_date(*day) : core::short_date(*day);
}

}  // namespace templates
