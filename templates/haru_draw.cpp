#include "templates/haru_impl.h"

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
    auto& out = content();
    out += settings;
    out += path;
    out += operation;
    path.clear();
}

/// `[left bottom right top]`
std::string HaruDoc::Impl::rectangle_of(const core::BoxMm& box) {
    auto text = "[" + numbers({box.x0 * points_per_mm, up(box.y1), box.x1 * points_per_mm, up(box.y0)});
    text.back() = ']';
    return text;
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

void HaruDoc::fill_path(Colour colour) {
    impl_->content();
    impl_->set_colour(colour);
    impl_->paint({}, "f\n");
}

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

void HaruDoc::picture(const Picture& picture, const core::BoxMm& box) {
    auto& image = impl_->pictures[&picture];
    if (!image) image = impl_->file.new_image(picture);
    const auto* const name = impl_->file.require(HPDF_Page_GetXObjectName(impl_->sheet().page, image));
    auto& out = impl_->content();
    out += "q " + numbers({box.width() * points_per_mm, 0, 0, box.height() * points_per_mm, box.x0 * points_per_mm,
                           impl_->up(box.y1)});
    out += std::string{"cm /"} + name + " Do Q\n";
}

}  // namespace templates
