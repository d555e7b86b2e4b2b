#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace templates {

/// Text with the number of a format for each character, and what French print raises (the « er » of « 1er »).
struct TypedText {
    std::u32string text;
    std::vector<std::uint16_t> format;
    std::vector<bool> raised;

    void add(char32_t code, std::uint16_t form, bool up = false) {
        text.push_back(code);
        format.push_back(form);
        raised.push_back(up);
    }
    void add(std::u32string_view more, std::uint16_t form) {
        for (const auto code : more) add(code, form);
    }
};

/// French typography for a text typed at a keyboard: ’ for ', … for ..., narrow no-break space before ; ! ? » and after
/// «, no-break space before : and between a number and its unit, in dates, after « n° », « article », « M. »; spaces
/// that were not typed are put in. The ends of 1er, 2e, XXe are raised. Words with an @ or a :// are left alone.
/// Applying it twice changes nothing.
TypedText in_french(const TypedText& typed);
std::string french(std::string_view utf8);

}  // namespace templates
