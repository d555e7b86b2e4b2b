#include "bench/form_pages.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <stdexcept>

#include "core/identifiers.h"
#include "ocr/decode.h"
#include "templates/form.h"
#include "tests/drawing/cases.h"
#include "tests/drawing/pens.h"

namespace scoring {

namespace {

using drawing::chance;
using drawing::uniform;

template <class T, std::size_t N>
const T& one_of(const std::array<T, N>& all, drawing::Random& random) {
    return all[random() % N];
}

core::Fields invented(drawing::Random& random) {
    static constexpr std::array names{"LEMOINE", "DUVAL-MARTIN", "NGUYEN", "O'REILLY", "BENALI", "DE LA HAYE"};
    static constexpr std::array first_names{"Anne-Laure", "Zoé", "Jean Baptiste", "Inès", "Léo", "Françoise"};
    static constexpr std::array towns{"Valmer-sur-Orne", "Bréville", "Saint-Aubert-le-Vieux", "Quettehou-sur-Vire"};
    static constexpr std::array cadres{"Adjoints administratifs territoriaux", "Techniciens territoriaux",
                                       "Attachés territoriaux", "Agents de maîtrise territoriaux"};
    core::Fields data{{"date", "2026-11-03"},
                      {"portee", chance(random, 0.5) ? "TOTALE" : "PARTIELLE"},
                      {"jours", chance(random, 0.5) ? "4.5" : "10"},
                      {"collectivite.denomination", std::string("Commune de ") + one_of(towns, random)},
                      {"collectivite.type", "commune"},
                      {"collectivite.siret", "21140118500015"},
                      {"collectivite.courriel", "rh@valmer.example"},
                      {"agent.civilite", chance(random, 0.5) ? "Madame" : "Monsieur"},
                      {"agent.nom", one_of(names, random)},
                      {"agent.prenom", one_of(first_names, random)},
                      {"agent.naissance", "1989-04-12"},
                      {"agent.statut", "STAGIAIRE"},
                      {"agent.categorie", "C"},
                      {"agent.cadre_emplois", one_of(cadres, random)},
                      {"agent.nomination", "2026-03-01"},
                      {"motifs.formation.1.intitule", "Accueil du public et gestion des situations difficiles"},
                      {"motifs.formation.1.du", "2024-03-04"},
                      {"motifs.formation.1.au", "2024-03-08"},
                      {"motifs.experience.1.employeur", "SARL Bréville"},
                      {"motifs.argumentaire", "Les compétences acquises correspondent aux missions du poste."}};
    if (chance(random, 0.3)) return {};  // A blank form, filled by hand.
    return data;
}

void fill_by_hand(drawing::Canvas& canvas, const core::FormPageLayout& page, drawing::Random& random) {
    using drawing::Content;
    for (const auto& zone : page.zones) {
        const auto& b = zone.box;
        if (zone.kind == core::ZoneKind::signature && chance(random, 0.8))
            drawing::draw(canvas, b,
                          one_of(std::array{Content::signature, Content::signature_over_border, Content::stamp,
                                            Content::signature_and_stamp},
                                 random),
                          drawing::scoring_cast(), random);
        if (zone.kind == core::ZoneKind::stamp && chance(random, 0.8))
            drawing::stamp(canvas, one_of(std::to_array(drawing::every_stamp), random),
                           {(b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2}, drawing::stamp_blue, random);
        if (zone.kind == core::ZoneKind::date && chance(random, 0.4))
            drawing::write(canvas, drawing::handwritten("12/11/2026", {b.x0 + 1, b.y0 + 1}, 3.5, random), 0.4,
                           drawing::blue);
        if (zone.kind == core::ZoneKind::text && chance(random, 0.25))
            drawing::write(
                canvas, drawing::handwritten("VALMER SUR ORNE", {b.x0 + 1, b.y0 + 0.5}, uniform(random, 3, 5), random),
                uniform(random, 0.3, 0.6), drawing::black);
        if (zone.kind == core::ZoneKind::checkbox && chance(random, 0.3))
            canvas.stroke({{b.x0 + 0.4, b.y0 + 1.8},
                           {b.x0 + 1.6, b.y1 - 0.4},
                           {b.x1 + uniform(random, 0, 2), b.y0 - uniform(random, 0, 2)}},
                          0.5, drawing::blue);
    }
    if (chance(random, 0.3))  // A note across the margin, a line under a title.
        canvas.stroke({{uniform(random, 15, 60), uniform(random, 60, 250)},
                       {uniform(random, 120, 190), uniform(random, 60, 250)}},
                      0.5, drawing::red);
}

}  // namespace

struct FormPrinter::Press {
    std::vector<templates::Form> forms;
    std::vector<core::FormLayout> layouts;
    std::map<unsigned, std::vector<core::Raster>> printed;  ///< By form and data.
};

FormPrinter::FormPrinter(const std::filesystem::path& folder) : press_(std::make_unique<Press>()) {
    for (const auto& id : templates::form_ids(folder)) {
        press_->forms.push_back(templates::load_form(folder, id));
        press_->layouts.push_back(templates::layout(press_->forms.back()));
    }
}

FormPrinter::~FormPrinter() = default;

const std::vector<core::FormLayout>& FormPrinter::layouts() const { return press_->layouts; }

PrintedPage FormPrinter::print(unsigned variant) {
    constexpr unsigned data_sets = 5, most_kept = 4;
    const unsigned form = variant % static_cast<unsigned>(press_->forms.size());
    const unsigned data = variant / 7 % data_sets, key = form * data_sets + data;
    drawing::Random random(1000 + key);
    const auto dossier =
        data == 4 ? std::string{} : core::DossierNumber::make(2026, static_cast<int>(100 + key * 37)).text();
    if (!press_->printed.contains(key)) {
        if (press_->printed.size() >= most_kept) press_->printed.clear();
        const auto pdf = templates::print_form(press_->forms[form], invented(random), dossier);
        if (!pdf) throw std::runtime_error(pdf.refusal().detail);
        const std::span bytes(reinterpret_cast<const std::uint8_t*>(pdf->data()), pdf->size());
        auto& pages = press_->printed[key];
        const auto done = ocr::decode_pages(bytes, {}, [&](core::Raster&& page) { pages.push_back(std::move(page)); });
        if (!done) throw std::runtime_error(done.refusal().detail);
    }
    const auto& pages = press_->printed.at(key);
    const auto page = variant / 2 % pages.size();
    PrintedPage result{
        .layout = press_->layouts[form], .page = static_cast<int>(page) + 1, .dossier = dossier, .sheet = pages[page]};
    if (result.sheet.channels == 1) {
        core::Raster colour = result.sheet;
        colour.channels = 3;
        colour.pixels.clear();
        for (const auto value : result.sheet.pixels) colour.pixels.insert(colour.pixels.end(), 3, value);
        result.sheet = std::move(colour);
    }
    drawing::Canvas canvas({.dpi = 300});
    drawing::Random hand(variant);
    fill_by_hand(canvas, result.layout.pages[page], hand);
    canvas.ink_over(result.sheet);
    return result;
}

namespace {

struct Maker {
    const char* kind;
    void (*make)(Wear&, bool tuning, drawing::Random&);
};

/// From the first range when tuning, else from the second.
double pick(bool tuning, std::pair<double, double> tuned, std::pair<double, double> scored, drawing::Random& random) {
    return tuning ? uniform(random, tuned.first, tuned.second) : uniform(random, scored.first, scored.second);
}

double either_way(double value, drawing::Random& random) { return chance(random, 0.5) ? value : -value; }

void usual(Wear& w, drawing::Random& random) {
    w.capture.rotated = one_of(std::array{0, 0, 0, 180, 90, 270}, random);
    w.capture.skew_deg = uniform(random, -1.2, 1.2);
    w.capture.print_scale = uniform(random, 0.97, 1.01);
    w.capture.shift_x_mm = uniform(random, -2, 2), w.capture.shift_y_mm = uniform(random, -2, 2);
    w.scan.noise = uniform(random, 2, 6), w.scan.blur_px = uniform(random, 0.2, 0.9);
    w.scan.jpeg_quality = one_of(std::array{0, 60, 80}, random);
}

/// A feeder: stretch along the way, wander across it.
void feed(Wear& w, double size, drawing::Random& random) {
    w.capture.stretch_mm = size * uniform(random, 0.5, 1);
    w.capture.stretch_period_mm = uniform(random, 110, 320);
    w.capture.stretch_phase = uniform(random, 0, 6.3);
    w.capture.wander_mm = size * uniform(random, 0.3, 0.8);
    w.capture.wander_period_mm = uniform(random, 140, 400);
    w.capture.wander_phase = uniform(random, 0, 6.3);
}

void photograph(Wear& w, bool tuning, drawing::Random& random) {
    w.capture.width_mm = 232, w.capture.height_mm = 320;
    w.capture.dpi = one_of(std::array{200, 240, 270}, random);
    w.capture.surround = uniform(random, 0.15, 0.6);
    w.capture.tilt_deg = pick(tuning, {3, 12}, {4, 14}, random);
    w.capture.tilt_towards_deg = uniform(random, 0, 360);
    w.capture.camera_mm = pick(tuning, {380, 600}, {350, 520}, random);
    w.capture.skew_deg = uniform(random, -4, 4);
    w.capture.curl_mm = pick(tuning, {0, 0.6}, {0, 0.8}, random);
    w.capture.print_scale = uniform(random, 0.96, 1.0);
    w.scan.colour = true;
    w.scan.paper = uniform(random, 0.7, 0.9);
    w.scan.blur_px = uniform(random, 0.6, 1.4);
    w.scan.jpeg_quality = one_of(std::array{50, 70, 85}, random);
}

constexpr std::array makers{
    Maker{"grey 300", [](Wear& w, bool, drawing::Random&) { w.capture.dpi = 300; }},
    Maker{"colour 200", [](Wear& w, bool, drawing::Random&) { w.capture.dpi = 200, w.scan.colour = true; }},
    Maker{"grey 150, JPEG 30",
          [](Wear& w, bool t, drawing::Random& r) {
              w.capture.dpi = 150, w.scan.jpeg_quality = t ? 35 : 30, w.scan.blur_px = uniform(r, 0.2, 0.7);
          }},
    Maker{"1 bit 200",
          [](Wear& w, bool t, drawing::Random& r) {
              w.capture.dpi = 200, w.scan.fax = true, w.scan.noise = pick(t, {5, 15}, {4, 18}, r);
              w.scan.fax_threshold = pick(t, {0.55, 0.72}, {0.5, 0.78}, r);
          }},
    Maker{"1 bit 300",
          [](Wear& w, bool t, drawing::Random& r) {
              w.capture.dpi = 300, w.scan.fax = true, w.scan.noise = pick(t, {5, 20}, {5, 25}, r);
              w.scan.fax_threshold = pick(t, {0.55, 0.72}, {0.5, 0.78}, r);
          }},
    Maker{"grey 600", [](Wear& w, bool, drawing::Random&) { w.capture.dpi = 600, w.scan.jpeg_quality = 70; }},
    Maker{"94 to 102 %",
          [](Wear& w, bool, drawing::Random& r) {
              w.capture.dpi = 200,
              w.capture.print_scale = chance(r, 0.5) ? uniform(r, 0.94, 0.96) : uniform(r, 1.005, 1.02);
          }},
    Maker{"letter, cut",
          [](Wear& w, bool, drawing::Random& r) {
              w.capture.dpi = 200, w.capture.width_mm = 216, w.capture.height_mm = 279;
              w.capture.shift_y_mm = uniform(r, -9, 9), w.capture.rotated = chance(r, 0.5) ? 0 : 180;
              w.code_whole = w.capture.shift_y_mm > -4;
          }},
    Maker{"letter, shrunk",
          [](Wear& w, bool, drawing::Random&) {
              w.capture.dpi = 200, w.capture.width_mm = 216, w.capture.height_mm = 279, w.capture.print_scale = 0.94;
          }},
    Maker{"skew to 10",
          [](Wear& w, bool t, drawing::Random& r) {
              w.capture.dpi = 200, w.capture.skew_deg = either_way(pick(t, {3, 9.5}, {4, 10}, r), r);
              w.capture.width_mm = 250, w.capture.height_mm = 330;
          }},
    Maker{"skew, corners cut",
          [](Wear& w, bool t, drawing::Random& r) {
              w.capture.dpi = 200, w.capture.skew_deg = either_way(pick(t, {3, 6}, {3, 7}, r), r);
              w.capture.surround = chance(r, 0.5) ? 0.05 : 1;
          }},
    Maker{"one mark lost", [](Wear& w, bool, drawing::Random&) { w.capture.dpi = 200, w.lost_marks = 1; }},
    Maker{"two marks lost", [](Wear& w, bool, drawing::Random&) { w.capture.dpi = 200, w.lost_marks = 2; }},
    Maker{"two marks lost, 1 bit",
          [](Wear& w, bool, drawing::Random& r) {
              w.capture.dpi = 200, w.lost_marks = 2, w.scan.fax = true, w.scan.noise = uniform(r, 4, 12);
          }},
    Maker{"fed unevenly",
          [](Wear& w, bool t, drawing::Random& r) {
              w.capture.dpi = one_of(std::array{200, 300}, r);
              feed(w, pick(t, {0.4, 1.1}, {0.5, 1.4}, r), r);
          }},
    Maker{"fed unevenly, two marks lost, JPEG 30",
          [](Wear& w, bool t, drawing::Random& r) {
              w.capture.dpi = 200, w.lost_marks = 2, w.scan.jpeg_quality = 30;
              feed(w, pick(t, {0.3, 0.8}, {0.4, 1}, r), r);
          }},
    Maker{"dark, noisy",
          [](Wear& w, bool t, drawing::Random& r) {
              w.capture.dpi = 200, w.scan.paper = uniform(r, 0.45, 0.7), w.scan.noise = pick(t, {8, 14}, {9, 17}, r);
              w.scan.uneven = uniform(r, 0.2, 0.45);
          }},
    Maker{"photograph", [](Wear& w, bool t, drawing::Random& r) { photograph(w, t, r); }},
    Maker{"photograph in the shade",
          [](Wear& w, bool t, drawing::Random& r) {
              photograph(w, t, r);
              w.capture.shade = pick(t, {0.2, 0.5}, {0.25, 0.6}, r), w.scan.uneven = uniform(r, 0, 0.3);
          }},
    Maker{"photograph, two marks lost",
          [](Wear& w, bool t, drawing::Random& r) {
              photograph(w, t, r);
              w.lost_marks = 2;
          }},
};

}  // namespace

std::size_t wear_count() { return makers.size(); }

Wear wear_of(unsigned which, bool tuning, drawing::Random& random) {
    const auto& maker = makers[which % makers.size()];
    Wear wear{.kind = maker.kind};
    usual(wear, random);
    maker.make(wear, tuning, random);
    return wear;
}

void lose_marks(core::Raster& sheet, const core::FormPageLayout& page, int count, drawing::Random& random) {
    std::vector<std::size_t> order{0, 1, 2, 3};
    std::shuffle(order.begin(), order.end(), random);
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        const auto mark = page.marks[order[i]];
        const double x = mark.x < 105 ? 0 : 210, y = mark.y < 148 ? 0 : 297,
                     side = uniform(random, 17, 28);  // Not as far as the code.
        const bool dark = chance(random, 0.3);
        const double px = sheet.dpi / 25.4;
        for (int row = 0; row < sheet.height; ++row)
            for (int column = 0; column < sheet.width; ++column)
                if (std::abs(column / px - x) + std::abs(row / px - y) < side)
                    for (int c = 0; c < sheet.channels; ++c)
                        sheet.pixels[(static_cast<std::size_t>(row) * static_cast<std::size_t>(sheet.width) +
                                      static_cast<std::size_t>(column)) *
                                         static_cast<std::size_t>(sheet.channels) +
                                     static_cast<std::size_t>(c)] = dark ? 20 : 255;
    }
}

}  // namespace scoring
