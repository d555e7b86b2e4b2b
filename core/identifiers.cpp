#include "core/identifiers.h"

#include <algorithm>
#include <stdexcept>

#include "core/check_digits.h"

namespace core {
namespace {

bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string padded(int value, std::size_t width) {
    auto text = std::to_string(value);
    return std::string(width - std::min(width, text.size()), '0') + text;
}

}  // namespace

std::optional<DossierNumber> DossierNumber::parse(std::string_view text) {
    if (text.size() != 11 || text[2] != '-' || text[9] != '-') return std::nullopt;
    const auto digits = std::string{text.substr(0, 2)} + std::string{text.substr(3, 6)};
    if (!all_digits(digits) || mod_11_10(digits) != text[10]) return std::nullopt;
    return DossierNumber{std::string{text}};
}

DossierNumber DossierNumber::make(int year, int sequence) {
    if (year < 2000 || year > 2099 || sequence < 1 || sequence > 999999)
        throw std::logic_error("dossier number out of range");
    const auto yy = padded(year % 100, 2);
    const auto number = padded(sequence, 6);
    return DossierNumber{yy + "-" + number + "-" + *mod_11_10(yy + number)};
}

std::optional<Siret> Siret::parse(std::string_view text) {
    std::string digits;
    for (const char c : text)
        if (c != ' ' && c != '.') digits += c;
    if (digits.size() != 14 || !all_digits(digits)) return std::nullopt;
    if (luhn(digits) && luhn(std::string_view{digits}.substr(0, 9))) return Siret{digits};

    int sum = 0;
    for (const char c : digits) sum += c - '0';
    if (digits.starts_with("356000000") && sum % 5 == 0) return Siret{digits};
    return std::nullopt;
}

std::string Siret::grouped() const {
    return text_.substr(0, 3) + " " + text_.substr(3, 3) + " " + text_.substr(6, 3) + " " + text_.substr(9);
}

}  // namespace core
