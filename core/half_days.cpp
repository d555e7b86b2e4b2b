#include "core/half_days.h"

#include <charconv>

namespace core {

std::optional<HalfDays> HalfDays::parse(std::string_view days) {
    const auto point = days.find_first_of(".,");
    const auto whole = days.substr(0, point);
    int value = 0;
    const auto [end, error] = std::from_chars(whole.data(), whole.data() + whole.size(), value);
    if (error != std::errc{} || end != whole.data() + whole.size() || value < 0 || value > 999) return std::nullopt;
    if (point == std::string_view::npos) return HalfDays{value * 2};

    const auto fraction = days.substr(point + 1);
    if (fraction == "0") return HalfDays{value * 2};
    if (fraction == "5") return HalfDays{value * 2 + 1};
    return std::nullopt;
}

std::string HalfDays::text() const { return std::to_string(halves_ / 2) + (halves_ % 2 != 0 ? ",5" : ""); }

std::string HalfDays::phrase() const { return text() + (halves_ < 4 ? " jour" : " jours"); }

}  // namespace core
