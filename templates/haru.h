#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/geometry.h"
#include "core/outcome.h"
#include "templates/pdf_structure.h"
#include "templates/picture.h"
#include "templates/text.h"

namespace templates {

struct DocumentInfo {
    std::string title;  ///< French; shown by viewers instead of the file name.
    std::string author;
    std::string subject;
    core::Date date{};  ///< Creation and change date: the same input gives the same bytes.
    std::string language = "fr-FR";
};

/// A PDF document being drawn through libharu: PDF/A-2 (PDF/A-3 with an attachment), level A and PDF/UA-1 when it is
/// tagged, level B when it is not. Lengths are millimetres from the TOP LEFT corner of the page, sizes of type are
/// points, y of a text is its baseline. Touches no file: `bytes()` goes through memory (libharu's own file writer calls
/// a full disk a success). libharu's errors stick and cascade: the first one is kept and becomes a std::logic_error at
/// the next handle or in bytes(). A character no face can draw is a refusal, never a hole. One thread at a time;
/// `fonts` must outlive it.
class HaruDoc {
  public:
    HaruDoc(const Fonts& fonts, const DocumentInfo& info);
    ~HaruDoc();
    HaruDoc(HaruDoc&&) noexcept;
    HaruDoc& operator=(HaruDoc&&) noexcept;

    void add_page(double width = 210, double height = 297);
    int page_count() const;
    /// Draws on page `number` (from 1) from now on: page numbers "x/y" are known last.
    void go_to(int number);

    // What a screen reader hears. Everything drawn belongs to the element said last; at first, and on a new page, it is
    // an artefact.
    Tag add_tag(TagType type, Tag parent = Tag::document, TagFacts facts = {});
    void tag(Tag tag);
    void attach_tag(Tag tag);  ///< Has its place now, drawn or not: an empty cell.

    void text(double x, double baseline, std::string_view utf8, const TextStyle& style);
    void text_right(double right, double baseline, std::string_view utf8, const TextStyle& style);
    void text_centred(double centre, double baseline, std::string_view utf8, const TextStyle& style);
    double text_width(std::string_view utf8, const TextStyle& style) const;
    /// A piece of a broken paragraph; its own x is not looked at.
    void piece(double x, double baseline, const TextPiece& piece);

    void line(double x0, double y0, double x1, double y1, double width, Colour colour = {});
    /// `dash` and `gap` in mm.
    void dashed_line(double x0, double y0, double x1, double y1, double width, double dash, double gap,
                     Colour colour = {});
    /// The border is centred on the rectangle's edge.
    void rectangle(double x, double y, double width, double height, double border, Colour colour = {});
    void fill_rectangle(double x, double y, double width, double height, Colour colour = {});

    // A path of one's own: build it, then stroke or fill it. add_rectangle serves codes: many squares, one fill.
    void move_to(double x, double y);
    void line_to(double x, double y);
    void curve_to(double x1, double y1, double x2, double y2, double x3, double y3);
    void close_path();
    void add_rectangle(double x, double y, double width, double height);
    void stroke_path(double width, Colour colour = {});
    void fill_path(Colour colour = {});

    /// The picture must outlive the document; it is written once, however often it is drawn.
    void picture(const Picture& picture, const core::BoxMm& box);

    /// A place to click on, over what is drawn already.
    void link(const core::BoxMm& box, const std::string& address, Tag tag);
    /// A file inside: `name` ASCII, `says` French. Data of the document, as PDF/A-3 has it.
    void attach(const std::string& name, const std::string& says, std::string_view bytes);

    /// The finished document; call it once, last. Reason::glyph_missing names the first character no face could draw.
    core::Outcome<std::string> bytes();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace templates
