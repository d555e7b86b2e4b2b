#include "ocr/pix.h"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "core/failures.h"

namespace ocr {

namespace {

void require_quarter_turn(int rotated) {
    if (rotated != 0 && rotated != 90 && rotated != 180 && rotated != 270)
        throw std::logic_error("not a quarter turn: " + std::to_string(rotated));
}

struct MallocFree {
    void operator()(std::uint8_t* bytes) const noexcept { lept_free(bytes); }
};

std::uint8_t byte_of(l_uint32 value) { return static_cast<std::uint8_t>(value & 0xFFU); }

}  // namespace

PixPtr own(Pix* made, const char* call) {
    if (!made) throw core::TryLater(std::string("Leptonica : ") + call + " n'a pas abouti (mémoire ?)");
    return PixPtr(made);
}

PixPtr to_pix(const core::Raster& raster) {
    const auto row_bytes = static_cast<std::size_t>(raster.width) * static_cast<std::size_t>(raster.channels);
    if (raster.width <= 0 || raster.height <= 0 || (raster.channels != 1 && raster.channels != 3) ||
        raster.pixels.size() != row_bytes * static_cast<std::size_t>(raster.height))
        throw std::logic_error("raster contradicts itself");

    auto pix = own(pixCreateNoInit(raster.width, raster.height, raster.channels == 1 ? 8 : 32), "pixCreate");
    pixSetResolution(pix.get(), raster.dpi, raster.dpi);
    const int words_per_line = pixGetWpl(pix.get());
    for (int y = 0; y < raster.height; ++y) {
        l_uint32* line = pixGetData(pix.get()) + static_cast<std::ptrdiff_t>(y) * words_per_line;
        const std::uint8_t* from = raster.pixels.data() + row_bytes * static_cast<std::size_t>(y);
        if (raster.channels == 1) {
            line[words_per_line - 1] = 0;
            for (int x = 0; x < raster.width; ++x) SET_DATA_BYTE(line, x, from[x]);
        } else {
            for (int x = 0; x < raster.width; ++x, from += 3) composeRGBPixel(from[0], from[1], from[2], line + x);
        }
    }
    return pix;
}

PixPtr to_grey(const Pix& image) {
    if (pixGetDepth(&image) == 8 && !pixGetColormap(lept(image))) return own(pixClone(lept(image)), "pixClone");
    return own(pixConvertTo8(lept(image), 0), "pixConvertTo8");
}

core::Raster to_raster(const Pix& image) {
    const bool colour = pixGetDepth(&image) == 32;
    const auto source = colour ? own(pixClone(lept(image)), "pixClone") : to_grey(image);
    core::Raster raster{.width = pixGetWidth(&image),
                        .height = pixGetHeight(&image),
                        .channels = colour ? 3 : 1,
                        .dpi = pixGetXRes(&image) > 0 ? pixGetXRes(&image) : 300};
    raster.pixels.resize(static_cast<std::size_t>(raster.width) * static_cast<std::size_t>(raster.height) *
                         static_cast<std::size_t>(raster.channels));
    std::uint8_t* to = raster.pixels.data();
    for (int y = 0; y < raster.height; ++y) {
        const l_uint32* line = pixGetData(source.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(source.get());
        for (int x = 0; x < raster.width; ++x) {
            if (!colour) {
                *to++ = byte_of(GET_DATA_BYTE(line, x));
                continue;
            }
            *to++ = byte_of(line[x] >> L_RED_SHIFT);
            *to++ = byte_of(line[x] >> L_GREEN_SHIFT);
            *to++ = byte_of(line[x] >> L_BLUE_SHIFT);
        }
    }
    return raster;
}

std::vector<std::uint8_t> png_bytes(const Pix& image) {
    l_uint8* data = nullptr;
    std::size_t size = 0;
    const bool failed = pixWriteMem(&data, &size, lept(image), IFF_PNG) != 0;
    const std::unique_ptr<l_uint8, MallocFree> owned(data);
    if (failed || !data) throw core::TryLater("Leptonica : l'image PNG n'a pas pu être écrite");
    return {data, data + size};
}

PixPtr crop(const Pix& image, const core::Box& box) {
    const int x0 = std::max(box.x0, 0);
    const int y0 = std::max(box.y0, 0);
    const int x1 = std::min<int>(box.x1, pixGetWidth(&image));
    const int y1 = std::min<int>(box.y1, pixGetHeight(&image));
    if (x1 <= x0 || y1 <= y0) return nullptr;
    const BoxPtr part(boxCreate(x0, y0, x1 - x0, y1 - y0));
    return own(pixClipRectangle(lept(image), part.get(), nullptr), "pixClipRectangle");
}

PixPtr upright(const Pix& image, int rotated) {
    require_quarter_turn(rotated);
    return own(pixRotateOrth(lept(image), (360 - rotated) / 90 % 4), "pixRotateOrth");
}

core::Point point_as_decoded(const core::Point& p, int rotated, int decoded_width, int decoded_height) {
    require_quarter_turn(rotated);
    // Turned by 90 degrees clockwise, the sheet's left edge lies on top: its (x, y) is found at (width - y, x).
    if (rotated == 90) return {decoded_width - p.y, p.x};
    if (rotated == 180) return {decoded_width - p.x, decoded_height - p.y};
    if (rotated == 270) return {p.y, decoded_height - p.x};
    return p;
}

core::Box box_as_decoded(const core::Box& b, int rotated, int decoded_width, int decoded_height) {
    require_quarter_turn(rotated);
    if (rotated == 90) return {decoded_width - b.y1, b.x0, decoded_width - b.y0, b.x1};
    if (rotated == 180)
        return {decoded_width - b.x1, decoded_height - b.y1, decoded_width - b.x0, decoded_height - b.y0};
    if (rotated == 270) return {b.y0, decoded_height - b.x1, b.y1, decoded_height - b.x0};
    return b;
}

core::Box box_upright(const core::Box& b, int rotated, int decoded_width, int decoded_height) {
    require_quarter_turn(rotated);
    if (rotated == 90) return {b.y0, decoded_width - b.x1, b.y1, decoded_width - b.x0};
    if (rotated == 180)
        return {decoded_width - b.x1, decoded_height - b.y1, decoded_width - b.x0, decoded_height - b.y0};
    if (rotated == 270) return {decoded_height - b.y1, b.x0, decoded_height - b.y0, b.x1};
    return b;
}

}  // namespace ocr
