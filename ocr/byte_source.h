#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace ocr {

/// Reads a little-endian binary format in order; std::out_of_range past the end.
class ByteSource {
  public:
    explicit ByteSource(std::span<const std::uint8_t> bytes) : rest_(bytes) {}

    template <class Number>
    requires std::is_arithmetic_v<Number> Number number() {
        Number value{};
        std::memcpy(&value, take(sizeof value).data(), sizeof value);
        return value;
    }

    template <class Number>
    std::vector<Number> numbers(std::size_t count) {
        if (count > rest_.size() / sizeof(Number)) throw std::out_of_range("fin inattendue");
        std::vector<Number> values(count);
        const auto bytes = take(count * sizeof(Number));
        if (count > 0) std::memcpy(values.data(), bytes.data(), bytes.size());
        return values;
    }

    /// A length of 32 bits, then the characters.
    std::string text() {
        const auto bytes = take(number<std::uint32_t>());
        return {bytes.begin(), bytes.end()};
    }

    std::span<const std::uint8_t> take(std::size_t count) {
        if (count > rest_.size()) throw std::out_of_range("fin inattendue");
        const auto taken = rest_.first(count);
        rest_ = rest_.subspan(count);
        return taken;
    }

  private:
    std::span<const std::uint8_t> rest_;
};

}  // namespace ocr
