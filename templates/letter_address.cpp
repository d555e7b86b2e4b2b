#include <algorithm>
#include <array>

#include "core/postal_address.h"
#include "templates/letter_layout.h"

namespace templates {
namespace {

using Lines = std::vector<std::string>;

/// Nothing shrinks below 8 points: sorting machines no longer read it well.
constexpr std::array sizes{10.0, 9.5, 9.0, 8.5, 8.0};

double widest(const Fonts& fonts, const Lines& lines, double size) {
    double width = 0;
    for (const auto& line : lines) width = std::max(width, text_width(fonts, line, {.face = Face::sans, .size = size}));
    return width;
}

core::Refusal too_wide(const Fonts& fonts, const Lines& lines) {
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (text_width(fonts, lines[i], {.face = Face::sans, .size = sizes.back()}) > letter_grid::window_width)
            return {core::Reason::address_overflow,
                    "ligne " + std::to_string(i + 1) + " « " + lines[i] + " » : plus de 80 mm de large"};
    throw std::logic_error("an address that fits was called too wide");
}

std::vector<AddressLine> set(const Lines& lines, double size) {
    const auto most = lines.size() > 5 ? 3.25 : 4.0;  // Six lines fit 20 mm only when set tight.
    std::vector<AddressLine> out;
    for (std::size_t i = 0; i < lines.size(); ++i)
        out.push_back({letter_grid::window_top + 3.2 + most * static_cast<double>(i),
                       lines[i],
                       {.face = Face::sans, .size = size}});
    return out;
}

core::Outcome<std::vector<AddressLine>> by_mail(const Fonts& fonts, const core::Fields& data) {
    const auto courriel = core::field(data, "destinataire.courriel");
    if (courriel.empty())
        return core::Refusal{core::Reason::field_missing,
                             "« destinataire/adresse/ligne » ou « destinataire/courriel »"};
    Lines lines{"Par courriel"};
    const auto name = core::field(data, "destinataire.nom");
    const auto shown = name.empty() ? core::field(data, "collectivite.denomination") : name;
    if (!shown.empty()) lines.push_back(french(shown));
    lines.push_back(courriel);
    for (const auto size : sizes)
        if (widest(fonts, lines, size) <= letter_grid::window_width) return set(lines, size);
    return set(lines, sizes.back());  // No envelope here: nothing to show through a window.
}

}  // namespace

core::Outcome<std::vector<AddressLine>> address_lines(const Fonts& fonts, const core::Fields& data) {
    const auto given = core::lines_of(data, "destinataire.adresse.ligne");
    if (given.empty()) return by_mail(fonts, data);
    const auto address = core::PostalAddress::make(given);
    if (!address) return address.refusal();
    const auto& lines = address->lines();
    for (const auto size : sizes) {
        if (lines.size() > 5 && size > 9) continue;
        if (widest(fonts, lines, size) <= letter_grid::window_width) return set(lines, size);
    }
    return too_wide(fonts, lines);
}

}  // namespace templates
