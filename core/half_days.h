#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace core {

/// Days of training, counted in halves so that 2,5 days is exact.
class HalfDays {
  public:
    HalfDays() = default;
    /// "5", "2.5", "2,5"; nothing for a negative number, another fraction or any other text.
    static std::optional<HalfDays> parse(std::string_view days);
    static constexpr HalfDays of_days(int days) { return HalfDays{days * 2}; }
    static constexpr HalfDays of_halves(int halves) { return HalfDays{halves}; }

    constexpr int halves() const { return halves_; }
    std::string text() const;                           ///< French: "5", "2,5".
    std::string phrase() const;                         ///< French: "5 jours", "0,5 jour".
    auto operator<=>(const HalfDays&) const = default;  // NOLINT(modernize-use-nullptr): no pointer here.

  private:
    explicit constexpr HalfDays(int halves) : halves_(halves) {}
    int halves_ = 0;
};

}  // namespace core
