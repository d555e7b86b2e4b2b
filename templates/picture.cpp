#include "templates/picture.h"

#include <cstdio>  // Before jpeglib.h, which needs FILE.

#include <jpeglib.h>
#include <png.h>
#include <csetjmp>

#include <cstdint>
#include <optional>

#include "templates/deflate.h"

namespace templates {
namespace {

constexpr long long most_pixels = 25'000'000;

core::Refusal damaged(const std::string& what) { return {core::Reason::damaged, what}; }

std::optional<core::Refusal> refuse_size(long long width, long long height) {
    if (width > 0 && height > 0 && width <= most_pixels / height) return std::nullopt;
    return core::Refusal{core::Reason::too_many_pixels, std::to_string(width) + " × " + std::to_string(height)};
}

core::Outcome<Picture> read_png(std::string_view bytes) {
    png_image png{};
    png.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_memory(&png, bytes.data(), bytes.size()) == 0) return damaged("image PNG");
    if (auto refusal = refuse_size(png.width, png.height)) {
        png_image_free(&png);
        return *refusal;
    }
    const bool grey = (png.format & PNG_FORMAT_FLAG_COLOR) == 0;
    png.format = grey ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB;
    std::string pixels(PNG_IMAGE_SIZE(png), '\0');
    const png_color white{255, 255, 255};
    if (png_image_finish_read(&png, &white, pixels.data(), 0, nullptr) == 0) return damaged("image PNG");
    return Picture{.width = static_cast<int>(png.width),
                   .height = static_cast<int>(png.height),
                   .channels = grey ? 1 : 3,
                   .bytes = deflated_hard(pixels)};
}

struct JpegTrouble {
    jpeg_error_mgr manager;  // First: libjpeg gives back this address.
    std::jmp_buf back;
};
void on_error(j_common_ptr info) { std::longjmp(reinterpret_cast<JpegTrouble*>(info->err)->back, 1); }
void on_message(j_common_ptr info, int level) {
    if (level < 0) on_error(info);  // A warning: the data are damaged.
}

struct JpegFacts {
    bool whole = false;
    int width = 0, height = 0, channels = 0;
};

/// Reads the file to its end, so that one that breaks off is known now. Nothing here has a destructor: errors jump.
JpegFacts facts_of_jpeg(const std::uint8_t* data, std::size_t size) {
    jpeg_decompress_struct jpeg{};
    JpegTrouble trouble{};
    jpeg.err = jpeg_std_error(&trouble.manager);
    trouble.manager.error_exit = on_error;
    trouble.manager.emit_message = on_message;
    if (setjmp(trouble.back) != 0) {  // NOLINT: libjpeg's way.
        jpeg_destroy_decompress(&jpeg);
        return {};
    }
    jpeg_create_decompress(&jpeg);
    jpeg_mem_src(&jpeg, data, static_cast<unsigned long>(size));
    jpeg_read_header(&jpeg, TRUE);
    JpegFacts facts{.width = static_cast<int>(jpeg.image_width),
                    .height = static_cast<int>(jpeg.image_height),
                    .channels = jpeg.num_components};
    if (!refuse_size(facts.width, facts.height)) {
        jpeg_read_coefficients(&jpeg);
        facts.whole = true;
    }
    jpeg_destroy_decompress(&jpeg);
    return facts;
}

core::Outcome<Picture> read_jpeg(std::string_view bytes) {
    const auto facts = facts_of_jpeg(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    if (facts.width > 0)
        if (auto refusal = refuse_size(facts.width, facts.height)) return *refusal;
    if (!facts.whole) return damaged("image JPEG");
    if (facts.channels != 1 && facts.channels != 3)
        return core::Refusal{core::Reason::unsupported, "image JPEG en quadrichromie ; l'enregistrer en RVB"};
    return Picture{.width = facts.width,
                   .height = facts.height,
                   .channels = facts.channels,
                   .coding = Picture::Coding::jpeg,
                   .bytes = std::string{bytes}};
}

}  // namespace

core::Outcome<Picture> read_picture(std::string_view bytes) {
    if (bytes.starts_with("\x89PNG")) return read_png(bytes);
    if (bytes.starts_with("\xFF\xD8")) return read_jpeg(bytes);
    return damaged("ni PNG ni JPEG");
}

}  // namespace templates
