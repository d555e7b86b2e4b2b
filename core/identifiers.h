#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace core {

/// `26-000123-7`: year, sequence, ISO 7064 MOD 11,10 check digit over the eight digits.
class DossierNumber {
  public:
    /// Nothing when the shape or the check digit is wrong.
    static std::optional<DossierNumber> parse(std::string_view text);
    /// year 2000 to 2099, sequence 1 to 999999; std::logic_error otherwise.
    static DossierNumber make(int year, int sequence);

    const std::string& text() const { return text_; }
    auto operator<=>(const DossierNumber&) const = default;

  private:
    explicit DossierNumber(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

/// 14 digits, Luhn on all and on the first 9 (INSEE); La Poste's establishments (SIREN 356000000) may instead have a
/// digit sum that is a multiple of 5. Spaces and dots in the input are dropped.
class Siret {
  public:
    static std::optional<Siret> parse(std::string_view text);

    const std::string& text() const { return text_; }
    std::string siren() const { return text_.substr(0, 9); }
    std::string grouped() const;  ///< `217 801 234 00015`
    auto operator<=>(const Siret&) const = default;

  private:
    explicit Siret(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

}  // namespace core
