#pragma once

#include <array>
#include <compare>
#include <optional>
#include <string_view>

#include "core/enum_names.h"

namespace core {

/// Code of a training, `PRO_1ER_EMPLOI`: 2 to 31 capitals, digits and `_`. Open, unlike an enumeration: which trainings
/// there are is said by templates/procedures, so that a new one needs no code.
class Training {
  public:
    static constexpr std::size_t longest = 31;

    constexpr Training() : Training("INTEGRATION") {}
    static constexpr std::optional<Training> parse(std::string_view code) {
        if (code.size() < 2 || code.size() > longest) return std::nullopt;
        for (const char c : code)
            if ((c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_') return std::nullopt;
        return Training{code};
    }

    constexpr std::string_view text() const { return {code_.data(), size_}; }
    friend constexpr bool operator==(const Training& a, const Training& b) { return a.text() == b.text(); }
    friend constexpr auto operator<=>(const Training& a, const Training& b) { return a.text() <=> b.text(); }

    /// Those of décret 2008-512 and of décret 2024-826 (secrétaire général de mairie).
    static const Training integration, pro_1er_emploi, pro_carriere, pro_poste_resp, pro_sgm;

  private:
    explicit constexpr Training(std::string_view code) : size_(code.size()) {
        for (std::size_t i = 0; i < code.size(); ++i) code_[i] = code[i];
    }

    std::array<char, longest> code_{};
    std::size_t size_ = 0;
};

inline constexpr Training Training::integration{"INTEGRATION"};
inline constexpr Training Training::pro_1er_emploi{"PRO_1ER_EMPLOI"};
inline constexpr Training Training::pro_carriere{"PRO_CARRIERE"};
inline constexpr Training Training::pro_poste_resp{"PRO_POSTE_RESP"};
inline constexpr Training Training::pro_sgm{"PRO_SGM"};

constexpr std::string_view to_text(const Training& training) { return training.text(); }

template <>
constexpr std::optional<Training> from_text<Training>(std::string_view text) {
    return Training::parse(text);
}

}  // namespace core
