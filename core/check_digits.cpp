#include "core/check_digits.h"

namespace core {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::optional<char> mod_11_10(std::string_view digits) {
    int product = 10;
    for (const char c : digits) {
        if (!is_digit(c)) return std::nullopt;
        int sum = (product + (c - '0')) % 10;
        if (sum == 0) sum = 10;
        product = sum * 2 % 11;
    }
    return static_cast<char>('0' + (11 - product) % 10);
}

char mod_37_36(std::string_view text) {
    int product = 36;
    for (const char c : text) {
        const bool letter = c >= 'A' && c <= 'Z';
        if (!letter && !is_digit(c)) continue;
        int sum = (product + (letter ? c - 'A' + 10 : c - '0')) % 36;
        if (sum == 0) sum = 36;
        product = sum * 2 % 37;
    }
    const int check = (37 - product) % 36;
    return static_cast<char>(check < 10 ? '0' + check : 'A' + check - 10);
}

bool luhn(std::string_view digits) {
    int sum = 0;
    bool twice = false;
    for (auto it = digits.rbegin(); it != digits.rend(); ++it, twice = !twice) {
        if (!is_digit(*it)) return false;
        int value = *it - '0';
        if (twice) value = value > 4 ? value * 2 - 9 : value * 2;
        sum += value;
    }
    return !digits.empty() && sum % 10 == 0;
}

}  // namespace core
