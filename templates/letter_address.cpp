#include <algorithm>
#include <array>

#include "core/postal_address.h"
#include "templates/letter_content.h"
#include "templates/typography.h"
#include "templates/utf8.h"

namespace templates {
namespace {

using Lines = std::vector<std::string>;

/// Nothing shrinks below 8 points: sorting machines no longer read it well. No bold, no italic (La Poste).
constexpr std::array sizes{10.5, 10.0, 9.5, 9.0, 8.5, 8.0};
constexpr double widest_leading = 4.3, line_of_size = 0.37;  ///< mm; the least leading of a size in points.
constexpr double ascent = 0.3, descent = 0.078;              ///< mm above and below the baseline, a point of size.
constexpr double margin = 0.3;

TextStyle style_of(double size) { return {.face = Face::sans, .size = size}; }

double width_of(Shaper& shaper, const std::string& line, double size) {
    return set_line(shaper, decode_utf8(line), style_of(size)).width;
}

/// From a line to the next, so that all fill the window's height at most.
double leading_of(const core::BoxMm& window, std::size_t lines, double size) {
    if (lines < 2) return widest_leading;
    const double room = window.height() - margin - (ascent + descent) * size;
    return std::min(widest_leading, room / static_cast<double>(lines - 1));
}

std::vector<RowPiece> set(Shaper& shaper, const core::BoxMm& window, const Lines& lines, double size) {
    const double leading = leading_of(window, lines.size(), size);
    std::vector<RowPiece> out;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto piece = set_line(shaper, decode_utf8(lines[i]), style_of(size));
        if (i + 1 < lines.size()) piece.glyphs.push_back({u' ', 0});
        out.push_back({0, margin + ascent * size + leading * static_cast<double>(i), std::move(piece)});
    }
    return out;
}

/// The largest size at which all lines fit the window, in width and in height; 0 when none does.
double fitting_size(Shaper& shaper, const core::BoxMm& window, const Lines& lines) {
    for (const auto size : sizes) {
        const bool fits = std::ranges::all_of(
            lines, [&](const std::string& line) { return width_of(shaper, line, size) <= window.width(); });
        if (fits && leading_of(window, lines.size(), size) >= line_of_size * size) return size;
    }
    return 0;
}

core::Refusal too_wide(Shaper& shaper, const core::BoxMm& window, const Lines& lines) {
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (width_of(shaper, lines[i], sizes.back()) > window.width())
            return {core::Reason::address_overflow,
                    "ligne " + std::to_string(i + 1) + " « " + lines[i] + " » : plus de " +
                        std::to_string(static_cast<int>(window.width())) + " mm de large, même en petit ; l'abréger"};
    return {
        core::Reason::address_overflow,
        std::to_string(lines.size()) + " lignes ne tiennent pas dans la fenêtre, à partir de « " + lines.back() + " »"};
}

core::Outcome<std::vector<RowPiece>> by_mail(Shaper& shaper, const core::BoxMm& window, const core::Fields& data) {
    const auto mailbox = core::field(data, "destinataire.courriel");
    if (mailbox.empty())
        return core::Refusal{core::Reason::field_missing,
                             "« destinataire/adresse/ligne » ou « destinataire/courriel »"};
    Lines lines{"Par courriel"};
    const auto name = core::field(data, "destinataire.nom");
    const auto shown = name.empty() ? core::field(data, "collectivite.denomination") : name;
    if (!shown.empty()) lines.push_back(french(shown));
    lines.push_back(mailbox);
    const double size = fitting_size(shaper, window, lines);
    return set(shaper, window, lines, size > 0 ? size : sizes.back());  // No envelope here, so no window.
}

}  // namespace

core::Outcome<std::vector<RowPiece>> address_lines(Shaper& shaper, const core::BoxMm& window,
                                                   const core::Fields& data) {
    const auto given = core::lines_of(data, "destinataire.adresse.ligne");
    if (given.empty()) return by_mail(shaper, window, data);
    const auto address = core::PostalAddress::make(given);
    if (!address) return address.refusal();
    const double size = fitting_size(shaper, window, address->lines());
    if (size == 0) return too_wide(shaper, window, address->lines());
    return set(shaper, window, address->lines(), size);
}

}  // namespace templates
