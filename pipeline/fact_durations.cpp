#include "pipeline/fact_durations.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace pipeline {
namespace {

template <std::size_t n>
bool is_one_of(const Lexeme& lexeme, const std::array<std::string_view, n>& words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return lexeme.is(word); });
}

std::string number_in_words(const std::string& word) {
    static constexpr std::array<std::string_view, 13> numbers{"",     "UN",   "DEUX", "TROIS", "QUATRE", "CINQ", "SIX",
                                                              "SEPT", "HUIT", "NEUF", "DIX",   "ONZE",   "DOUZE"};
    if (word == "UNE") return "1";
    const auto at = std::find(numbers.begin() + 1, numbers.end(), word);
    return at == numbers.end() ? std::string{} : std::to_string(at - numbers.begin());
}

/// Without the noughts that say nothing: `2.50` is `2.5`, `03` is `3`.
std::string tidy(std::string amount) {
    if (amount.find('.') != std::string::npos) {
        amount.erase(amount.find_last_not_of('0') + 1);
        if (amount.back() == '.') amount.pop_back();
    }
    const auto first = amount.find_first_not_of('0');
    if (first == std::string::npos) return "0";
    return amount[first] == '.' ? "0" + amount.substr(first) : amount.substr(first);
}

class Parser {
  public:
    explicit Parser(std::span<const Lexeme> lexemes) : all_(lexemes) {}

    std::vector<Duration> durations() {
        std::vector<Duration> found;
        while (at_ < all_.size()) {
            const auto start = at_;
            auto duration = one();
            if (!duration) {
                at_ = start + 1;
                continue;
            }
            duration->begin = start;
            duration->end = at_;
            if (is_length(*duration)) found.push_back(*std::move(duration));
        }
        return found;
    }

  private:
    const Lexeme* look(std::size_t ahead = 0) const { return at_ + ahead < all_.size() ? &all_[at_ + ahead] : nullptr; }
    bool sees(std::string_view text, std::size_t ahead = 0) const {
        return look(ahead) != nullptr && look(ahead)->is(text);
    }

    std::optional<Duration> one() {
        if (auto half = half_day()) return half;
        auto duration = amount();
        if (!duration) return std::nullopt;
        if (sees("(") && look(1) != nullptr && look(1)->is_number() && sees(")", 2)) {  // « trois (3) jours ».
            duration->amount = tidy(look(1)->text);
            at_ += 3;
        } else if (sees(")")) {
            ++at_;
        }
        return unit(*std::move(duration));
    }

    std::optional<Duration> half_day() {
        if (!((sees("UNE") || sees("1")) || (look() != nullptr && look()->is_number() && look()->text == "1")))
            return std::nullopt;
        std::size_t ahead = 1;
        if (!sees("DEMI", ahead)) return std::nullopt;
        ++ahead;
        if (sees("-", ahead)) ++ahead;
        if (!sees("JOURNEE", ahead)) return std::nullopt;
        at_ += ahead + 1;
        return Duration{.amount = "0.5"};
    }

    /// `3`, `2,5`, `trois`.
    std::optional<Duration> amount() {
        const auto* first = look();
        if (first == nullptr) return std::nullopt;
        if (!first->is_number()) {
            const auto number = number_in_words(first->text);
            if (number.empty() || !first->is_word()) return std::nullopt;
            ++at_;
            return Duration{.amount = number};
        }
        if (first->text.size() > 4) return std::nullopt;
        Duration duration{.amount = first->text, .quality = first->repaired ? 0.8 : 1.0};
        ++at_;
        const bool decimal =
            (sees(",") || sees(".")) && look(1) != nullptr && look(1)->is_number() && look(1)->text.size() <= 2;
        if (decimal) {
            duration.amount += "." + look(1)->text;
            at_ += 2;
        }
        duration.amount = tidy(duration.amount);
        return duration;
    }

    std::optional<Duration> unit(Duration duration) {
        static constexpr std::array<std::string_view, 8> days{"J",     "JR",      "JRS",      "JOUR",
                                                              "JOURS", "JOURNEE", "JOURNEES", "JOU"};
        static constexpr std::array<std::string_view, 6> hours{"H", "HR", "HRS", "HEURE", "HEURES", "HEURS"};
        const auto* word = look();
        if (word == nullptr) return std::nullopt;
        if (is_one_of(*word, days)) {
            ++at_;
            return duration;
        }
        if (!is_one_of(*word, hours)) return std::nullopt;
        ++at_;
        duration.unit = Duration::Unit::hours;
        const bool minutes =
            look() != nullptr && look()->is_number() && look()->text.size() == 2 && all_[at_ - 1].is("H");
        if (minutes) {
            if (look()->text == "30") duration.amount += ".5";
            if (look()->text == "15") duration.amount += ".25";
            if (look()->text == "45") duration.amount += ".75";
            ++at_;
        }
        return duration;
    }

    /// It says how long something lasts, not when it begins, how often it comes or by when it is due.
    bool is_length(const Duration& duration) const {
        static constexpr std::array<std::string_view, 6> due{"SOUS", "DELAI", "AVANT", "MINIMUM", "PREAVIS", "TOUS"};
        static constexpr std::array<std::string_view, 6> rhythm{"HEBDOMADAIRES", "HEBDOMADAIRE", "OUVRES",
                                                                "OUVRABLES",     "SEMAINE",      "CALENDAIRES"};
        for (std::size_t back = 1; back <= 4 && back <= duration.begin; ++back) {
            const auto& lexeme = all_[duration.begin - back];
            if (is_one_of(lexeme, due)) return false;
            if (lexeme.new_line) break;
        }
        for (std::size_t ahead = 0; ahead < 2 && duration.end + ahead < all_.size(); ++ahead)
            if (is_one_of(all_[duration.end + ahead], rhythm)) return false;
        return duration.unit == Duration::Unit::days || !is_time_of_day(duration);
    }

    bool is_time_of_day(const Duration& duration) const {
        const auto next_is_time = [&](std::size_t at) {
            return at + 1 < all_.size() && all_[at].is_number() && (all_[at + 1].is("H") || all_[at + 1].is("HEURES"));
        };
        const auto* before = duration.begin > 0 ? &all_[duration.begin - 1] : nullptr;
        const auto* after = duration.end < all_.size() ? &all_[duration.end] : nullptr;
        if (before != nullptr && (before->is("A") || before->is("AU") || before->is("DES") || before->is("VERS")))
            return true;
        if (after != nullptr && (after->is("-") || after->is("A") || after->is("/")) && next_is_time(duration.end + 1))
            return true;
        const bool closes = before != nullptr && (before->is("-") || before->is("/")) && duration.begin >= 2 &&
                            (all_[duration.begin - 2].is("H") || all_[duration.begin - 2].is_number());
        return closes && duration.amount.size() <= 5 && all_[duration.end - 1].is("HEURES") == false &&
               duration.begin >= 3 && (all_[duration.begin - 2].is("H") || all_[duration.begin - 3].is("H"));
    }

    std::span<const Lexeme> all_;
    std::size_t at_ = 0;
};

}  // namespace

std::vector<Duration> find_durations(std::span<const Lexeme> lexemes) { return Parser{lexemes}.durations(); }

}  // namespace pipeline
