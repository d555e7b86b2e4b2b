#include <algorithm>

#include "templates/letter.h"
#include "templates/letter_content.h"
#include "templates/set_blocks.h"
#include "templates/sheet.h"
#include "templates/typography.h"

namespace templates {
namespace {

/// The data a letter carries inside: only the paths its template names.
std::string joined_bytes(const JoinedData& joined, const core::Fields& data) {
    core::Fields kept;
    for (auto path : joined.paths) {
        std::ranges::replace(path, '/', '.');
        for (const auto& [key, value] : data)
            if (key == path || key.starts_with(path + ".")) kept[key] = value;
    }
    const auto doc = xml_from_fields(kept, "donnees");
    return doc ? doc->bytes() : std::string{};  // A part of what was a document already.
}

DocumentInfo info_of(const LetterContent& letter, const core::Fields& data, core::Date date) {
    const auto number = core::field(data, "dossier.numero");
    return {.title = french(number.empty() ? letter.title : letter.title + " – dossier n° " + number),
            .author = core::field(data, "bureau.nom"),
            .subject = {},
            .date = date};
}

/// One letter being made.
class Renderer {
  public:
    Renderer(const LetterContent& letter, const core::Fields& data, core::Date date, const XmlDoc& xml,
             const Fonts& fonts)
        : letter_(letter),
          data_(data),
          shaper_(shaper_of(fonts)),
          doc_(fonts, info_of(letter, data, date)),
          filler_(xml, letter.charter->pictures) {
        shaper_.rest();
        filler_.set_variable("lettre", letter.id);
        filler_.set_variable("procedure", letter.procedure.empty() ? core::field(data, "procedure") : letter.procedure);
        filler_.set_variable("date", core::iso_date(date));
        filler_.set_variable("titre", letter.title);
        filler_.set_part(&letter.references);
    }

    core::Outcome<std::string> render() {
        const auto& master = *letter_.master;
        const auto object = filler_.phrase(letter_.object);
        const auto blocks = filler_.blocks(letter_.body);
        if (filler_.refusal()) return *filler_.refusal();

        const auto* const body = letter_.charter->style("corps");
        const BlockSetter::Area area{master.left, master.right - master.left, Tag::document, body, true, {}};
        BlockSetter setter{doc_, shaper_, *letter_.charter, master};
        if (letter_.has_object) setter.set_object(object, *letter_.charter->style("objet"), area);
        const auto pages = paginate(setter.set(blocks, area), {master.first.top, master.first.bottom},
                                    {master.next.top, master.next.bottom});

        const auto window = master.first.window.value_or(EnvelopeWindow{.visible = {110, 59, 190, 79}, .exposed = {}});
        const auto address = wants_address() ? address_lines(shaper_, window.visible, data_)
                                             : core::Outcome<std::vector<RowPiece>>{std::vector<RowPiece>{}};
        if (!address) return address.refusal();
        Sheet sheet{doc_, shaper_, *letter_.charter, master, filler_, *address};
        for (std::size_t i = 0; i < pages.size(); ++i) sheet.draw(pages[i], i + 1, pages.size());
        if (filler_.refusal()) return *filler_.refusal();
        if (sheet.refusal()) return *sheet.refusal();
        for (const auto& joined : letter_.joined) doc_.attach(joined.file, joined.title, joined_bytes(joined, data_));
        return doc_.bytes();
    }

  private:
    bool wants_address() const {
        return std::ranges::any_of(letter_.master->first.frames, [](const Frame& frame) {
            return std::ranges::any_of(frame.content, [](const Node& node) { return node.op == Op::address; });
        });
    }

    const LetterContent& letter_;
    const core::Fields& data_;
    Shaper& shaper_;
    HaruDoc doc_;
    Filler filler_;
};

}  // namespace

core::Outcome<std::string> render_letter(const LetterTemplate& letter, const core::Fields& data, core::Date date) {
    const auto& content = letter.content();
    if (content.master == nullptr) throw std::logic_error("a mail text is not printed: " + content.id);
    if (auto refusal = other_procedure(content, data)) return *refusal;
    const auto xml = xml_from_fields(data, "donnees");
    if (!xml) return xml.refusal();
    return Renderer{content, data, date, *xml, fonts_of(content.charter->fonts)}.render();
}

}  // namespace templates
