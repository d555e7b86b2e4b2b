#include "templates/haru.h"

#include <charconv>

#include "templates/haru_impl.h"
#include "templates/utf8.h"

namespace templates {
namespace {

HPDF_Date haru_date(core::Date date) {
    return {.year = static_cast<int>(date.year()),
            .month = static_cast<int>(static_cast<unsigned>(date.month())),
            .day = static_cast<int>(static_cast<unsigned>(date.day())),
            .hour = 12,
            .minutes = 0,
            .seconds = 0,
            .ind = 'Z',
            .off_hour = 0,
            .off_minutes = 0};
}

}  // namespace

void append_number(std::string& out, double value) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.begin(), digits.end(), value, std::chars_format::fixed, 3).ptr;
    out.append(digits.begin(), end);
}

void HaruDoc::Impl::describe(const DocumentInfo& info) {
    HPDF_SetCompressionMode(file.doc(), HPDF_COMP_TEXT | HPDF_COMP_IMAGE);
    file.set_info("Producer", "Vaguemestre");
    file.set_info("Creator", "Vaguemestre");
    if (!info.title.empty()) file.set_info("Title", info.title);
    if (!info.author.empty()) file.set_info("Author", info.author);
    if (!info.subject.empty()) file.set_info("Subject", info.subject);
    if (info.date.ok()) {
        HPDF_SetInfoDateAttr(file.doc(), HPDF_INFO_CREATION_DATE, haru_date(info.date));
        HPDF_SetInfoDateAttr(file.doc(), HPDF_INFO_MOD_DATE, haru_date(info.date));
    }
    file.set_catalog(info.language);
}

HaruDoc::HaruDoc(const Fonts& fonts, const DocumentInfo& info) : impl_(std::make_unique<Impl>(fonts)) {
    impl_->describe(info);
}
HaruDoc::~HaruDoc() = default;
HaruDoc::HaruDoc(HaruDoc&&) noexcept = default;
HaruDoc& HaruDoc::operator=(HaruDoc&&) noexcept = default;

void HaruDoc::add_page(double width, double height) {
    const auto page = impl_->file.require(HPDF_AddPage(impl_->file.doc()));
    HPDF_Page_SetWidth(page, static_cast<HPDF_REAL>(width * points_per_mm));
    HPDF_Page_SetHeight(page, static_cast<HPDF_REAL>(height * points_per_mm));
    impl_->sheets.push_back({page, height});
    impl_->current = impl_->sheets.size() - 1;
}

int HaruDoc::page_count() const { return static_cast<int>(impl_->sheets.size()); }

void HaruDoc::go_to(int number) {
    if (number < 1 || number > page_count()) throw std::logic_error("no page " + std::to_string(number));
    impl_->current = static_cast<std::size_t>(number) - 1;
}

/// Notes which characters of the face are used and refuses those it cannot draw.
std::vector<PlacedChar> HaruDoc::Impl::shape(std::u32string_view text, Face face) {
    auto placed = fonts.face(face).shape(text);
    for (const auto& item : placed) {
        if (item.width == 0 && !fonts.face(face).has(item.code))
            refuse(core::Reason::glyph_missing, "caractère « " + encode_utf8({&item.code, 1}) + " » (U+" +
                                                    hex_code(item.code) + ") dans « " + encode_utf8(text) + " »");
        if (!FontFace::is_common(item.code)) used[face].rare = true;
    }
    return placed;
}

const char* HaruDoc::Impl::font_name(Face face) {
    auto& use = used[face];
    if (!use.font) use.font = file.new_font();
    return file.font_on_page(page(), use.font, static_cast<int>(face));
}

void HaruDoc::text(double x, double baseline, std::string_view utf8, const TextStyle& style) {
    const auto placed = impl_->shape(decode_utf8(utf8), style.face);
    if (placed.empty()) return;
    std::string out = "BT\n";
    for (const auto part : {style.colour.red, style.colour.green, style.colour.blue})
        append_number(out, part), out += ' ';
    out += std::string("rg\n/") + impl_->font_name(style.face) + " ";
    append_number(out, style.size);
    out += " Tf\n1 0 0 1 ";
    append_number(out, x * points_per_mm), out += ' ';
    append_number(out, impl_->up(baseline));
    out += " Tm\n[<";
    const double space = style.extra_space * points_per_mm / style.size * 1000;
    for (const auto& item : placed) {
        for (int shift = 12; shift >= 0; shift -= 4) out += "0123456789ABCDEF"[(item.code >> shift) & 0xF];
        const double gap = item.advance - item.width + style.tracking + (stretches(item.code) ? space : 0);
        if (gap == 0 || &item == &placed.back()) continue;
        out += ">";
        append_number(out, -gap);
        out += "<";
    }
    out += ">] TJ\nET\n";
    impl_->file.write(impl_->page(), out);
}

double HaruDoc::text_width(std::string_view utf8, const TextStyle& style) const {
    return templates::text_width(impl_->fonts, utf8, style);
}

double text_width(const Fonts& fonts, std::string_view utf8, const TextStyle& style) {
    const auto placed = fonts.face(style.face).shape(decode_utf8(utf8));
    double thousandths = 0, spaces = 0;
    for (const auto& item : placed) {
        thousandths += item.advance + style.tracking;
        if (stretches(item.code)) spaces += 1;
    }
    if (!placed.empty()) thousandths -= style.tracking;
    return thousandths / 1000 * style.size / points_per_mm + spaces * style.extra_space;
}

void HaruDoc::text_right(double right, double baseline, std::string_view utf8, const TextStyle& style) {
    text(right - text_width(utf8, style), baseline, utf8, style);
}

void HaruDoc::text_centred(double centre, double baseline, std::string_view utf8, const TextStyle& style) {
    text(centre - text_width(utf8, style) / 2, baseline, utf8, style);
}

core::Outcome<std::string> HaruDoc::bytes() {
    if (std::exchange(impl_->finished, true)) throw std::logic_error("the document was finished already");
    if (impl_->refusal) return *impl_->refusal;
    for (auto& [face, use] : impl_->used) {
        if (!use.font) continue;
        const auto& source = impl_->fonts.face(face);
        impl_->file.finish_font(use.font, use.rare ? source.full_program() : source.common_program());
    }
    return impl_->file.save();
}

}  // namespace templates
