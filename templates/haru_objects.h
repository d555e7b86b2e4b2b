#pragma once

#include <hpdf.h>

#include <memory>
#include <string>
#include <string_view>

#include "templates/fonts.h"
#include "templates/png_file.h"

namespace templates {

/// Four hexadecimal digits, or more beyond the BMP.
std::string hex_code(char32_t code);

/// A composite font of one face as used in one document; `rare` when a character outside the common subset was drawn.
struct FontUse {
    HPDF_Dict font = nullptr;  ///< Owned by the document; null until the face is first drawn with.
    bool rare = false;
};

/// One libharu document and what is written into it object by object: fonts, metadata, raw page content. Private to
/// templates/haru*.cpp.
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
    void set_catalog(const std::string& language);
    void write(HPDF_Page page, const std::string& content);

    HPDF_Image new_image(const PngFile& png);
    HPDF_Dict new_font();
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
    HPDF_Dict stream_of_deflated(const std::string& deflated);

    std::unique_ptr<FirstError> error_;  ///< First: libharu keeps its address until doc_ is freed.
    std::unique_ptr<HPDF_Doc, Free> doc_;
};

}  // namespace templates
