#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace core {

/// Specialise with `static constexpr std::array<std::string_view, N> names`, in the order of the enumerators.
/// The names are the stored and printed codes.
template <class E>
struct EnumNames;

template <class E>
constexpr std::string_view to_text(E value) {
    return EnumNames<E>::names.at(static_cast<std::size_t>(value));
}

/// Empty when no enumerator has this code.
template <class E>
constexpr std::optional<E> from_text(std::string_view text) {
    for (std::size_t i = 0; i < EnumNames<E>::names.size(); ++i)
        if (EnumNames<E>::names[i] == text) return static_cast<E>(i);
    return std::nullopt;
}

}  // namespace core
