#include "templates/haru_impl.h"
#include "templates/png_file.h"

namespace templates {
namespace {

std::string numbers(std::initializer_list<double> values) {
    std::string out;
    for (const auto value : values) append_number(out, value), out += ' ';
    return out;
}

std::string colour_of(Colour colour, const char* operation) {
    return numbers({colour.red, colour.green, colour.blue}) + operation + "\n";
}

}  // namespace

// A path is kept aside until it is painted: PDF wants colours and widths before its first point.
void HaruDoc::Impl::add_path(std::initializer_list<core::Point> along, const char* operation) {
    for (const auto& point : along) path += numbers({point.x * points_per_mm, up(point.y)});
    path += operation;
}

void HaruDoc::Impl::paint(const std::string& settings, const char* operation) {
    file.write(page(), settings + path + operation);
    path.clear();
}

void HaruDoc::move_to(double x, double y) { impl_->add_path({{x, y}}, "m\n"); }
void HaruDoc::line_to(double x, double y) { impl_->add_path({{x, y}}, "l\n"); }
void HaruDoc::curve_to(double x1, double y1, double x2, double y2, double x3, double y3) {
    impl_->add_path({{x1, y1}, {x2, y2}, {x3, y3}}, "c\n");
}
void HaruDoc::close_path() { impl_->path += "h\n"; }

void HaruDoc::add_rectangle(double x, double y, double width, double height) {
    impl_->add_path({{x, y + height}}, "");
    impl_->path += numbers({width * points_per_mm, height * points_per_mm}) + "re\n";
}

void HaruDoc::stroke_path(double width, Colour colour) {
    impl_->paint(numbers({width * points_per_mm}) + "w " + colour_of(colour, "RG"), "S\n");
}

void HaruDoc::fill_path(Colour colour) { impl_->paint(colour_of(colour, "rg"), "f\n"); }

void HaruDoc::line(double x0, double y0, double x1, double y1, double width, Colour colour) {
    move_to(x0, y0);
    line_to(x1, y1);
    stroke_path(width, colour);
}

void HaruDoc::dashed_line(double x0, double y0, double x1, double y1, double width, double dash, double gap,
                          Colour colour) {
    move_to(x0, y0);
    line_to(x1, y1);
    impl_->paint("q [" + numbers({dash * points_per_mm, gap * points_per_mm}) + "] 0 d " +
                     numbers({width * points_per_mm}) + "w " + colour_of(colour, "RG"),
                 "S Q\n");
}

void HaruDoc::rectangle(double x, double y, double width, double height, double border, Colour colour) {
    add_rectangle(x, y, width, height);
    stroke_path(border, colour);
}

void HaruDoc::fill_rectangle(double x, double y, double width, double height, Colour colour) {
    add_rectangle(x, y, width, height);
    fill_path(colour);
}

void HaruDoc::Impl::image(HPDF_Image picture, core::BoxMm box) {
    if (!picture) {
        file.forget_error();
        return refuse(core::Reason::damaged, "image JPEG");
    }
    HPDF_Page_DrawImage(page(), picture, static_cast<HPDF_REAL>(box.x0 * points_per_mm),
                        static_cast<HPDF_REAL>(up(box.y1)), static_cast<HPDF_REAL>(box.width() * points_per_mm),
                        static_cast<HPDF_REAL>(box.height() * points_per_mm));
}

void HaruDoc::png(std::string_view bytes, double x, double y, double width, double height) {
    const auto taken = take_apart_png(bytes);
    if (!taken) return impl_->refuse(core::Reason::damaged, "image PNG");
    impl_->image(impl_->file.new_image(*taken), {x, y, x + width, y + height});
}

void HaruDoc::jpeg(std::string_view bytes, double x, double y, double width, double height) {
    const auto* const data = reinterpret_cast<const HPDF_BYTE*>(bytes.data());
    auto* const picture = HPDF_LoadJpegImageFromMem(impl_->file.doc(), data, static_cast<HPDF_UINT>(bytes.size()));
    impl_->image(picture, {x, y, x + width, y + height});
}

}  // namespace templates
