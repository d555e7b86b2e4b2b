#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace core {

/// A view of a text as the bytes that decoders take; valid as long as the text.
inline std::span<const std::uint8_t> bytes_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};  // NOLINT: bytes are bytes
}

}  // namespace core
