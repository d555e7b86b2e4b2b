#include "core/field_check.h"

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "core/date.h"
#include "core/email_address.h"
#include "core/fuzzy.h"
#include "core/half_days.h"
#include "core/identifiers.h"
#include "core/normalise.h"

namespace core {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// What a character read may stand for where only digits can be; a space for "nothing" (a cell's line, a speck). Empty:
/// it can be no digit.
std::string_view digits_like(char c) {
    switch (c) {
        case 'O':
        case 'o':
        case 'Q':
        case 'D':
            return "0";
        case 'I':
        case 'l':
        case 'i':
        case ']':
        case '[':
            return "1";
        case '|':
        case '!':
            return "1 ";
        case '/':
            return "17";
        case 'Z':
        case 'z':
            return "27";
        case 'A':
            return "4";
        case 'S':
        case 's':
            return "58";
        case 'G':
        case 'b':
            return "6";
        case 'T':
        case '?':
            return "7";
        case 'B':
            return "83";
        case 'g':
        case 'q':
            return "9";
        case '_':
        case '\'':
        case ',':
        case ':':
            return " ";
        default:
            return {};
    }
}

bool is_filler(char c) { return c == ' ' || c == '.' || c == '-' || c == '\n' || c == '\t'; }

/// `2|1|7|8`: the lines between the cells of a comb, read along with what stands in them.
std::string without_cell_lines(std::string_view text) {
    std::string cells;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_line = text[i] == '|' || text[i] == '!';
        if (is_line != (i % 2 == 1)) return std::string(text);
        if (!is_line) cells += text[i];
    }
    return cells.size() > 2 ? cells : std::string(text);
}

/// Every string of digits that the text may stand for; nothing when a character can be none or there are too many.
std::vector<std::string> digit_readings(std::string_view text) {
    constexpr std::size_t most = 512;
    std::vector<std::string> readings{""};
    for (const char c : text) {
        if (is_filler(c)) continue;
        const std::string_view options = is_digit(c) ? std::string_view(&c, 1) : digits_like(c);
        if (options.empty() || readings.size() * options.size() > most) return {};
        std::vector<std::string> longer;
        for (const auto& reading : readings)
            for (const char option : options) longer.push_back(option == ' ' ? reading : reading + option);
        readings = std::move(longer);
    }
    return readings;
}

bool only_digits_and_fillers(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || is_filler(c); });
}

/// The one value among the readings that fits; `shape` gives it as people write it, or nothing.
template <class Readings, class Shape>
CheckedValue only_one(std::string_view read, const Readings& readings, bool as_it_stands, Shape shape) {
    std::set<std::string> values;
    for (const auto& reading : readings)
        if (const auto value = shape(reading)) values.insert(*value);
    if (values.size() != 1) return {std::string(read), CheckedValue::State::invalid};
    return {*values.begin(), as_it_stands ? CheckedValue::State::valid : CheckedValue::State::repaired};
}

template <class Shape>
CheckedValue check_digits_of(std::string_view read, Shape shape) {
    return only_one(read, digit_readings(without_cell_lines(read)), only_digits_and_fillers(read), shape);
}

std::optional<std::string> siret(const std::string& digits) {
    const auto parsed = Siret::parse(digits);
    return parsed ? std::optional(parsed->text()) : std::nullopt;
}

std::optional<std::string> postcode(const std::string& digits) {
    if (digits.size() != 5) return std::nullopt;
    const auto department = digits.substr(0, 2);
    const bool known = (department >= "01" && department <= "95") || department == "97" || department == "98";
    return known ? std::optional(digits) : std::nullopt;
}

std::optional<std::string> phone(const std::string& digits) {
    if (digits.size() != 10 || digits[0] != '0' || digits[1] == '0') return std::nullopt;
    std::string spaced;
    for (std::size_t i = 0; i < digits.size(); i += 2) spaced += (i == 0 ? "" : " ") + digits.substr(i, 2);
    return spaced;
}

CheckedValue check_phone(std::string_view read) {
    std::string national(read);
    if (national.starts_with("+33")) national.replace(0, 3, national.find("(0)") == 3 ? "" : "0");
    if (national.starts_with("(0)")) national.replace(0, 3, "0");
    auto checked = check_digits_of(national, phone);
    if (checked.state == CheckedValue::State::invalid) checked.value = std::string(read);
    return checked;
}

/// `12/04/1989` of eight digits, when there is such a day.
std::optional<std::string> day_of(const std::string& digits) {
    if (digits.size() != 8 && digits.size() != 6) return std::nullopt;
    const auto number = [&](std::size_t from, std::size_t length) { return std::stoi(digits.substr(from, length)); };
    const int year = digits.size() == 8 ? number(4, 4) : 2000 + number(4, 2);
    const Date date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(number(2, 2))},
                    std::chrono::day{static_cast<unsigned>(number(0, 2))}};
    if (!date.ok() || year < 1900 || year > 2099) return std::nullopt;
    return short_date(date);
}

bool is_separator(char c) { return c == '/' || c == '.' || c == '-' || c == ' '; }

/// Day, month and year between separators; a separator may have been read as a thin character.
CheckedValue check_date(std::string_view read) {
    std::vector<std::string> parts{""};
    for (const char c : read) {
        if (!is_separator(c))
            parts.back() += c;
        else if (!parts.back().empty())
            parts.emplace_back();
    }
    if (parts.back().empty()) parts.pop_back();
    const bool stands = std::all_of(read.begin(), read.end(), [](char c) { return is_digit(c) || is_separator(c); });
    if (parts.size() == 3) {
        for (int i = 0; i < 2; ++i)
            if (parts[static_cast<std::size_t>(i)].size() == 1) parts[static_cast<std::size_t>(i)].insert(0, "0");
        if (parts[0].size() != 2 || parts[1].size() != 2 || (parts[2].size() != 2 && parts[2].size() != 4))
            return {std::string(read), CheckedValue::State::invalid};
        return only_one(read, digit_readings(parts[0] + parts[1] + parts[2]), stands, day_of);
    }
    std::string whole;
    for (const auto& part : parts) whole += part;
    if (whole.size() == 8) return only_one(read, digit_readings(whole), stands, day_of);
    // `12104/1989`, `12/0411989`: one separator or both read as a stroke.
    std::string joined(read);
    std::erase(joined, ' ');
    constexpr std::string_view strokes = "1lI|/7!";
    if (joined.size() != 10 || strokes.find(joined[2]) == strokes.npos || strokes.find(joined[5]) == strokes.npos)
        return {std::string(read), CheckedValue::State::invalid};
    return only_one(read, digit_readings(joined.substr(0, 2) + joined.substr(3, 2) + joined.substr(6)), false, day_of);
}

CheckedValue check_days(std::string_view read) {
    std::string text(read);
    std::erase(text, ' ');
    for (const std::string_view unit : {"jours", "jour", "j"})
        if (text.ends_with(unit)) text.resize(text.size() - unit.size());
    if (const auto days = HalfDays::parse(text)) return {days->text(), CheckedValue::State::valid};
    if (text.find('-') != std::string::npos) return {std::string(read), CheckedValue::State::invalid};
    const auto comma = text.find_first_of(",.");
    std::vector<std::string> readings;
    for (const auto& whole : digit_readings(std::string_view(text).substr(0, comma))) {
        if (comma == std::string::npos) readings.push_back(whole);
        if (comma != std::string::npos)
            for (const auto& part : digit_readings(std::string_view(text).substr(comma + 1)))
                readings.push_back(whole + "," + part);
    }
    return only_one(read, readings, false, [](const std::string& reading) -> std::optional<std::string> {
        const auto days = reading.size() > 4 ? std::nullopt : HalfDays::parse(reading);
        return days ? std::optional(days->text()) : std::nullopt;
    });
}

CheckedValue check_email(std::string_view read) {
    std::string text;
    bool stands = true;
    for (std::size_t i = 0; i < read.size(); ++i) {
        if (read[i] == ' ') continue;
        if (read[i] == ',') {
            text += '.', stands = false;
        } else if (read.substr(i).starts_with("©") || read.substr(i).starts_with("®")) {
            text += '@', stands = false, ++i;  // Two bytes of UTF-8.
        } else if (read.substr(i).starts_with("(a)")) {
            text += '@', stands = false, i += 2;
        } else {
            text += read[i];
        }
    }
    return only_one(read, std::vector{text}, stands, [](const std::string& address) -> std::optional<std::string> {
        return EmailAddress::parse(address) ? std::optional(address) : std::nullopt;
    });
}

/// One entry of a list, one error in eight letters forgiven, when no other is as near again.
CheckedValue check_listed(std::string_view read, std::span<const std::string> choices) {
    const auto text = normalised(read);
    std::size_t least = std::string::npos, second = std::string::npos;
    const std::string* best = nullptr;
    for (const auto& choice : choices) {
        const auto count = edit_distance(text, normalised(choice));
        if (count < least)
            second = least, least = count, best = &choice;
        else
            second = std::min(second, count);
    }
    if (best != nullptr && least == 0) return {*best, CheckedValue::State::valid};
    if (best == nullptr || least > text.size() / 8 || second < 2 * least + 2)
        return {std::string(read), CheckedValue::State::invalid};
    return {*best, CheckedValue::State::repaired};
}

}  // namespace

CheckedValue check_field(std::string_view read, FieldCheck check, std::span<const std::string> choices) {
    switch (check) {
        case FieldCheck::none:
            return {std::string(read), CheckedValue::State::valid};
        case FieldCheck::siret:
            return check_digits_of(read, siret);
        case FieldCheck::code_postal:
            return check_digits_of(read, postcode);
        case FieldCheck::telephone:
            return check_phone(read);
        case FieldCheck::courriel:
            return check_email(read);
        case FieldCheck::date:
            return check_date(read);
        case FieldCheck::jours:
            return check_days(read);
        case FieldCheck::cadre_emplois:
        case FieldCheck::liste:
            return check_listed(read, choices);
    }
    return {std::string(read), CheckedValue::State::invalid};
}

}  // namespace core
