#include "ocr/decode.h"

#include <algorithm>
#include <string>

#include "ocr/decode_image.h"
#include "ocr/decode_pdf.h"

namespace ocr {
namespace {

using Bytes = std::span<const std::uint8_t>;

bool has_at(Bytes file, std::size_t offset, std::string_view text) {
    return file.size() >= offset + text.size() &&
           std::equal(text.begin(), text.end(), file.begin() + static_cast<std::ptrdiff_t>(offset),
                      [](char want, std::uint8_t have) { return static_cast<std::uint8_t>(want) == have; });
}

bool has_pdf_header(Bytes file) {
    static constexpr std::string_view header = "%PDF-";
    const auto head = file.first(std::min<std::size_t>(file.size(), 1024));
    return std::search(head.begin(), head.end(), header.begin(), header.end()) != head.end();
}

struct Signature {
    std::size_t offset;
    std::string_view text;
    std::string_view name;
};
constexpr Signature unsupported_formats[]{
    {0, "GIF8", "image GIF"},
    {0, "BM", "image BMP"},
    {8, "WEBP", "image WebP"},
    {4, "ftypheic", "image HEIC (téléphone)"},
    {4, "ftypmif1", "image HEIF (téléphone)"},
    {4, "ftypavif", "image AVIF"},
    {0, "\xd0\xcf\x11\xe0", "document Word ou Excel ancien"},
    {0, "PK\x03\x04", "archive zip ou document bureautique"},
    {0, "Rar!", "archive RAR"},
    {0, "7z\xbc\xaf", "archive 7z"},
    {0, "\x1f\x8b", "archive gzip"},
    {0, "{\\rtf", "document RTF"},
    {0, "<!DOCTYPE", "page web"},
    {0, "<html", "page web"},
    {0, "<?xml", "document XML"},
    {0, "%!PS", "document PostScript"},
    {0, "II*\0\x10\0\0\0CR", "photo brute Canon"},
    {0, "MZ", "programme Windows"},
    {0,
     "\x7f"
     "ELF",
     "programme Linux"},
};

}  // namespace

Format sniff(Bytes file) {
    if (has_at(file, 0, {"II*\0", 4}) || has_at(file, 0, {"MM\0*", 4})) return Format::tiff;
    if (has_at(file, 0, {"II+\0", 4}) || has_at(file, 0, {"MM\0+", 4})) return Format::tiff;
    if (has_at(file, 0, "\xff\xd8\xff")) return Format::jpeg;
    if (has_at(file, 0, "\x89PNG\r\n\x1a\n")) return Format::png;
    if (has_pdf_header(file)) return Format::pdf;
    return Format::unknown;
}

std::string_view name_of_unsupported(Bytes file) {
    for (const Signature& known : unsupported_formats)
        if (has_at(file, known.offset, known.text)) return known.name;
    return {};
}

core::Outcome<int> decode_pages(Bytes file, const DecodeBounds& bounds, const PageSink& sink) {
    if (file.empty()) return core::Refusal{core::Reason::empty_file, "0 octet"};
    switch (sniff(file)) {
        case Format::pdf:
            return decode_pdf(file, bounds, sink);
        case Format::tiff:
            return decode_tiff(file, bounds, sink);
        case Format::jpeg:
            return bounds.first_page > 1 ? 1 : decode_jpeg(file, bounds, sink);
        case Format::png:
            return bounds.first_page > 1 ? 1 : decode_png(file, bounds, sink);
        case Format::unknown:
            break;
    }
    const auto name = name_of_unsupported(file);
    return core::Refusal{core::Reason::unsupported, name.empty() ? "contenu inconnu" : std::string(name)};
}

}  // namespace ocr
