#include "tests/hostile.h"

#include <zlib.h>

#include <memory>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>

namespace tests {
namespace {

Bytes bytes_of(const std::string& text) { return {text.begin(), text.end()}; }
Bytes first(Bytes bytes, std::size_t parts, std::size_t of) {
    bytes.resize(bytes.size() * parts / of);
    return bytes;
}

void append_be(Bytes& bytes, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(value >> shift));
}
void append_chunk(Bytes& png, const std::string& type, const Bytes& content) {
    append_be(png, static_cast<std::uint32_t>(content.size()));
    Bytes body = bytes_of(type);
    body.insert(body.end(), content.begin(), content.end());
    png.insert(png.end(), body.begin(), body.end());
    append_be(png, static_cast<std::uint32_t>(crc32(0, body.data(), static_cast<uInt>(body.size()))));
}
Bytes deflated(std::size_t zeros) {
    const Bytes plain(zeros, 0);
    Bytes packed(compressBound(plain.size()));
    uLongf size = packed.size();
    compress2(packed.data(), &size, plain.data(), plain.size(), 9);
    packed.resize(size);
    return packed;
}

/// A true PNG of this size, all black: 30,000 rows pack into a hundred kilobytes.
Bytes png_bomb(std::uint32_t width, std::uint32_t height) {
    Bytes png{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'}, head;
    append_be(head, width);
    append_be(head, height);
    for (const int byte : {1, 0, 0, 0, 0}) head.push_back(static_cast<std::uint8_t>(byte));
    append_chunk(png, "IHDR", head);
    append_chunk(png, "IDAT", deflated(static_cast<std::size_t>(height) * ((width + 7) / 8 + 1)));
    append_chunk(png, "IEND", {});
    return png;
}

Bytes jpeg_bomb() {
    Bytes jpeg = jpeg_of(marked_page(64, 64, 1, 1), 300);
    for (std::size_t i = 0; i + 9 < jpeg.size(); ++i)
        if (jpeg[i] == 0xff && jpeg[i + 1] == 0xc0) {
            for (const std::size_t at : {i + 5, i + 7}) jpeg[at] = 0xff;
            for (const std::size_t at : {i + 6, i + 8}) jpeg[at] = 0xdc;  // 65,500 by 65,500: the most libjpeg takes.
            break;
        }
    return jpeg;
}

/// A directory whose successor is itself.
Bytes tiff_loop() {
    Bytes tiff = tiff_of({marked_page(64, 64, 1, 1)}, {});
    const std::size_t directory =
        tiff[4] | static_cast<std::size_t>(tiff[5]) << 8 | static_cast<std::size_t>(tiff[6]) << 16;
    const std::size_t next =
        directory + 2 + 12U * (tiff[directory] | static_cast<std::size_t>(tiff[directory + 1]) << 8);
    for (std::size_t i = 0; i < 4; ++i) tiff[next + i] = tiff[4 + i];
    return tiff;
}

/// Width and height written over, the data left small.
Bytes tiff_bomb() {
    Bytes tiff = tiff_of({marked_page(64, 64, 1, 1)}, {});
    const std::size_t directory =
        tiff[4] | static_cast<std::size_t>(tiff[5]) << 8 | static_cast<std::size_t>(tiff[6]) << 16;
    for (std::size_t entry = directory + 2; entry + 12 < tiff.size(); entry += 12) {
        const int tag = tiff[entry] | tiff[entry + 1] << 8;
        if (tag != 256 && tag != 257) continue;
        tiff[entry + 2] = 4;
        for (std::size_t i = 0; i < 4; ++i)
            tiff[entry + 8 + i] = std::uint8_t{i == 0   ? std::uint8_t{0xa0}
                                               : i == 1 ? std::uint8_t{0x86}
                                                        : std::uint8_t{1}};
        tiff[entry + 11] = 0;
    }
    return tiff;
}

Bytes pdf_with_pages(int pages, int announced) {
    PdfMaker pdf;
    for (int i = 0; i < pages; ++i) pdf.add_page("0 0 595 842", "", "");
    return pdf.finish(announced);
}

/// Forms that draw each other ten times, nine deep: a thousand million drawings in two kilobytes.
Bytes pdf_fan() {
    PdfMaker pdf;
    int below = pdf.add_stream("/Type /XObject /Subtype /Form /BBox [0 0 595 842]", "0 0 100 100 re f");
    for (int depth = 0; depth < 9; ++depth) {
        std::string content;
        for (int i = 0; i < 10; ++i) content += "/F Do ";
        below = pdf.add_stream("/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /F " +
                                   std::to_string(below) + " 0 R >> >>",
                               content);
    }
    pdf.add_page("0 0 595 842", "/XObject << /F " + std::to_string(below) + " 0 R >>", "/F Do");
    return pdf.finish();
}

Bytes pdf_inflating_content() {
    PdfMaker pdf;
    const int content = pdf.add_stream("/Filter /FlateDecode", deflated(600'000'000));
    pdf.add_page("0 0 595 842", "", "", "/Contents " + std::to_string(content) + " 0 R");
    return pdf.finish();
}

}  // namespace

Bytes encrypted_pdf(const Bytes& pdf, const std::string& user_password) {
    QPDF document;
    document.processMemoryFile("plain", reinterpret_cast<const char*>(pdf.data()), pdf.size());
    QPDFWriter writer(document);
    writer.setOutputMemory();
    writer.setR6EncryptionParameters(user_password.c_str(), "owner", true, true, true, true, true, true, qpdf_r3p_full,
                                     true);
    writer.write();
    const std::unique_ptr<Buffer> buffer(writer.getBuffer());
    return {buffer->getBuffer(), buffer->getBuffer() + buffer->getSize()};
}

std::vector<std::pair<std::string, Bytes>> seeds() {
    const auto page = marked_page(200, 280, 1, 1), colour = marked_page(200, 280, 3, 1);
    PdfMaker scan;
    scan.add_scan(image_dictionary(page, "/DCTDecode"), jpeg_of(page, 300), 48, 67);
    PdfMaker fax;
    fax.add_scan(image_dictionary(page, "/CCITTFaxDecode") + " /DecodeParms << /K -1 /Columns 200 /Rows 280 >>",
                 g4_data(page), 48, 67);
    return {{"tiff", tiff_of({page, page}, {})},
            {"tiff G4", tiff_of({page}, {.compression = 4, .bits = 1})},
            {"tiff G3", tiff_of({page}, {.compression = 3, .bits = 1})},
            {"tiff LZW", tiff_of({colour}, {.compression = 5})},
            {"tiff JPEG", tiff_of({page}, {.compression = 7})},
            {"jpeg", jpeg_of(colour, 300, 6)},
            {"png", png_of(page)},
            {"pdf of text", pdf_of_texts({"un"})},
            {"pdf of a scan", scan.finish()},
            {"pdf of a fax", fax.finish()}};
}

std::vector<HostileFile> damaged_files() {
    const auto page = marked_page(620, 877, 1, 1);
    const auto noise = [&](int bits, int compression) {
        return tiff_of({page, page}, {.compression = compression, .bits = bits});
    };
    auto bad_png = png_of(page);
    bad_png[bad_png.size() / 2] ^= 0x55;
    auto bad_header = png_of(page);
    bad_header[20] ^= 1;
    PdfMaker cut_jpeg, no_jpeg, short_samples, no_box;
    cut_jpeg.add_scan(image_dictionary(page, "/DCTDecode"), first(jpeg_of(page, 300), 1, 2), 149, 210);
    no_jpeg.add_scan(image_dictionary(page, "/DCTDecode"), bytes_of("not a jpeg"), 149, 210);
    short_samples.add_scan(image_dictionary(page, ""), Bytes(1000, 0), 149, 210);
    const std::vector<std::string> damaged{"damaged"};
    std::vector<HostileFile> files{
        {"nothing", {}, {"empty_file"}},
        {"tiff cut in the first page", first(noise(8, 1), 1, 4), damaged},
        {"tiff cut in the second page", first(noise(8, 1), 3, 4), damaged},
        {"fax cut", first(noise(1, 4), 1, 2), damaged},
        {"lzw cut", first(noise(8, 5), 1, 2), damaged},
        {"tiff header alone", bytes_of(std::string("II*\0\x08\0\0\0", 8)), damaged},
        {"tiff pointing outside", bytes_of(std::string("II*\0\xff\xff\xff\x7f", 8)), damaged},
        {"jpeg cut", first(jpeg_of(page, 300), 1, 2), damaged},
        {"jpeg header alone", first(jpeg_of(page, 300), 1, 20), damaged},
        {"jpeg of nothing", Bytes{0xff, 0xd8, 0xff, 0xd9}, damaged},
        {"png cut", first(png_of(page), 1, 2), damaged},
        {"png with a wrong byte", bad_png, damaged},
        {"png with a wrong header", bad_header, {"damaged", "too_many_pixels"}},
        {"png signature alone", first(png_of(page), 8, png_of(page).size()), damaged},
        {"pdf header alone", bytes_of("%PDF-1.7\n"), damaged},
        {"pdf of noise", bytes_of("%PDF-1.4\n" + std::string(5000, 'q') + "\n%%EOF\n"), damaged},
        {"pdf without pages",
         bytes_of("%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"), damaged},
        {"pdf cut before its last page", first(pdf_of_texts({"un", "deux", "trois", "quatre"}), 3, 5), damaged},
        {"pdf around a cut jpeg", cut_jpeg.finish(), damaged},
        {"pdf around no jpeg", no_jpeg.finish(), damaged},
        {"pdf with too few samples", short_samples.finish(), damaged},
        {"pdf with a password", encrypted_pdf(pdf_of_texts({"secret"}), "secret"), {"encrypted"}},
    };
    return files;
}

std::vector<HostileFile> unsupported_files() {
    const std::vector<std::string> unsupported{"unsupported"};
    return {
        {"text", bytes_of("Bonjour"), unsupported},
        {"one byte", Bytes{0}, unsupported},
        {"noise", Bytes(4096, 0x5a), unsupported},
        {"gif", bytes_of("GIF89a......"), unsupported},
        {"bmp", bytes_of("BM............"), unsupported},
        {"webp", bytes_of("RIFF....WEBPVP8 "), unsupported},
        {"heic", Bytes{0, 0, 0, 0x18, 'f', 't', 'y', 'p', 'h', 'e', 'i', 'c'}, unsupported},
        {"docx", bytes_of("PK\x03\x04......word/document.xml"), unsupported},
        {"doc", bytes_of("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), unsupported},
        {"rtf", bytes_of("{\\rtf1\\ansi"), unsupported},
        {"html", bytes_of("<!DOCTYPE html><html></html>"), unsupported},
        {"xml", bytes_of("<?xml version=\"1.0\"?><demande/>"), unsupported},
        {"postscript", bytes_of("%!PS-Adobe-3.0"), unsupported},
        {"program",
         bytes_of("\x7f"
                  "ELF\x02\x01\x01"),
         unsupported},
        {"windows program", bytes_of("MZ\x90"), unsupported},
        {"rar", bytes_of("Rar!\x1a\x07"), unsupported},
        {"gzip", bytes_of("\x1f\x8b\x08"), unsupported},
        {"mail", bytes_of("From: a@b.example\r\nSubject: x\r\n\r\n"), unsupported},
    };
}

std::vector<HostileFile> bombs() {
    const auto page = marked_page(64, 64, 1, 1);
    PdfMaker vast, image_in_form, vast_scan, vast_fax;
    vast.add_page("0 0 14400 14400", "", "0 0 100 100 re f");
    const int image = image_in_form.add_stream(
        "/Type /XObject /Subtype /Image /Width 30000 /Height 30000 /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter "
        "/FlateDecode",
        deflated(1'000'000));
    const int form =
        image_in_form.add_stream("/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /I " +
                                     std::to_string(image) + " 0 R >> >>",
                                 "500 0 0 500 0 0 cm /I Do");
    image_in_form.add_page("0 0 595 842", "/XObject << /F " + std::to_string(form) + " 0 R >>", "/F Do");
    vast_scan.add_scan("/Width 65500 /Height 65500 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode",
                       deflated(1'000'000), 595, 842);
    vast_fax.add_scan(
        "/Width 100000 /Height 100000 /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode"
        " /DecodeParms << /K -1 /Columns 100000 >>",
        g4_data(page), 595, 842);
    std::vector<core::Raster> sheets(501, marked_page(8, 8, 1, 0));
    const std::vector<std::string> pixels{"too_many_pixels"}, pages{"too_many_pages"};
    return {
        {"png of 30,000 by 30,000", png_bomb(30'000, 30'000), pixels},
        {"jpeg that says 65,500 by 65,500", jpeg_bomb(), pixels},
        {"tiff that says 99,999 by 99,999", tiff_bomb(), pixels},
        {"tiff that is its own successor", tiff_loop(), {"damaged", "too_many_pages"}},
        {"tiff of 501 pages", tiff_of(sheets, {}), pages},
        {"pdf of 10,000 pages", pdf_with_pages(10'000, -1), pages},
        {"pdf of 10,000 pages that says 3", pdf_with_pages(10'000, 3), pages},
        {"pdf of 1 page that says 2,000,000,000", pdf_with_pages(1, 2'000'000'000), pages},
        {"pdf of 200 inches", vast.finish(), pixels},
        {"pdf with a vast image in a form", image_in_form.finish(), pixels},
        {"pdf with a vast scan", vast_scan.finish(), pixels},
        {"pdf with a vast fax", vast_fax.finish(), pixels},
        {"pdf whose forms fan out", pdf_fan(), {"decoder_timeout"}},
        {"pdf whose content inflates to 600 MB",
         pdf_inflating_content(),
         {"decoder_timeout", "decoder_crashed", "damaged"}},
    };
}

}  // namespace tests
