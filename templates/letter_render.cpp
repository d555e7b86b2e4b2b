#include <optional>

#include "templates/letter_layout.h"
#include "templates/text.h"

namespace templates {
namespace {

std::string joined(const std::vector<std::string>& parts, const char* between) {
    std::string text;
    for (const auto& part : parts)
        if (!part.empty()) text += (text.empty() ? "" : between) + part;
    return text;
}

/// Everything of a letter that is not its text: letterhead, address, marks, page numbers.
class Sheet {
  public:
    Sheet(HaruDoc& doc, const Fonts& fonts, const core::Fields& data) : doc_(doc), fonts_(fonts), data_(data) {}

    void letterhead() {
        doc_.fill_rectangle(letter_grid::left, 14, 14, 1.1, letter_look::accent);
        doc_.text(letter_grid::left, 22.5, field("bureau.nom"),
                  {.face = Face::sans_bold, .size = 15, .colour = letter_look::accent});
        doc_.text(letter_grid::left, 27.6, field("bureau.service"),
                  {.face = Face::sans, .size = 9, .colour = letter_look::muted});
        double y = 33.2;
        for (const auto& line : core::lines_of(data_, "bureau.adresse.ligne")) {
            doc_.text(letter_grid::left, y, french(line),
                      {.face = Face::sans, .size = letter_look::small, .colour = letter_look::muted});
            y += letter_look::small_leading;
        }
    }

    void references(const std::vector<Reference>& list) {
        double y = 58.5;
        for (const auto& reference : list) {
            doc_.text(letter_grid::left, y, reference.label,
                      {.face = Face::sans, .size = 7.2, .colour = letter_look::muted});
            y += 3.7;
            std::vector<TextRun> runs;
            for (const auto& words : reference.words)
                runs.push_back({words.text, {.face = words.bold ? Face::sans_bold : Face::sans, .size = 8.8}});
            for (const auto& line : break_lines(fonts_, runs, {65, Alignment::left})) {
                for (const auto& piece : line.pieces)
                    doc_.text(letter_grid::left + piece.x, y, piece.text, piece.style);
                y += 3.9;
            }
            y += 1.6;
        }
    }

    void address(const std::vector<AddressLine>& lines) {
        for (const auto& line : lines) doc_.text(letter_grid::axis, line.baseline, line.text, line.style);
    }

    void place_and_date(core::Date date) {
        const auto text = french(field("bureau.ville") + ", le " + core::long_date(date));
        doc_.text(letter_grid::axis, letter_grid::first_baseline, text,
                  {.face = Face::sans, .size = letter_look::body});
    }

    /// Where the body may begin.
    double subject(const std::vector<Words>& words) {
        doc_.text(letter_grid::left, letter_grid::subject_baseline, "Objet",
                  {.face = Face::sans, .size = letter_look::small, .colour = letter_look::muted});
        double y = letter_grid::subject_baseline;
        const TextRun run{plain(words), {.face = Face::sans_bold, .size = letter_look::body}};
        for (const auto& line : break_lines(fonts_, {run}, {letter_grid::right - letter_grid::text, Alignment::left})) {
            for (const auto& piece : line.pieces) doc_.text(letter_grid::text + piece.x, y, piece.text, piece.style);
            y += letter_look::body_leading;
        }
        return y + 2.5;
    }

    /// Where to fold for a DL or C6/5 envelope.
    void fold_marks() {
        for (const auto y : {99.0, 198.0}) doc_.line(4, y, 9, y, 0.2, grey(0.5));
    }

    void rows(const PageRows& placed) {
        for (const auto& [top, row] : placed) {
            if (row.rule_above)
                doc_.line(letter_grid::left, top - 3.2, letter_grid::right, top - 3.2, 0.15, grey(0.55));
            for (const auto& piece : row.pieces) doc_.text(piece.x, top + row.baseline(), piece.text, piece.style);
        }
        bar(placed);
    }

    void footer(int page, int pages) {
        const TextStyle style{.face = Face::sans, .size = 7.2, .colour = letter_look::muted};
        doc_.line(letter_grid::left, 279.5, letter_grid::right, 279.5, 0.15, grey(0.55));
        const auto address = joined(core::lines_of(data_, "bureau.adresse.ligne"), ", ");
        doc_.text(letter_grid::left, 283.6, french(joined({field("bureau.nom"), address}, " – ")), style);
        doc_.text(letter_grid::left, 287, french(joined({phone(), field("bureau.courriel")}, " – ")), style);
        doc_.text_right(letter_grid::right, 283.6, std::to_string(page) + "/" + std::to_string(pages), style);
    }

    void next_page_header(int page, int pages) {
        const TextStyle style{.face = Face::sans, .size = letter_look::small, .colour = letter_look::muted};
        doc_.text(letter_grid::left, 17,
                  french(joined({field("bureau.nom"), "dossier n° " + field("dossier.numero")}, " – ")), style);
        doc_.text_right(letter_grid::right, 17,
                        french("page " + std::to_string(page) + " sur " + std::to_string(pages)), style);
        doc_.line(letter_grid::left, 19.5, letter_grid::right, 19.5, 0.15, grey(0.55));
    }

  private:
    std::string field(const char* key) const { return core::field(data_, key); }
    std::string phone() const { return field("bureau.telephone").empty() ? "" : "Tél. : " + field("bureau.telephone"); }

    /// One rule along all the rows of a statement.
    void bar(const PageRows& placed) {
        double from = 0, to = 0;
        const auto draw = [&] {
            if (to > from)
                doc_.fill_rectangle(letter_grid::text, from + 0.4, 0.9, to - from - 0.4, letter_look::accent);
            from = to = 0;
        };
        for (const auto& [top, row] : placed) {
            if (!row.bar) draw();
            if (!row.bar) continue;
            if (from == 0) from = top;
            to = top + row.height;
        }
        draw();
    }

    HaruDoc& doc_;
    const Fonts& fonts_;
    const core::Fields& data_;
};

/// What every letter shows of its office (CRPA L111-2), whatever its template asks.
std::optional<core::Refusal> missing_office(const core::Fields& data) {
    for (const auto* key : {"bureau.nom", "bureau.service", "bureau.adresse.ligne.1", "bureau.ville", "dossier.numero"})
        if (core::field(data, key).empty())
            return core::Refusal{core::Reason::field_missing, std::string("« ") + key + " »"};
    return std::nullopt;
}

}  // namespace

core::Outcome<std::string> render_letter(const LetterTemplate& letter, const core::Fields& data, core::Date date,
                                         const Fonts& fonts) {
    if (auto refusal = missing_office(data)) return *refusal;
    const auto text = fill_letter(letter, letter.id(), data);
    if (!text) return text.refusal();
    const auto address = address_lines(fonts, data);
    if (!address) return address.refusal();

    HaruDoc doc(fonts, {.title = french(letter.title() + " – dossier n° " + core::field(data, "dossier.numero")),
                        .author = core::field(data, "bureau.nom"),
                        .date = date});
    Sheet sheet(doc, fonts, data);
    doc.add_page();
    sheet.letterhead();
    sheet.references(text->references);
    sheet.address(*address);
    sheet.place_and_date(date);
    sheet.fold_marks();
    const auto pages = paginate(rows_of(fonts, text->blocks), sheet.subject(text->subject));
    const auto count = static_cast<int>(pages.size());
    for (int page = 1; page <= count; ++page) {
        if (page > 1) doc.add_page();
        if (page > 1) sheet.next_page_header(page, count);
        sheet.rows(pages[static_cast<std::size_t>(page) - 1]);
        sheet.footer(page, count);
    }
    return doc.bytes();
}

}  // namespace templates
