#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/outcome.h"
#include "templates/fonts.h"

namespace templates {

/// Red, green, blue, 0 to 1. Black by default.
struct Colour {
    double red = 0, green = 0, blue = 0;
    bool operator==(const Colour&) const = default;
};
constexpr Colour grey(double level) { return {level, level, level}; }

struct TextStyle {
    Face face = Face::sans;
    double size = 10;  ///< Points.
    Colour colour{};
    double extra_space = 0;  ///< Millimetres added to each space that stretches (justified lines).
    double tracking = 0;     ///< Thousandths of the size added after each character (capitals set loosely).
};

/// Ordinary and no-break spaces stretch in justified lines; the narrow one keeps its width.
constexpr bool stretches(char32_t code) { return code == U' ' || code == U'\u00A0'; }

/// Millimetres; kerning, tracking and extra spaces counted. What the face lacks has no width.
double text_width(const Fonts& fonts, std::string_view utf8, const TextStyle& style);

struct DocumentInfo {
    std::string title;  ///< French; shown by viewers instead of the file name.
    std::string author;
    std::string subject;
    core::Date date{};  ///< Creation and change date: the same input gives the same bytes.
    std::string language = "fr-FR";
};

/// A PDF document being drawn through libharu. Lengths are millimetres from the TOP LEFT corner of the page, sizes of
/// type are points, y of a text is its baseline. Touches no file: `bytes()` goes through memory (libharu's own file
/// writer calls a full disk a success). libharu's errors stick and cascade: the first one is kept and becomes a
/// std::logic_error at the next handle or in bytes(). A character no face can draw is a refusal, never a hole.
/// One thread at a time; `fonts` must outlive it.
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

    void text(double x, double baseline, std::string_view utf8, const TextStyle& style);
    void text_right(double right, double baseline, std::string_view utf8, const TextStyle& style);
    void text_centred(double centre, double baseline, std::string_view utf8, const TextStyle& style);
    double text_width(std::string_view utf8, const TextStyle& style) const;

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

    /// Reason::damaged when the bytes are not such an image, or an interlaced or transparent PNG.
    void png(std::string_view bytes, double x, double y, double width, double height);
    void jpeg(std::string_view bytes, double x, double y, double width, double height);

    /// The finished document; call it once, last. Reason::glyph_missing names the first character no face could draw.
    core::Outcome<std::string> bytes();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace templates
