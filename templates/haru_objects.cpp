#include "templates/haru_objects.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <stdexcept>

#include "templates/utf8.h"

namespace templates {
namespace {

// libharu calls this while it writes a dictionary: it adds entries the library has no way to make. `attr` is the text.
// A stream whose bytes are deflated already is one for which libharu is told there is no filter.
HPDF_STATUS write_entries(HPDF_Dict dict, HPDF_Stream out) {
    return HPDF_Stream_WriteStr(out, static_cast<const char*>(dict->attr));
}

HPDF_PageAttr attributes(HPDF_Page page) { return static_cast<HPDF_PageAttr>(page->attr); }

/// Of a page: libharu keeps other things in `attr` there.
HPDF_STATUS write_deflate_filter(HPDF_Dict, HPDF_Stream out) {
    return HPDF_Stream_WriteStr(out, "/Filter/FlateDecode\n");
}

}  // namespace

std::string hex_code(char32_t code) {
    std::array<char, 9> digits{};
    std::snprintf(digits.data(), digits.size(), "%04X", static_cast<unsigned>(code));
    return digits.data();
}

void append_number(std::string& out, double value) {
    auto thousandths = std::llround(value * 1000);
    if (thousandths < 0) {
        out += '-';
        thousandths = -thousandths;
    }
    std::array<char, 24> digits{};
    out.append(digits.begin(), std::to_chars(digits.begin(), digits.end(), thousandths / 1000).ptr);
    auto rest = thousandths % 1000;
    if (rest == 0) return;
    out += '.';
    for (long long place = 100; rest > 0; place /= 10) {
        out += static_cast<char>('0' + rest / place);
        rest %= place;
    }
}

void HaruFile::note_error(HPDF_STATUS code, HPDF_STATUS detail, void* user) noexcept {
    auto* const first = static_cast<FirstError*>(user);
    if (first->code == 0) *first = {code, detail};
}

HaruFile::HaruFile() : error_(std::make_unique<FirstError>()), doc_(HPDF_New(&note_error, error_.get())) {
    require(doc_.get());
    doc_->pdf_version = HPDF_VER_17;
}

bool HaruFile::failed() const { return error_->code != 0; }

void HaruFile::fail() const {
    if (error_->code == HPDF_FAILD_TO_ALLOC_MEM) throw std::bad_alloc();
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "libharu error 0x%04lX (detail %lu)",
                  static_cast<unsigned long>(error_->code), static_cast<unsigned long>(error_->detail));
    throw std::logic_error(text.data());
}

void HaruFile::forget_error() {
    HPDF_ResetError(doc());
    *error_ = {};
}

void HaruFile::set_info(const char* key, std::string_view utf8) {
    HPDF_SetInfoAttr(doc(), HPDF_INFO_PRODUCER, "Vaguemestre");  // Makes the dictionary.
    auto bytes = utf16_be(utf8);
    auto* const value =
        HPDF_Binary_New(doc()->mmgr, reinterpret_cast<HPDF_BYTE*>(bytes.data()), static_cast<HPDF_UINT>(bytes.size()));
    HPDF_Dict_Add(require(doc()->info), key, require(value));
}

HPDF_Dict HaruFile::new_object(std::string entries) {
    auto* const object = require(HPDF_Dict_New(doc()->mmgr));
    HPDF_Xref_Add(doc()->xref, object);  // The document owns it from here.
    if (!entries.empty()) set_entries(object, std::move(entries));
    return object;
}

void HaruFile::set_entries(HPDF_Dict object, std::string entries) {
    object->attr = const_cast<char*>(keep(std::move(entries) + "\n").c_str());
    object->write_fn = write_entries;
}

HPDF_Dict HaruFile::new_stream(std::string_view bytes, Coding coding, std::string entries) {
    auto* const dict = require(HPDF_DictStream_New(doc()->mmgr, doc()->xref));
    dict->filter = HPDF_STREAM_FILTER_NONE;
    set_entries(dict, (coding == Coding::deflate ? "/Filter/FlateDecode" : "") + std::move(entries));
    HPDF_Stream_Write(dict->stream, reinterpret_cast<const HPDF_BYTE*>(bytes.data()),
                      static_cast<HPDF_UINT>(bytes.size()));
    return dict;
}

void HaruFile::set_content(HPDF_Page page, std::string_view deflated) {
    auto* const contents = attributes(page)->contents;
    contents->filter = HPDF_STREAM_FILTER_NONE;
    contents->write_fn = write_deflate_filter;
    HPDF_Stream_Write(attributes(page)->stream, reinterpret_cast<const HPDF_BYTE*>(deflated.data()),
                      static_cast<HPDF_UINT>(deflated.size()));
}

void HaruFile::set_file_id(std::string_view bytes) {
    auto* const pair = require(HPDF_Array_New(doc()->mmgr));
    for (int i = 0; i < 2; ++i) {
        std::string copy{bytes};
        HPDF_Array_Add(pair, HPDF_Binary_New(doc()->mmgr, reinterpret_cast<HPDF_BYTE*>(copy.data()),
                                             static_cast<HPDF_UINT>(copy.size())));
    }
    HPDF_Dict_Add(require(doc()->trailer), "ID", pair);
}

HPDF_Dict HaruFile::new_image(const Picture& picture) {
    const bool jpeg = picture.coding == Picture::Coding::jpeg;
    auto* const image =
        new_stream(picture.bytes, jpeg ? Coding::none : Coding::deflate,
                   "/Type/XObject/Subtype/Image/Width " + std::to_string(picture.width) + "/Height " +
                       std::to_string(picture.height) + "/BitsPerComponent 8/ColorSpace/" +
                       (picture.channels == 3 ? "DeviceRGB" : "DeviceGray") + (jpeg ? "/Filter/DCTDecode" : ""));
    image->header.obj_class |= HPDF_OSUBCLASS_XOBJECT;
    return image;
}

const char* HaruFile::font_on_page(HPDF_Page page, HPDF_Dict font, int number) {
    static constexpr std::array names{"F0", "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9"};
    static_assert(names.size() == face_count);
    auto* const attr = attributes(page);
    if (!attr->fonts) {
        auto* const resources =
            static_cast<HPDF_Dict>(HPDF_Page_GetInheritableItem(page, "Resources", HPDF_OCLASS_DICT));
        attr->fonts = require(HPDF_Dict_New(page->mmgr));
        HPDF_Dict_Add(require(resources), "Font", attr->fonts);
    }
    const auto* const name = names.at(static_cast<std::size_t>(number));
    if (!HPDF_Dict_GetItem(attr->fonts, name, HPDF_OCLASS_DICT)) HPDF_Dict_Add(attr->fonts, name, font);
    return name;
}

void HaruFile::finish_font(HPDF_Dict font, const FontProgram& program) {
    const auto reference = [](HPDF_Dict object) { return std::to_string(number_of(object)) + " 0 R"; };
    auto* const file = new_stream(program.program, Coding::deflate, "/Length1 " + std::to_string(program.program_size));
    auto* const descriptor =
        new_object("/Type/FontDescriptor/FontName/" + program.name + "/FontFile2 " + reference(file) + "/CIDSet " +
                   reference(new_stream(program.cid_set, Coding::deflate)) + program.descriptor);
    auto* const cid_font = new_object(
        "/Type/Font/Subtype/CIDFontType2/BaseFont/" + program.name +
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor " + reference(descriptor) +
        "/CIDToGIDMap " + reference(new_stream(program.cid_to_gid, Coding::deflate)) + program.widths);
    set_entries(font, "/Type/Font/Subtype/Type0/BaseFont/" + program.name + "/Encoding/Identity-H/DescendantFonts[" +
                          reference(cid_font) + "]/ToUnicode " +
                          reference(new_stream(program.to_unicode, Coding::deflate)));
}

std::string HaruFile::save() {
    if (failed()) fail();
    if (HPDF_SaveToStream(doc()) != HPDF_OK || failed()) fail();
    HPDF_ResetStream(doc());
    auto size = HPDF_GetStreamSize(doc());
    std::string bytes(size, '\0');
    HPDF_ReadFromStream(doc(), reinterpret_cast<HPDF_BYTE*>(bytes.data()), &size);
    if (failed() || size != bytes.size()) fail();
    return bytes;
}

}  // namespace templates
