#pragma once

#include <hpdf.h>

#include <deque>
#include <memory>
#include <string>
#include <string_view>

#include "templates/fonts.h"
#include "templates/picture.h"

namespace templates {

/// Four hexadecimal digits, or more beyond the BMP.
std::string hex_code(char32_t code);
/// At most three decimals, a dot whatever the locale.
void append_number(std::string& out, double value);

/// One libharu document and what is written into it object by object, through libharu's own low-level calls: what the
/// library has no way to make is given to it as text. Private to templates/haru*.cpp.
class HaruFile {
  public:
    HaruFile();

    HPDF_Doc doc() const { return doc_.get(); }
    /// The handle, or std::logic_error with libharu's first error: a null handle crashes the library later.
    template <class Handle>
    Handle require(Handle handle) const {
        if (!handle) fail();
        return handle;
    }
    bool failed() const;
    [[noreturn]] void fail() const;
    /// After an image that cannot be read: the document is whole, its error is not ours.
    void forget_error();

    void set_info(const char* key, std::string_view utf8);
    static unsigned number_of(HPDF_Dict object) { return object->header.obj_id & 0x00FFFFFFU; }

    /// A new object of the document; its entries are the text, which may be given later.
    HPDF_Dict new_object(std::string entries = {});
    void set_entries(HPDF_Dict object, std::string entries);
    /// A stream whose bytes are in the zlib format already, or are not compressed at all.
    enum class Coding { deflate, none };
    HPDF_Dict new_stream(std::string_view bytes, Coding coding, std::string entries = {});
    /// The whole content of a page, deflated already.
    void set_content(HPDF_Page page, std::string_view deflated);
    void set_file_id(std::string_view sixteen_bytes);

    HPDF_Dict new_image(const Picture& picture);
    /// The resource name of the font on this page, added there when new.
    const char* font_on_page(HPDF_Page page, HPDF_Dict font, int number);
    /// Fills the font's dictionaries; before saving.
    void finish_font(HPDF_Dict font, const FontProgram& program);
    std::string save();

  private:
    struct FirstError {
        HPDF_STATUS code = 0;
        HPDF_STATUS detail = 0;
    };
    struct Free {
        using pointer = HPDF_Doc;
        void operator()(HPDF_Doc doc) const noexcept { HPDF_Free(doc); }
    };
    static void note_error(HPDF_STATUS code, HPDF_STATUS detail, void* user) noexcept;
    const std::string& keep(std::string text) { return texts_.emplace_back(std::move(text)); }

    std::unique_ptr<FirstError> error_;  ///< First: libharu keeps its address until doc_ is freed.
    std::deque<std::string> texts_;      ///< Entries of objects, read when libharu writes them.
    std::unique_ptr<HPDF_Doc, Free> doc_;
};

}  // namespace templates
