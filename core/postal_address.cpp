#include "core/postal_address.h"

#include <algorithm>

namespace core {
namespace {

constexpr std::size_t most_lines = 6;
constexpr std::size_t most_characters = 38;

bool starts_with_postcode(const std::string& line) {
    return line.size() > 6 && line[5] == ' ' &&
           std::all_of(line.begin(), line.begin() + 5, [](char c) { return c >= '0' && c <= '9'; });
}

bool has_control(const std::string& line) {
    return std::any_of(line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

}  // namespace

std::size_t character_count(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(
        utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

Outcome<PostalAddress> PostalAddress::make(const std::vector<std::string>& lines) {
    std::vector<std::string> kept;
    for (const auto& line : lines)
        if (!line.empty()) kept.push_back(line);

    if (kept.empty()) return Refusal{Reason::field_missing, "adresse postale absente"};
    if (kept.size() > most_lines)
        return Refusal{Reason::address_overflow,
                       "plus de 6 lignes d'adresse, à partir de « " + kept[most_lines] + " »"};
    for (std::size_t i = 0; i < kept.size(); ++i) {
        if (character_count(kept[i]) > most_characters)
            return Refusal{Reason::address_overflow,
                           "ligne " + std::to_string(i + 1) + " de plus de 38 caractères : « " + kept[i] + " »"};
        if (has_control(kept[i]))
            return Refusal{Reason::data_invalid,
                           "ligne " + std::to_string(i + 1) + " de l'adresse : caractère interdit"};
    }
    if (!starts_with_postcode(kept.back()))
        return Refusal{
            Reason::data_invalid,
            "la dernière ligne de l'adresse doit être le code postal et la localité : « " + kept.back() + " »"};
    return PostalAddress{std::move(kept)};
}

}  // namespace core
