#include "templates/haru_objects.h"

#include <cstdio>
#include <stdexcept>

#include "templates/utf8.h"

namespace templates {
namespace {

// libharu calls these while it writes a dictionary: they add entries it has no way to make. `attr` is the text.
HPDF_STATUS write_entries(HPDF_Dict dict, HPDF_Stream out) {
    return HPDF_Stream_WriteStr(out, static_cast<const char*>(dict->attr));
}
// A stream whose bytes are deflated already: libharu is told there is no filter, and would drop an entry named Filter.
HPDF_STATUS write_deflated(HPDF_Dict, HPDF_Stream out) { return HPDF_Stream_WriteStr(out, "/Filter /FlateDecode\n"); }

void add_text(HPDF_Dict dict, const char* key, const std::string& ascii) {
    HPDF_Dict_Add(dict, key, HPDF_String_New(dict->mmgr, ascii.c_str(), nullptr));
}

HPDF_PageAttr attributes(HPDF_Page page) { return static_cast<HPDF_PageAttr>(page->attr); }

}  // namespace

std::string hex_code(char32_t code) {
    std::array<char, 9> digits{};
    std::snprintf(digits.data(), digits.size(), "%04X", static_cast<unsigned>(code));
    return digits.data();
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

void HaruFile::set_catalog(const std::string& language) {
    auto* const catalog = require(doc()->catalog);
    add_text(catalog, "Lang", language);
    auto* const preferences = require(HPDF_Dict_New(doc()->mmgr));
    HPDF_Dict_AddBoolean(preferences, "DisplayDocTitle", HPDF_TRUE);
    HPDF_Dict_AddName(preferences, "PrintScaling", "None");  // A form or a window address is right at 100 % only.
    HPDF_Dict_Add(catalog, "ViewerPreferences", preferences);
}

void HaruFile::write(HPDF_Page page, const std::string& content) {
    HPDF_Stream_Write(attributes(page)->stream, reinterpret_cast<const HPDF_BYTE*>(content.data()),
                      static_cast<HPDF_UINT>(content.size()));
}

HPDF_Image HaruFile::new_image(const PngFile& png) {
    auto* const image = stream_of_deflated(png.rows);
    image->header.obj_class |= HPDF_OSUBCLASS_XOBJECT;
    HPDF_Dict_AddName(image, "Type", "XObject");
    HPDF_Dict_AddName(image, "Subtype", "Image");
    HPDF_Dict_AddNumber(image, "Width", png.width);
    HPDF_Dict_AddNumber(image, "Height", png.height);
    HPDF_Dict_AddNumber(image, "BitsPerComponent", png.bits);
    if (png.palette.empty()) {
        HPDF_Dict_AddName(image, "ColorSpace", png.channels == 3 ? "DeviceRGB" : "DeviceGray");
    } else {
        auto* const indexed = require(HPDF_Array_New(doc()->mmgr));
        HPDF_Array_AddName(indexed, "Indexed");
        HPDF_Array_AddName(indexed, "DeviceRGB");
        HPDF_Array_AddNumber(indexed, static_cast<HPDF_INT32>(png.palette.size() / 3) - 1);
        auto palette = png.palette;
        HPDF_Array_Add(indexed, HPDF_Binary_New(doc()->mmgr, reinterpret_cast<HPDF_BYTE*>(palette.data()),
                                                static_cast<HPDF_UINT>(palette.size())));
        HPDF_Dict_Add(image, "ColorSpace", indexed);
    }
    auto* const filter = require(HPDF_Dict_New(doc()->mmgr));
    HPDF_Dict_AddNumber(filter, "Predictor", 15);  // Rows filtered as PNG does.
    HPDF_Dict_AddNumber(filter, "Colors", png.channels);
    HPDF_Dict_AddNumber(filter, "BitsPerComponent", png.bits);
    HPDF_Dict_AddNumber(filter, "Columns", png.width);
    HPDF_Dict_Add(image, "DecodeParms", filter);
    return image;
}

HPDF_Dict HaruFile::new_font() {
    auto* const font = require(HPDF_Dict_New(doc()->mmgr));
    HPDF_Xref_Add(doc()->xref, font);  // The document owns it from here.
    HPDF_Dict_AddName(font, "Type", "Font");
    HPDF_Dict_AddName(font, "Subtype", "Type0");
    return font;
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

HPDF_Dict HaruFile::stream_of_deflated(const std::string& deflated) {
    auto* const dict = require(HPDF_DictStream_New(doc()->mmgr, doc()->xref));
    dict->filter = HPDF_STREAM_FILTER_NONE;
    dict->write_fn = write_deflated;
    HPDF_Stream_Write(dict->stream, reinterpret_cast<const HPDF_BYTE*>(deflated.data()),
                      static_cast<HPDF_UINT>(deflated.size()));
    return dict;
}

void HaruFile::finish_font(HPDF_Dict font, const FontProgram& program) {
    HPDF_Dict_AddName(font, "BaseFont", program.name.c_str());
    HPDF_Dict_AddName(font, "Encoding", "Identity-H");
    HPDF_Dict_Add(font, "ToUnicode", stream_of_deflated(program.to_unicode));

    auto* const descriptor = require(HPDF_Dict_New(doc()->mmgr));
    HPDF_Xref_Add(doc()->xref, descriptor);
    HPDF_Dict_AddName(descriptor, "Type", "FontDescriptor");
    HPDF_Dict_AddName(descriptor, "FontName", program.name.c_str());
    auto* const file = stream_of_deflated(program.program);
    HPDF_Dict_AddNumber(file, "Length1", static_cast<HPDF_INT32>(program.program_size));
    HPDF_Dict_Add(descriptor, "FontFile2", file);
    descriptor->attr = const_cast<char*>(program.descriptor.c_str());
    descriptor->write_fn = write_entries;

    auto* const cid_font = require(HPDF_Dict_New(doc()->mmgr));
    HPDF_Xref_Add(doc()->xref, cid_font);
    HPDF_Dict_AddName(cid_font, "Type", "Font");
    HPDF_Dict_AddName(cid_font, "Subtype", "CIDFontType2");
    HPDF_Dict_AddName(cid_font, "BaseFont", program.name.c_str());
    auto* const system = require(HPDF_Dict_New(doc()->mmgr));
    add_text(system, "Registry", "Adobe");
    add_text(system, "Ordering", "Identity");
    HPDF_Dict_AddNumber(system, "Supplement", 0);
    HPDF_Dict_Add(cid_font, "CIDSystemInfo", system);
    HPDF_Dict_Add(cid_font, "FontDescriptor", descriptor);
    HPDF_Dict_Add(cid_font, "CIDToGIDMap", stream_of_deflated(program.cid_to_gid));
    cid_font->attr = const_cast<char*>(program.widths.c_str());
    cid_font->write_fn = write_entries;

    auto* const descendants = require(HPDF_Array_New(doc()->mmgr));
    HPDF_Array_Add(descendants, cid_font);
    HPDF_Dict_Add(font, "DescendantFonts", descendants);
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
