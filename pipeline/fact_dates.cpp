#include "pipeline/fact_dates.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>

#include "core/fuzzy.h"
#include "core/normalise.h"

namespace pipeline {
namespace {

using namespace std::chrono_literals;

/// A day of which month and year may be missing.
struct Partial {
    int day = 0;
    int month = 0;
    int year = 0;
    double quality = 1;
};

int value_of(std::string_view digits) {
    int value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

/// Two digits of a year: the century that makes it a year of somebody's career.
int full_year(int year) {
    constexpr int last_of_this_century = 39;
    if (year >= 100) return year;
    return year <= last_of_this_century ? 2000 + year : 1900 + year;
}

bool is_year(const std::string& digits) {
    if (digits.size() != 4 && digits.size() != 2) return false;
    const int year = full_year(value_of(digits));
    return year >= 1930 && year <= 2045;
}

/// 1 to 12; 0 when the word is no month. Long names bear a wrong letter, short ones do not: `JUIN` is not `JUIL`.
int month_of(const std::string& word) {
    static constexpr std::array<std::string_view, 12> names{"JANVIER",   "FEVRIER", "MARS",     "AVRIL",
                                                            "MAI",       "JUIN",    "JUILLET",  "AOUT",
                                                            "SEPTEMBRE", "OCTOBRE", "NOVEMBRE", "DECEMBRE"};
    static constexpr std::array<std::string_view, 12> short_names{"JANV", "FEVR", "",     "AVR", "",    "",
                                                                  "JUIL", "",     "SEPT", "OCT", "NOV", "DEC"};
    const auto read = core::folded(word);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto name = core::folded(names[i]);
        const std::size_t most = name.size() >= 8 ? 2 : name.size() >= 5 ? 1 : 0;
        if (read.size() + most >= name.size() && core::edit_distance(read, name) <= most)
            return static_cast<int>(i) + 1;
        if (!short_names[i].empty() && word == short_names[i]) return static_cast<int>(i) + 1;
    }
    return 0;
}

bool is_weekday(const std::string& word) {
    static constexpr std::array<std::string_view, 7> days{"LUNDI",    "MARDI",  "MERCREDI", "JEUDI",
                                                          "VENDREDI", "SAMEDI", "DIMANCHE"};
    return std::any_of(days.begin(), days.end(), [&](std::string_view day) {
        return core::edit_distance(word, day) <= (day.size() > 5 ? 1U : 0U);
    });
}

core::Date date_of(const Partial& day) {
    return {std::chrono::year{day.year}, std::chrono::month{static_cast<unsigned>(day.month)},
            std::chrono::day{static_cast<unsigned>(day.day)}};
}

bool is_real(const Partial& day) { return day.day > 0 && day.month > 0 && day.year > 0 && date_of(day).ok(); }

/// Walks the lexemes; every try that fails leaves it where it was.
class Parser {
  public:
    explicit Parser(std::span<const Lexeme> lexemes) : all_(lexemes) {}

    std::vector<DateSpan> spans() {
        std::vector<DateSpan> found;
        for (at_ = 0; at_ < all_.size();) {
            const auto start = at_;
            auto span = parse_span();
            if (!span) {
                at_ = start + 1;
                continue;
            }
            span->begin = start;
            span->end = at_;
            found.push_back(*std::move(span));
        }
        return found;
    }

  private:
    bool sees(std::string_view text, std::size_t ahead = 0) const {
        return at_ + ahead < all_.size() && all_[at_ + ahead].is(text);
    }
    bool sees_number(std::size_t ahead = 0) const { return at_ + ahead < all_.size() && all_[at_ + ahead].is_number(); }

    bool take(std::string_view text) {
        if (!sees(text)) return false;
        ++at_;
        return true;
    }

    bool take_any(std::initializer_list<std::string_view> texts) {
        return std::any_of(texts.begin(), texts.end(), [&](std::string_view text) { return take(text); });
    }

    /// `03/03/2024`, `3.3.24`, `03-03-2024`: the same sign twice.
    std::optional<Partial> numeric() {
        if (!sees_number() || !sees_number(2) || !sees_number(4)) return std::nullopt;
        const auto& sign = all_[at_ + 1].text;
        if ((sign != "/" && sign != "." && sign != "-") || all_[at_ + 3].text != sign) return std::nullopt;
        if (all_[at_].text.size() > 2 || all_[at_ + 2].text.size() > 2 || !is_year(all_[at_ + 4].text))
            return std::nullopt;
        const Partial day{value_of(all_[at_].text), value_of(all_[at_ + 2].text),
                          full_year(value_of(all_[at_ + 4].text)), quality(5)};
        if (!is_real(day)) return std::nullopt;
        at_ += 5;
        return day;
    }

    /// `12 mars 2024`, `mardi 12 mars`, `1er`, `12`: month and year when they are there.
    std::optional<Partial> lettered() {
        const auto start = at_;
        if (at_ < all_.size() && all_[at_].is_word() && is_weekday(all_[at_].text)) ++at_;
        if (!sees_number() || all_[at_].text.size() > 2) return back(start);
        Partial day{.day = value_of(all_[at_].text), .quality = quality(1)};
        if (day.day < 1 || day.day > 31) return back(start);
        ++at_;
        if (day.day == 1) take_any({"ER", "IER", "EER"});
        if (at_ < all_.size() && all_[at_].is_word()) day.month = month_of(all_[at_].text);
        if (day.month == 0) return day;
        ++at_;
        take(".");
        if (sees_number() && all_[at_].text.size() == 4 && is_year(all_[at_].text)) {
            day.quality = std::min(day.quality, quality(1));
            day.year = value_of(all_[at_++].text);
        }
        return day;
    }

    std::optional<Partial> back(std::size_t start) {
        at_ = start;
        return std::nullopt;
    }

    std::optional<Partial> one_day() {
        if (auto day = numeric()) return day;
        return lettered();
    }

    double quality(std::size_t count) const {
        double product = 1;
        for (std::size_t i = at_; i < at_ + count; ++i)
            if (all_[i].repaired) product *= 0.85;
        return product;
    }

    /// « au », « - », « jusqu'au » and the like between the two ends of a range.
    bool to() {
        if (take("JUSQU")) {
            take("'");
            return take("AU") || take("A");
        }
        if (take("AU") || take("-") || take("A")) {
            take(">");
            return true;
        }
        return false;
    }

    /// « , », « et », « puis » and the like between the days of a list.
    bool another() {
        const auto start = at_;
        bool found = take_any({",", ";", "&", "+"});
        found = take_any({"ET", "PUIS", "AINSI"}) || found;
        if (found) take_any({"LE", "LES", "DU"});
        if (!found) at_ = start;
        return found;
    }

    std::optional<DateSpan> parse_span() {
        const bool between = take("ENTRE");
        const bool led = take_any({"DU", "LE", "LES", "DATE", "DES"}) || between;
        if (led) take_any({"LE", ":"});
        auto first = one_day();
        if (!first) return std::nullopt;

        std::vector<Partial> days{*first};
        const auto after_first = at_;
        bool ends = false;
        if (to() || (between && take("ET") && take("LE"))) {
            if (auto last = one_day(); last && last->month > 0) {
                days.push_back(*last);
                ends = true;
            }
        }
        if (!ends) {
            at_ = after_first;
            list(days);
        }
        return finished(std::move(days), ends);
    }

    void list(std::vector<Partial>& days) {
        auto kept = at_;
        auto complete = days.size();
        while (another()) {
            const auto next = one_day();
            if (!next) break;
            days.push_back(*next);
            if (next->month > 0) {  // A list of bare numbers counts once a month closes it.
                kept = at_;
                complete = days.size();
            }
        }
        at_ = kept;
        days.resize(complete);
    }

    static std::optional<DateSpan> finished(std::vector<Partial> days, bool ends) {
        for (auto i = days.size() - 1; i-- > 0;) {
            if (days[i].month == 0) days[i].month = days[i + 1].month;
            if (days[i].year == 0) days[i].year = days[i + 1].year;
            if (ends && !is_real(days[i])) return std::nullopt;
        }
        for (std::size_t i = 1; i < days.size(); ++i)  // « les 3 mars 2024, 10 mars ».
            if (days[i].year == 0 && days[i].month > 0) days[i].year = days[i - 1].year;
        DateSpan span{.range = days.size() > 1};
        for (const auto& day : days) {
            if (!is_real(day)) return std::nullopt;
            span.quality = std::min(span.quality, day.quality);
        }
        if (ends) {
            if (date_of(days[1]) < date_of(days[0])) return std::nullopt;
            span.runs = {{date_of(days[0]), date_of(days[1])}};
            return span;
        }
        for (const auto& day : days) add_day(span.runs, date_of(day));
        return span;
    }

    static void add_day(std::vector<DateSpan::Run>& runs, core::Date day) {
        if (!runs.empty() && std::chrono::sys_days{day} == std::chrono::sys_days{runs.back().to} + std::chrono::days{1})
            runs.back().to = day;
        else
            runs.push_back({day, day});
    }

    std::span<const Lexeme> all_;
    std::size_t at_ = 0;
};

/// Tells from the words around a date what it is.
class Roles {
  public:
    explicit Roles(std::span<const Lexeme> lexemes) : all_(lexemes) {}

    DateRole of(const DateSpan& span) const {
        if (before(span, 4, {"NE", "NEE", "NAISSANCE", "NAISS", "BIRTH"})) return DateRole::birth;
        if (before(span, 4, {"COMPTER", "EFFET"}) || (before(span, 3, {"PARTIR"}) && !span.range))
            return DateRole::effective;
        if (is_legal(span)) return DateRole::legal;
        if (before(span, 3, {"AVANT", "JUSQU", "EXPIRE", "EXPIRATION", "EXPIR", "VALABLE", "LIMITE", "ECHEANCE"}))
            return DateRole::limit;
        if (!span.range && is_made_out(span)) return DateRole::made_out;
        return DateRole::plain;
    }

  private:
    bool before(const DateSpan& span, std::size_t reach, std::initializer_list<std::string_view> words) const {
        for (std::size_t back = 1; back <= reach && back <= span.begin; ++back) {
            const auto& lexeme = all_[span.begin - back];
            if (lexeme.is(".") || lexeme.is(";")) return false;
            if (std::any_of(words.begin(), words.end(), [&](std::string_view word) { return lexeme.is(word); }))
                return true;
            if (lexeme.new_line && back > 1) return false;
        }
        return false;
    }

    /// « décret n° 92-1194 du », « délibération en date du », « loi du ».
    bool is_legal(const DateSpan& span) const {
        static constexpr std::array<std::string_view, 13> deeds{
            "DECRET",   "LOI",  "ARRETE",    "DELIBERATION", "ORDONNANCE", "CIRCULAIRE", "MODIFIE",
            "MODIFIEE", "CODE", "DIRECTIVE", "CERTIFICAT",   "AVIS",       "CONVENTION"};
        if (span.begin == 0 || !(all_[span.begin].is("DU") || all_[span.begin].is("DATE"))) return false;
        for (std::size_t back = 1; back <= 9 && back <= span.begin; ++back) {
            const auto& lexeme = all_[span.begin - back];
            if (lexeme.is(";")) return false;
            if (std::any_of(deeds.begin(), deeds.end(), [&](std::string_view deed) { return lexeme.is(deed); }))
                return true;
        }
        return false;
    }

    /// The date ends its line, and « le » stands before it, after a comma, « fait », « à » or the beginning of the
    /// line.
    bool is_made_out(const DateSpan& span) const {
        static constexpr std::array<std::string_view, 11> verbs{"FAIT",     "ETABLI", "ETABLIE", "DELIVRE",
                                                                "DELIVREE", "ARRETE", "SIGNE",   "DRESSE",
                                                                "EDITE",    "EMIS",   "CERTIFIE"};
        if (before(span, 9, {"FAIT", "ETABLI", "ETABLIE", "EDITE", "DRESSE"})) return true;
        const bool ends_line =
            span.end >= all_.size() || all_[span.end].new_line || all_[span.end].is(".") || all_[span.end].is(",");
        if (!ends_line) return false;
        auto first = span.begin;
        while (first > 0 && !all_[first].new_line) --first;
        const auto lead = span.begin - first;  // Lexemes of the line before the date.
        const auto& opening = all_[first];
        if (std::any_of(verbs.begin(), verbs.end(), [&](std::string_view verb) { return opening.is(verb); }))
            return true;
        if (!all_[span.begin].is("LE")) return false;
        if (lead == 0) return true;
        constexpr std::size_t longest_place = 9;
        return lead <= longest_place && (all_[span.begin - 1].is(",") || opening.is("A"));
    }

    std::span<const Lexeme> all_;
};

}  // namespace

std::vector<DateSpan> find_dates(std::span<const Lexeme> lexemes) {
    auto spans = Parser{lexemes}.spans();
    const Roles roles{lexemes};
    for (auto& span : spans) span.role = roles.of(span);
    return spans;
}

}  // namespace pipeline
