#include "templates/haru.h"

#include <algorithm>

#include "templates/haru_impl.h"
#include "templates/utf8.h"

namespace templates {

HaruDoc::HaruDoc(const Fonts& fonts, const DocumentInfo& info) : impl_(std::make_unique<Impl>(fonts, info)) {}
HaruDoc::~HaruDoc() = default;
HaruDoc::HaruDoc(HaruDoc&&) noexcept = default;
HaruDoc& HaruDoc::operator=(HaruDoc&&) noexcept = default;

void HaruDoc::add_page(double width, double height) {
    const auto page = impl_->file.require(HPDF_AddPage(impl_->file.doc()));
    HPDF_Page_SetWidth(page, static_cast<HPDF_REAL>(width * points_per_mm));
    HPDF_Page_SetHeight(page, static_cast<HPDF_REAL>(height * points_per_mm));
    impl_->sheets.push_back(
        {.page = page, .height = height, .content = {}, .open = {}, .colour = {}, .annotations = {}});
    impl_->sheets.back().content.reserve(16'384);
    impl_->current = impl_->sheets.size() - 1;
    impl_->tag = Tag::artefact;
}

int HaruDoc::page_count() const { return static_cast<int>(impl_->sheets.size()); }

void HaruDoc::go_to(int number) {
    if (number < 1 || number > page_count()) throw std::logic_error("no page " + std::to_string(number));
    impl_->current = static_cast<std::size_t>(number) - 1;
    impl_->tag = Tag::artefact;
}

Tag HaruDoc::add_tag(TagType type, Tag parent, TagFacts facts) {
    return impl_->structure.add(type, parent, std::move(facts));
}
void HaruDoc::tag(Tag tag) { impl_->tag = tag; }
void HaruDoc::attach_tag(Tag tag) { impl_->structure.attach(tag); }

void HaruDoc::Impl::close_mark(Sheet& sheet) {
    if (sheet.open) sheet.content += "EMC\n";
    sheet.open.reset();
}

std::string& HaruDoc::Impl::content() {
    auto& page = sheet();
    if (page.open == tag) return page.content;
    close_mark(page);
    if (tag == Tag::artefact) {
        page.content += "/Artifact BMC\n";
    } else {
        page.content += '/';
        page.content += structure.name(tag);
        page.content += "<</MCID " + std::to_string(structure.mark(tag, current)) + ">>BDC\n";
    }
    page.open = tag;
    return page.content;
}

const char* HaruDoc::Impl::font_name(Face face, Repertoire repertoire) {
    auto& use = used.at(static_cast<std::size_t>(face));
    if (!use.font) use.font = file.new_object();
    use.repertoire = std::max(use.repertoire, repertoire);
    return file.font_on_page(sheet().page, use.font, static_cast<int>(face));
}

void HaruDoc::Impl::set_colour(Colour colour) {
    auto& page = sheet();
    if (page.colour == colour) return;
    page.colour = colour;
    for (const auto part : {colour.red, colour.green, colour.blue})
        append_number(page.content, part), page.content += ' ';
    page.content += "rg\n";
}

namespace {

/// A literal string of two-byte codes, and after a gap the next.
void append_glyphs(std::string& out, const std::vector<Glyph>& glyphs) {
    out += "[(";
    for (const auto& glyph : glyphs) {
        for (const auto byte : {glyph.code >> 8, glyph.code & 0xFF}) {
            const auto c = static_cast<char>(byte);
            if (c == '(' || c == ')' || c == '\\') out += '\\';
            if (c == '\r')
                out += "\\r";  // A reader takes a bare one for the end of a line.
            else
                out += c;
        }
        if (glyph.after == 0 || &glyph == &glyphs.back()) continue;
        out += ')';
        out += std::to_string(-glyph.after);
        out += '(';
    }
    out += ")]TJ\n";
}

}  // namespace

void HaruDoc::Impl::refuse_missing(const TextPiece& piece) {
    if (!piece.missing) return;
    refuse(core::Reason::glyph_missing, "caractère « " + encode_utf8({&*piece.missing, 1}) + " » (U+" +
                                            hex_code(*piece.missing) + ") dans « " + text_of(piece) + " »");
}

void HaruDoc::piece(double x, double baseline, const TextPiece& piece) {
    if (piece.glyphs.empty()) return;
    impl_->refuse_missing(piece);
    auto& out = impl_->content();
    auto& page = impl_->sheet();
    impl_->set_colour(piece.style.colour);
    const auto* const name = impl_->font_name(piece.style.face, piece.repertoire);
    out += "BT\n";
    if (page.font != name || page.size != piece.style.size) {
        out += '/';
        out += name;
        out += ' ';
        append_number(out, piece.style.size);
        out += " Tf\n";
        page.font = name;
        page.size = piece.style.size;
    }
    append_number(out, x * points_per_mm), out += ' ';
    append_number(out, impl_->up(baseline - piece.style.rise));
    out += " Td\n";
    append_glyphs(out, piece.glyphs);
    out += "ET\n";
    if (piece.style.underline) {
        const double depth = impl_->fonts.face(piece.style.face).underline_depth() * piece.style.size / points_per_mm;
        const double y = baseline - piece.style.rise + std::max(depth, 0.3);
        fill_rectangle(x, y, piece.width, piece.style.size * 0.018, piece.style.colour);
    }
}

void HaruDoc::text(double x, double baseline, std::string_view utf8, const TextStyle& style) {
    if (impl_->sheets.empty()) throw std::logic_error("drawing without a page");
    piece(x, baseline, set_line(shaper_of(impl_->fonts), decode_utf8(utf8), style));
}

void HaruDoc::text_right(double right, double baseline, std::string_view utf8, const TextStyle& style) {
    const auto set = set_line(shaper_of(impl_->fonts), decode_utf8(utf8), style);
    piece(right - set.width, baseline, set);
}

void HaruDoc::text_centred(double centre, double baseline, std::string_view utf8, const TextStyle& style) {
    const auto set = set_line(shaper_of(impl_->fonts), decode_utf8(utf8), style);
    piece(centre - set.width / 2, baseline, set);
}

double HaruDoc::text_width(std::string_view utf8, const TextStyle& style) const {
    return templates::text_width(impl_->fonts, utf8, style);
}

double text_width(const Fonts& fonts, std::string_view utf8, const TextStyle& style) {
    return set_line(shaper_of(fonts), decode_utf8(utf8), style).width;
}

void HaruDoc::link(const core::BoxMm& box, const std::string& address, Tag tag) {
    const auto key = impl_->annotation_count++;
    std::string target = "(";
    for (const char c : address) target += (c == '(' || c == ')' || c == '\\' ? "\\" : "") + std::string(1, c);
    impl_->sheet().annotations.push_back(HaruFile::number_of(impl_->file.new_object(
        "/Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect" + impl_->rectangle_of(box) + "/Contents" +
        text_string(address) + "/A<</S/URI/URI" + target + ")>>/StructParent " + std::to_string(1'000'000 + key))));
    impl_->structure.own(tag, impl_->current, impl_->sheet().annotations.back(), 1'000'000 + key);
}

void HaruDoc::attach(const std::string& name, const std::string& says, std::string_view bytes) {
    impl_->attachments.push_back({name, says, std::string{bytes}});
}

core::Outcome<std::string> HaruDoc::bytes() {
    if (std::exchange(impl_->finished, true)) throw std::logic_error("the document was finished already");
    if (impl_->refusal) return *impl_->refusal;
    if (impl_->file.failed()) impl_->file.fail();
    impl_->finish();
    return impl_->file.save();
}

}  // namespace templates
