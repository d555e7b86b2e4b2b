#pragma once

#include <optional>
#include <string_view>

namespace core {

/// ISO/IEC 7064 MOD 11,10: the check digit of a string of digits; nothing when a character is not a digit.
std::optional<char> mod_11_10(std::string_view digits);

/// ISO/IEC 7064 MOD 37,36: the check character (0-9, A-Z) over the digits and capital letters of a text; other
/// characters are passed over.
char mod_37_36(std::string_view text);

/// Luhn's sum is a multiple of 10 (SIREN, SIRET). False when a character is not a digit or the text is empty.
bool luhn(std::string_view digits);

}  // namespace core
