#include "ocr/searchable_pdf.h"

#include <algorithm>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>

#include "ocr/decode_image.h"
#include "ocr/invisible_text.h"
#include "ocr/pdf_page.h"

namespace ocr {

namespace {

// Image files become documents.

QPDFObjectHandle image_object(QPDF& document, std::string bytes, int width, int height, int bits, int channels) {
    auto image = document.newStream(bytes);
    auto facts = image.getDict();
    const auto whole = [](int value) { return QPDFObjectHandle::newInteger(value); };
    facts.replaceKey("/Type", QPDFObjectHandle::newName("/XObject"));
    facts.replaceKey("/Subtype", QPDFObjectHandle::newName("/Image"));
    facts.replaceKey("/Width", whole(width));
    facts.replaceKey("/Height", whole(height));
    facts.replaceKey("/BitsPerComponent", whole(bits));
    facts.replaceKey("/ColorSpace", QPDFObjectHandle::newName(channels == 1 ? "/DeviceGray" : "/DeviceRGB"));
    return image;
}

/// A page of the size that the resolution makes of the image. `rotate`: quarter turns for whoever shows it, in degrees.
void add_page(QPDF& document, const QPDFObjectHandle& image, int width, int height, int dpi, int rotate) {
    const auto points = [&](int px) { return std::to_string(px * 72.0 / dpi); };
    const std::string sides = points(width) + " " + points(height);
    auto page = QPDFObjectHandle::parse("<< /Type /Page /MediaBox [ 0 0 " + sides + " ] /Rotate " +
                                        std::to_string(rotate) + " /Resources << /XObject << >> >> >>");
    page.getKey("/Resources").getKey("/XObject").replaceKey("/Scan", image);
    const auto lay = "q " + points(width) + " 0 0 " + points(height) + " 0 0 cm /Scan Do Q\n";
    page.replaceKey("/Contents", document.newStream(lay));
    QPDFPageDocumentHelper(document).addPage(QPDFPageObjectHelper(document.makeIndirectObject(page)), false);
}

/// One bit a pixel where there is nothing but black and white.
void add_pixels(QPDF& document, const core::Raster& raster) {
    const bool two_levels =
        raster.channels == 1 && std::all_of(raster.pixels.begin(), raster.pixels.end(),
                                            [](std::uint8_t value) { return value == 0 || value == 255; });
    std::string bytes(raster.pixels.begin(), raster.pixels.end());
    if (two_levels) {
        const auto width = static_cast<std::size_t>(raster.width);
        const std::size_t row = (width + 7) / 8;
        bytes.assign(row * static_cast<std::size_t>(raster.height), '\0');
        for (std::size_t i = 0; i < raster.pixels.size(); ++i)
            if (raster.pixels[i] != 0) {
                auto& byte = bytes[i / width * row + i % width / 8];
                byte = static_cast<char>(static_cast<unsigned char>(byte) | 0x80U >> (i % width % 8));
            }
    }
    const auto image =
        image_object(document, std::move(bytes), raster.width, raster.height, two_levels ? 1 : 8, raster.channels);
    add_page(document, image, raster.width, raster.height, raster.dpi, 0);
}

/// The turn that shows an image of this EXIF orientation upright; nothing for mirrored ones.
std::optional<int> turn_of(int orientation) {
    switch (orientation) {
        case 1:
            return 0;
        case 3:
            return 180;
        case 6:
            return 90;
        case 8:
            return 270;
        default:
            return {};
    }
}

core::Outcome<int> fill_from_image(QPDF& document, Bytes file, const DecodeBounds& bounds) {
    document.emptyPDF();
    if (sniff(file) == Format::jpeg) {
        JpegHead head;
        if (auto pixels = read_jpeg(file, bounds, "page 1", head); !pixels) return pixels.refusal();
        const auto turn = turn_of(head.orientation);
        if (turn && head.components != 4) {
            const int width = static_cast<int>(head.width), height = static_cast<int>(head.height);
            auto image =
                image_object(document, {file.begin(), file.end()}, width, height, 8, head.components == 1 ? 1 : 3);
            image.getDict().replaceKey("/Filter", QPDFObjectHandle::newName("/DCTDecode"));
            add_page(document, image, width, height, plausible_dpi(head.dpi, width, height), *turn);
            return 1;
        }
    }
    return decode_pages(file, bounds, [&](core::Raster&& raster) { add_pixels(document, raster); });
}

// The invisible text of another reader.

/// Leaves out what is shown in a mode that leaves no ink.
class WithoutHiddenText : public QPDFObjectHandle::TokenFilter {
  public:
    void handleToken(const QPDFTokenizer::Token& token) override {
        held_.push_back(token);
        if (token.getType() != QPDFTokenizer::tt_word) return;
        const auto& word = token.getValue();
        if (word == "Tr") mode_ = operand();
        if (word == "q") saved_.push_back(mode_);
        if (word == "Q" && !saved_.empty()) {
            mode_ = saved_.back();
            saved_.pop_back();
        }
        const bool shows = word == "Tj" || word == "TJ" || word == "'" || word == "\"";
        if (shows && (mode_ == "3" || mode_ == "7"))
            held_.clear();
        else
            release();
    }
    void handleEOF() override { release(); }

  private:
    std::string operand() const {
        for (auto at = held_.rbegin(); at != held_.rend(); ++at)
            if (at->getType() == QPDFTokenizer::tt_integer) return at->getValue();
        return {};
    }
    void release() {
        for (const auto& token : held_) writeToken(token);
        held_.clear();
    }

    std::vector<QPDFTokenizer::Token> held_;
    std::string mode_;
    std::vector<std::string> saved_;
};

// Words over pages.

/// The page's own copy of a resource dictionary that it may share with others.
QPDFObjectHandle own_dictionary(QPDFObjectHandle holder, const std::string& key) {
    auto there = holder.getKey(key);
    auto copy = there.isDictionary() ? there.shallowCopy() : QPDFObjectHandle::newDictionary();
    holder.replaceKey(key, copy);
    return copy;
}

void lay_words(QPDF& document, QPDFPageObjectHelper page, const core::Page& read, InvisibleFonts& fonts) {
    if (read.words.empty() || read.text_source != core::TextSource::ocr) return;
    const auto facts = examine(page);
    if (facts.hidden_text) page.addContentTokenFilter(std::make_shared<WithoutHiddenText>());

    auto resources = page.getAttribute("/Resources", true);
    if (!resources.isDictionary()) page.getObjectHandle().replaceKey("/Resources", QPDFObjectHandle::newDictionary());
    auto known = own_dictionary(own_dictionary(page.getObjectHandle(), "/Resources"), "/Font");
    std::string name = "/Lu";  // Not a name that the page has for something else.
    while (known.hasKey(name + "0")) name += 'u';
    const auto content = invisible_text(read, facts, name, fonts);
    const auto objects = fonts.objects(document);
    for (std::size_t i = 0; i < objects.size(); ++i) known.replaceKey(name + std::to_string(i), objects[i]);
    page.addPageContents(document.newStream(content), true);  // First: what the page leaves behind moves no word.
}

std::string written(QPDF& document) {
    QPDFWriter writer{document};
    writer.setOutputMemory();
    writer.setDeterministicID(true);
    writer.setPreserveEncryption(false);
    writer.setDecodeLevel(qpdf_dl_none);
    writer.setCompressStreams(true);  // Ours; what is packed already stays as it is.
    writer.write();
    const auto bytes = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(bytes->getBuffer()), bytes->getSize()};
}

}  // namespace

core::Outcome<std::string> searchable_pdf(Bytes file, std::span<const core::Page> pages,
                                          const DecodeBounds& bounds) try {
    QPDF document;
    document.setSuppressWarnings(true);
    if (sniff(file) == Format::pdf) {
        document.processMemoryFile("scan", reinterpret_cast<const char*>(file.data()), file.size());
    } else if (const auto filled = fill_from_image(document, file, bounds); !filled) {
        return filled.refusal();
    }
    InvisibleFonts fonts;
    auto sheets = QPDFPageDocumentHelper(document).getAllPages();
    for (const auto& read : pages)
        if (read.page >= 1 && static_cast<std::size_t>(read.page) <= sheets.size())
            lay_words(document, sheets[static_cast<std::size_t>(read.page - 1)], read, fonts);
    fonts.finish(document);
    return written(document);
} catch (const QPDFExc& trouble) {
    return refusal_of(trouble);
} catch (const std::logic_error&) {  // qpdf's answer to objects that contradict themselves.
    return core::Refusal{core::Reason::damaged, "structure PDF contradictoire"};
}

}  // namespace ocr
