#include "pipeline/bordereau.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>

#include "core/delivery.h"
#include "templates/haru.h"
#include "templates/utf8.h"

namespace pipeline {
namespace {

using templates::Face;
using templates::HaruDoc;
using templates::TextStyle;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view csv_head =
    "\"rang\";\"enveloppe\";\"envoi\";\"dossier\";\"destinataire\";\"adresse\";\"lettre\";\"pages\";\"fichier\"\r\n";

constexpr double left = 15, right = 195, first_line = 53, last_line = 262, line_height = 9;
constexpr double envelope_x = 27, dossier_x = 38, addressee_x = 62, letter_x = 134;
const TextStyle ordinary{.size = 9}, strong{.face = Face::sans_bold, .size = 9},
    small{.size = 7.5, .colour = templates::grey(0.3)};

/// First line of the address, then what tells namesakes apart: its last line.
std::string addressee(const core::Dispatch& dispatch) {
    return dispatch.recipient.substr(0, dispatch.recipient.find('\n'));
}
std::string locality(const core::Dispatch& dispatch) {
    return dispatch.recipient.substr(dispatch.recipient.rfind('\n') + 1);
}

/// Cut to the width with an ellipsis; a character the face lacks becomes a question mark, not the end of the run.
std::string fitting(const HaruDoc& document, const templates::Fonts& fonts, std::string_view utf8,
                    const TextStyle& style, double width) {
    auto text = templates::decode_utf8(utf8);
    std::replace_if(
        text.begin(), text.end(), [&](char32_t c) { return !fonts.face(style.face).has(c); }, U'?');
    if (document.text_width(templates::encode_utf8(text), style) <= width) return templates::encode_utf8(text);
    while (!text.empty() && document.text_width(templates::encode_utf8(text + U'…'), style) > width) text.pop_back();
    return templates::encode_utf8(text + U'…');
}

struct Totals {
    int letters = 0, envelopes = 0, pages = 0, sheets = 0;
};

Totals totals_of(const std::vector<RunLine>& lines) {
    Totals totals;
    for (const auto& line : lines) {
        ++totals.letters;
        totals.envelopes = std::max(totals.envelopes, line.envelope);
        totals.pages += line.pages;
        totals.sheets += (line.pages + 1) / 2;
    }
    return totals;
}

std::string counted(int count, const std::string& noun) {
    return std::to_string(count) + " " + noun + (count > 1 ? "s" : "");
}

/// One bordereau being drawn.
class Sheet {
  public:
    Sheet(const store::PrintRun& run, const std::string& office, const templates::Fonts& fonts)
        : run_(run),
          office_(office),
          fonts_(fonts),
          document_(fonts, {.title = title(), .author = office, .date = run.day}) {}

    std::string draw(const std::vector<RunLine>& lines) {
        begin_page();
        for (const auto& line : lines) draw_line(line);
        draw_totals(totals_of(lines));
        for (int page = 1; page <= document_.page_count(); ++page) {
            document_.go_to(page);
            document_.text_right(right, 285, std::to_string(page) + "/" + std::to_string(document_.page_count()),
                                 ordinary);
        }
        auto bytes = document_.bytes();
        if (!bytes) throw std::logic_error("bordereau: " + bytes.refusal().detail);
        return *std::move(bytes);
    }

  private:
    std::string title() const { return "Bordereau d’envoi postal n° " + store::run_name(run_); }

    void begin_page() {
        document_.add_page();
        document_.text(left, 20, fitting(document_, fonts_, office_, ordinary, right - left), ordinary);
        document_.text(left, 30, title(), {.face = Face::sans_bold, .size = 14});
        document_.text(left, 37, "Tirage du " + core::long_date(run_.day), ordinary);
        document_.text(left, 46, "Rang", strong);
        document_.text(envelope_x, 46, "Pli", strong);
        document_.text(dossier_x, 46, "Dossier", strong);
        document_.text(addressee_x, 46, "Destinataire", strong);
        document_.text(letter_x, 46, "Lettre", strong);
        document_.text_right(right, 46, "Pages", strong);
        document_.line(left, 48, right, 48, 0.4);
        y_ = first_line;
    }

    void draw_line(const RunLine& line) {
        if (y_ > last_line) begin_page();
        const auto write = [&](double x, double y, const std::string& text, double width, const TextStyle& style) {
            document_.text(x, y, fitting(document_, fonts_, text, style, width), style);
        };
        const auto cell = [&](double x, const std::string& text, double width) { write(x, y_, text, width, ordinary); };
        const auto label = letter_label(line.dispatch);
        const auto comma = std::min(label.find(", "), label.size());
        const bool follows = line.envelope == envelope_;
        cell(left, std::to_string(line.rank), envelope_x - left - 2);
        cell(envelope_x, follows ? "″" : std::to_string(line.envelope), dossier_x - envelope_x - 2);
        cell(dossier_x, line.dispatch.dossier, addressee_x - dossier_x - 2);
        write(addressee_x, y_, addressee(line.dispatch), letter_x - addressee_x - 2, {.size = 8});
        write(addressee_x, y_ + 3.5, locality(line.dispatch), letter_x - addressee_x - 2, small);
        cell(letter_x, label.substr(0, comma), right - letter_x - 12);
        if (comma < label.size()) write(letter_x, y_ + 3.5, label.substr(comma + 2), right - letter_x - 12, small);
        document_.text_right(right, y_, std::to_string(line.pages), ordinary);
        document_.line(left, y_ + 5, right, y_ + 5, 0.1, templates::grey(0.6));
        envelope_ = line.envelope;
        y_ += line_height;
    }

    void draw_totals(const Totals& totals) {
        if (y_ + 24 > last_line) begin_page();
        document_.text(left, y_ + 4,
                       "Total : " + counted(totals.letters, "lettre") + ", " + counted(totals.envelopes, "pli") + ", " +
                           counted(totals.pages, "page") + ", " + counted(totals.sheets, "feuille") + " en recto verso",
                       strong);
        document_.text(left, y_ + 20, "Remis à la poste le :", ordinary);
        document_.text(letter_x - 20, y_ + 20, "Visa :", ordinary);
    }

    const store::PrintRun& run_;
    const std::string& office_;
    const templates::Fonts& fonts_;
    HaruDoc document_;
    double y_ = 0;
    int envelope_ = 0;
};

/// A spreadsheet runs a field that starts like a formula; an apostrophe makes it a text.
std::string csv_field(std::string text) {
    if (!text.empty() && std::string_view{"=+-@\t\r"}.find(text.front()) != std::string_view::npos)
        text.insert(0, 1, '\'');
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? std::string{"\"\""} : std::string(1, c);
    return quoted + '"';
}

}  // namespace

std::string bordereau_pdf(const store::PrintRun& run, const std::vector<RunLine>& lines, const std::string& office,
                          const templates::Fonts& fonts) {
    return Sheet{run, office, fonts}.draw(lines);
}

std::string bordereau_csv(const std::vector<RunLine>& lines) {
    std::string csv = std::string{byte_order_mark} + std::string{csv_head};
    for (const auto& line : lines) {
        auto address = line.dispatch.recipient;
        for (auto at = address.find('\n'); at != address.npos; at = address.find('\n', at))
            address.replace(at, 1, " / ");
        const std::array fields{std::to_string(line.rank),   std::to_string(line.envelope), line.dispatch.id,
                                line.dispatch.dossier,       addressee(line.dispatch),      address,
                                letter_label(line.dispatch), std::to_string(line.pages),    line.file};
        for (std::size_t i = 0; i < fields.size(); ++i) csv += (i == 0 ? "" : ";") + csv_field(fields[i]);
        csv += "\r\n";
    }
    return csv;
}

std::vector<std::string> dispatches_in_csv(const std::string& csv) {
    const auto head = std::string{byte_order_mark} + std::string{csv_head};
    std::vector<std::string> ids;
    if (!csv.starts_with(head)) return ids;
    for (auto start = head.size(); start < csv.size(); start = std::min(csv.find("\r\n", start), csv.size() - 2) + 2) {
        const auto envelope = csv.find("\";\"", start);
        const auto id = csv.find("\";\"", envelope + 1);
        const auto end = csv.find("\";\"", id + 1);
        if (envelope == csv.npos || id == csv.npos || end == csv.npos) return {};
        ids.push_back(csv.substr(id + 3, end - id - 3));
    }
    return ids;
}

std::string letter_label(const core::Dispatch& dispatch) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> letters{
        {{"accuse-reception-", "Accusé de réception"},
         {"complement-", "Demande de complément"},
         {"relance-", "Relance d'une demande de complément"},
         {"accord-total-", "Accord total"},
         {"accord-partiel-", "Accord partiel"},
         {"refus-", "Refus"},
         {"sans-objet-", "Sans objet"},
         {"copie-agent-", "Copie à l’agent"}}};
    const auto version =
        dispatch.letter_version > 1 ? " (version " + std::to_string(dispatch.letter_version) + ")" : std::string{};
    const bool copy = dispatch.letter_kind.starts_with(core::postal_copy_prefix);
    const auto letter = dispatch.letter_kind.substr(copy ? core::postal_copy_prefix.size() : 0);
    for (const auto& [prefix, label] : letters) {
        if (!letter.starts_with(prefix)) continue;
        const auto procedure = letter.substr(prefix.size());
        return (copy ? "Copie postale : " : "") + std::string{label} + ", " +
               (procedure == "integration" ? "intégration" : procedure) + version;
    }
    return dispatch.letter_kind + version;
}

}  // namespace pipeline
