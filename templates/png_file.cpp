#include "templates/png_file.h"

#include <zlib.h>

#include <array>
#include <cstdint>

namespace templates {
namespace {

constexpr std::uint32_t most_pixels_a_side = 10'000;

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = (value << 8) | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

const Bytef* raw(std::string_view bytes) { return reinterpret_cast<const Bytef*>(bytes.data()); }

struct Chunk {
    std::string_view type;
    std::string_view data;
};

/// The chunk at the front of `rest`, which moves past it.
std::optional<Chunk> next_chunk(std::string_view& rest) {
    if (rest.size() < 12) return std::nullopt;
    const std::size_t length = number_at(rest, 0);
    if (length > rest.size() - 12) return std::nullopt;
    const auto checked = rest.substr(4, 4 + length);
    if (crc32(0, raw(checked), static_cast<uInt>(checked.size())) != number_at(rest, 8 + length)) return std::nullopt;
    rest.remove_prefix(12 + length);
    return Chunk{checked.substr(0, 4), checked.substr(4)};
}

/// Colour types 0 grey, 2 RGB, 3 palette; 8 bits, or fewer for grey and palette; no interlacing.
std::optional<PngFile> header_of(const Chunk& chunk) {
    if (chunk.type != "IHDR" || chunk.data.size() != 13) return std::nullopt;
    const auto width = number_at(chunk.data, 0), height = number_at(chunk.data, 4);
    const int bits = chunk.data[8], type = chunk.data[9];
    const bool plain = chunk.data[10] == 0 && chunk.data[11] == 0 && chunk.data[12] == 0;
    const bool depth = bits == 8 || (type != 2 && (bits == 1 || bits == 2 || bits == 4));
    if (!plain || !depth || (type != 0 && type != 2 && type != 3)) return std::nullopt;
    if (width == 0 || height == 0 || width > most_pixels_a_side || height > most_pixels_a_side) return std::nullopt;
    PngFile png{.width = static_cast<int>(width),
                .height = static_cast<int>(height),
                .bits = bits,
                .channels = type == 2 ? 3 : 1};
    if (type == 3) png.palette = "?";  // Until its chunk is met.
    return png;
}

/// Inflates in small steps: nothing is kept, the size alone counts, and a filter byte is 0 to 4.
bool rows_are_whole(const PngFile& png) {
    const auto bits_a_row = static_cast<std::uint64_t>(png.width) * static_cast<std::uint64_t>(png.channels * png.bits);
    const auto row = 1 + (bits_a_row + 7) / 8;
    const auto expected = row * static_cast<std::uint64_t>(png.height);
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK) return false;
    stream.next_in = const_cast<Bytef*>(raw(png.rows));
    stream.avail_in = static_cast<uInt>(png.rows.size());
    std::array<Bytef, 1 << 14> out{};
    std::uint64_t size = 0;
    int status = Z_OK;
    bool sound = true;
    while (status == Z_OK && sound && size <= expected) {
        stream.next_out = out.data();
        stream.avail_out = static_cast<uInt>(out.size());
        status = inflate(&stream, Z_NO_FLUSH);
        const auto made = out.size() - stream.avail_out;
        for (auto at = (row - size % row) % row; at < made; at += row)
            sound = sound && out[static_cast<std::size_t>(at)] <= 4;
        size += made;
    }
    inflateEnd(&stream);
    return sound && status == Z_STREAM_END && size == expected;
}

}  // namespace

std::optional<PngFile> take_apart_png(std::string_view bytes) {
    constexpr std::string_view signature{"\x89PNG\r\n\x1a\n", 8};
    if (!bytes.starts_with(signature)) return std::nullopt;
    bytes.remove_prefix(signature.size());
    auto chunk = next_chunk(bytes);
    auto png = chunk ? header_of(*chunk) : std::nullopt;
    if (!png) return std::nullopt;
    while ((chunk = next_chunk(bytes)) && chunk->type != "IEND") {
        if (chunk->type == "IDAT") png->rows += chunk->data;
        if (chunk->type == "tRNS") return std::nullopt;
        if (chunk->type == "PLTE" && !png->palette.empty()) png->palette = chunk->data;
    }
    const bool palette = png->palette.empty() || (png->palette.size() % 3 == 0 && png->palette.size() <= 768);
    if (!chunk || !palette || !rows_are_whole(*png)) return std::nullopt;
    return png;
}

}  // namespace templates
