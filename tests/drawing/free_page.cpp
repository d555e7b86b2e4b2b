#include "tests/drawing/free_page.h"

#include <algorithm>
#include <cmath>

#include "tests/drawing/rubber.h"

namespace drawing {

namespace {

template <class T, std::size_t N>
T one_of(const T (&values)[N], Random& random) {
    return values[random() % N];
}

constexpr std::string_view training_words[]{
    "agent",   "service",      "de",       "la",       "du",           "formation", "article",     "conformement",
    "aux",     "dispositions", "travail",  "session",  "jours",        "heures",    "responsable", "a",
    "suivi",   "le",           "stage",    "intitule", "collectivite", "et",        "pour",        "valoir",
    "droit",   "ressources",   "humaines", "dossier",  "reference",    "en",        "date",        "code",
    "general", "fonction",     "publique", "2024",     "35",           "12"};
constexpr std::string_view scoring_words[]{
    "monsieur",    "nous",       "avons",      "l'honneur",   "vous",      "informer",  "que",
    "votre",       "demande",    "sera",       "examinee",    "par",       "notre",     "commission",
    "prochaine",   "reunion",    "merci",      "transmettre", "documents", "avant",     "31",
    "mars",        "un",         "exemplaire", "signe",       "les",       "objectifs", "pedagogiques",
    "comprennent", "evaluation", "acquis",     "grade",       "adjoint",   "technique", "territorial",
    "2025",        "7"};

constexpr double left_mm = 22, right_mm = 190;

class Writer {
  public:
    Writer(Canvas& canvas, const Cast& cast, Random& random, FreePage& page)
        : canvas_(canvas),
          cast_(cast),
          random_(random),
          page_(page),
          font_(any(cast.text_fonts)),
          capital_(uniform(random, 1.9, 2.8)),
          ink_{.colour = print_black, .opacity = uniform(random, 0.8, 1)} {}

    double y = 20;

    void printed(const std::string& text, double x, double baseline, double height, const Pen& ink) {
        std::string word;
        double at = x;
        const double space = 0.42 * height;
        for (const char c : text + " ") {
            if (c != ' ') {
                word += c;
                continue;
            }
            const double wide = font_.width_of(word, height);
            if (!word.empty()) {
                write(canvas_, font_.text(word, {at, baseline}, height), ink);
                page_.words.push_back({at, baseline - 1.05 * height, at + wide, baseline + 0.3 * height});
            }
            at += wide + space;
            word.clear();
        }
    }
    void line(const std::string& text, double x, double size = 1) {
        printed(text, x, y, capital_ * size, ink_), y += 2.1 * capital_ * size;
    }
    double width_of(const std::string& text, double size = 1) const { return font_.width_of(text, capital_ * size); }

    std::string prose(double wide) {
        std::string text;
        while (true) {
            const auto word =
                cast_.writers == Writers::scoring ? one_of(scoring_words, random_) : one_of(training_words, random_);
            const auto longer = text + (text.empty() ? "" : " ") + std::string(word);
            if (font_.width_of(longer, capital_) > wide) return text;
            text = longer;
        }
    }
    void paragraphs(int lines) {
        for (int i = 0; i < lines && y < 215; ++i) {
            line(prose((right_mm - left_mm) * (i % 5 == 4 ? uniform(random_, 0.2, 0.8) : 0.93)), left_mm);
            if (i % 5 == 4) y += 2;
        }
    }
    void title() {
        const std::string text =
            cast_.writers == Writers::scoring
                ? one_of({"CERTIFICAT DE REALISATION", "ARRETE PORTANT AVANCEMENT", "Etat des services"}, random_)
                : one_of({"ATTESTATION DE FORMATION", "DECISION", "Programme du stage", "Convention"}, random_);
        const double wide = width_of(text, 1.6);
        y += 8;
        printed(text, 105 - wide / 2, y, 1.6 * capital_, ink_);
        if (chance(random_, 0.3)) canvas_.outline({100 - wide / 2, y - 6, 110 + wide / 2, y + 4}, 0.4, print_black);
        if (chance(random_, 0.2))
            canvas_.stroke({{105 - wide / 2, y + 1.2}, {105 + wide / 2, y + 1.2}}, 0.35, print_black);
        y += 10;
    }
    /// A drawn emblem, a name in a script face, or capitals; and the address.
    void letterhead() {
        const double x = chance(random_, 0.7) ? left_mm : 120;
        const Pen colour{.colour = one_of({print_black, Colour{0.1, 0.3, 0.6}, Colour{0.6, 0.1, 0.2},
                                           Colour{0.1, 0.4, 0.2}, Colour{0.9, 0.5, 0.1}},
                                          random_)};
        const double how = uniform(random_, 0, 1);
        if (how < 0.35 && !cast_.hand_fonts.empty()) {
            const std::string name = cast_.writers == Writers::scoring
                                         ? one_of({"Atelier Brival", "Formavie", "La Plume"}, random_)
                                         : one_of({"Horizon", "Les Acacias", "Maison Perle", "Savoirs"}, random_);
            write(canvas_,
                  fitted(any(cast_.hand_fonts).text(name, {0, 0}, 10),
                         {x, y, x + uniform(random_, 35, 60), y + uniform(random_, 9, 16)}),
                  colour);
            if (chance(random_, 0.3))
                canvas_.stroke({{x, y + 16}, {x + 45, y + 16}}, uniform(random_, 0.3, 1), colour.colour);
        } else if (how < 0.7) {
            for (int i = 0, n = static_cast<int>(uniform(random_, 1, 5)); i < n; ++i) {
                const core::Point c{x + uniform(random_, 4, 20), y + uniform(random_, 3, 12)};
                if (chance(random_, 0.5))
                    canvas_.disc(c, uniform(random_, 2, 7), colour.colour, uniform(random_, 0.4, 1));
                else
                    canvas_.rectangle({c.x - 4, c.y - 3, c.x + uniform(random_, 1, 12), c.y + 4}, colour.colour,
                                      uniform(random_, 0.4, 1));
            }
            if (chance(random_, 0.4))
                canvas_.stroke({{x, y + 12}, {x + 8, y + 3}, {x + 16, y + 11}, {x + 26, y + 2}},
                               uniform(random_, 0.5, 2), colour.colour);
        }
        printed(cast_.writers == Writers::scoring ? "COMMUNE DE BRIVAL" : "CENTRE DE GESTION", x + 28, y + 5,
                capital_ * 1.2, ink_);
        for (int i = 0; i < 3; ++i) printed(prose(45), x + 28, y + 10 + 4 * i, capital_ * 0.8, ink_);
        y += 34;
    }
    void table(int rows) {
        const int columns = static_cast<int>(uniform(random_, 2, 5));
        const double high = uniform(random_, 6, 9), wide = (right_mm - left_mm) / columns;
        for (int r = 0; r <= rows; ++r)
            canvas_.stroke({{left_mm, y + r * high}, {right_mm, y + r * high}}, 0.25, print_black);
        for (int c = 0; c <= columns; ++c)
            canvas_.stroke({{left_mm + c * wide, y}, {left_mm + c * wide, y + rows * high}}, 0.25, print_black);
        for (int r = 0; r < rows; ++r)
            for (int c = 0; c < columns; ++c)
                if (chance(random_, 0.8))
                    printed(prose(wide - 6), left_mm + c * wide + 2, y + r * high + high - 2, capital_ * 0.9, ink_);
        y += rows * high + 6;
    }
    /// Place, date, office and name, and the room beneath.
    core::BoxMm sign_here() {
        y = std::min(y + 6, 232.0);
        const double x = chance(random_, 0.7) ? uniform(random_, 105, 125) : left_mm + 6;
        line(cast_.writers == Writers::scoring ? "Fait a Brival, le 3 mars 2026" : "A Montrel, le 12 mai 2025", x);
        if (chance(random_, 0.7))
            line(one_of({"Le Maire,", "La directrice,", "Pour le President", "Signature :"}, random_), x);
        const double room = uniform(random_, 16, 30);
        const core::BoxMm place{x - 4, y - 2, x + 62, y + room};
        if (chance(random_, 0.2)) canvas_.outline(place, 0.3, print_black);
        if (chance(random_, 0.2)) canvas_.stroke({{x, y + room - 3}, {x + 55, y + room - 3}}, 0.25, print_black);
        const auto& name = cast_.names[random_() % cast_.names.size()];
        if (chance(random_, 0.7)) {
            const double overlap = uniform(random_, -4, 3);
            printed(name, x, y + room + overlap, capital_, ink_);
            if (chance(random_, 0.3))
                canvas_.stroke({{x, y + room + overlap + 0.8}, {x + width_of(name), y + room + overlap + 0.8}}, 0.3,
                               print_black);
        }
        return place;
    }
    void note(const core::BoxMm& area, const std::string& text, const Pen& pen) {
        auto glyphs = font_hand(any(cast_.hand_fonts), text, {area.x0, area.y0}, uniform(random_, 2.2, 4.2),
                                uniform(random_, 0, 0.3), random_);
        const auto has = extent(glyphs);
        if (has.width() > area.width()) glyphs = fitted(std::move(glyphs), {area.x0, area.y0 - 5, area.x1, area.y0});
        write(canvas_, glyphs, pen);
    }
    template <class T>
    const T& any(const std::vector<T>& values) {
        return values[random_() % values.size()];
    }

  private:
    Canvas& canvas_;
    const Cast& cast_;
    Random& random_;
    FreePage& page_;
    const Font& font_;
    double capital_;
    Pen ink_;
};

Pen pen_of(Random& random) {
    return {.colour = one_of({black, blue, blue, Colour{0.1, 0.12, 0.35}}, random),
            .width = uniform(random, 0.25, 0.8),
            .opacity = uniform(random, 0.75, 1),
            .pressure = chance(random, 0.6) ? uniform(random, 0.1, 0.8) : 0};
}

void sign_and_stamp(Canvas& canvas, const core::BoxMm& place, bool is_signed, const Cast& cast, Random& random,
                    FreePage& page) {
    const double stamps = uniform(random, 0, 1);
    const auto stamp_at = [&](bool dater) {
        const core::Point c{uniform(random, place.x0 + 4, place.x1 - 14), uniform(random, place.y0 + 6, place.y1)};
        page.marks.push_back({core::MarkKind::stamp, rubber_stamp(canvas, cast, c, dater, random)});
    };
    if (stamps < 0.25) stamp_at(false);
    if (is_signed) {
        const double w = uniform(random, 22, 52), h = uniform(random, 9, std::min(26.0, 0.8 * w));
        const double x = uniform(random, place.x0, std::max(place.x0, place.x1 - w)),
                     y = uniform(random, place.y0 - 2, std::max(place.y0 - 2, place.y1 - h + 3));
        const core::BoxMm box{x, y, x + w, y + h};
        cast.sign(canvas, box, pen_of(random), random);
        page.marks.push_back({core::MarkKind::signature, box});
    }
    if (stamps > 0.85) stamp_at(stamps > 0.95);
}

/// Notes, ticks, a date of arrival, initials at the foot, holes and the scanner's dark edge.
void litter(Canvas& canvas, Writer& writer, const Cast& cast, Random& random, FreePage& page) {
    const bool scoring = cast.writers == Writers::scoring;
    if (chance(random, 0.22)) {
        const core::Point c{uniform(random, 140, 178), uniform(random, 18, 60)};
        page.marks.push_back({core::MarkKind::stamp, rubber_stamp(canvas, cast, c, true, random)});
    }
    const Pen pen = pen_of(random);
    if (chance(random, 0.25))
        for (int i = 0, n = static_cast<int>(uniform(random, 1, 4)); i < n; ++i)
            writer.note(
                {uniform(random, 20, 120), uniform(random, 60, 80) + 7 * i, 200, 0},
                scoring ? one_of({"vu avec le chef de service", "a classer", "copie au DRH svp", "rappeler le 4 mai"},
                                 random)
                        : one_of({"transmis le 12/05", "voir avec Mme Caron", "OK pour moi", "urgent", "original recu"},
                                 random),
                pen);
    if (chance(random, 0.12)) {
        const core::Point c{uniform(random, 182, 196), uniform(random, 272, 284)};
        const double s = uniform(random, 3.5, 6);
        std::string letters{static_cast<char>('A' + random() % 26U), static_cast<char>('A' + random() % 26U)};
        write(canvas,
              fitted(font_hand(writer.any(cast.hand_fonts), letters, {0, 0}, s, 0.1, random),
                     {c.x - s, c.y - s / 2, c.x + s, c.y + s / 2}),
              pen);
        page.marks.push_back({core::MarkKind::initials, {c.x - s, c.y - s / 2, c.x + s, c.y + s / 2}});
    }
    if (chance(random, 0.15)) {
        const core::Point c{uniform(random, 14, 190), uniform(random, 60, 250)};
        write(canvas, {{{c.x, c.y}, {c.x + 2, c.y + 3}, {c.x + 7, c.y - 5}}}, pen, random);
    }
    if (chance(random, 0.15)) {
        const double x = uniform(random, 20, 140), y = uniform(random, 70, 200);
        write(canvas, {{{x, y}, {x + 20, y + uniform(random, -1, 1)}, {x + uniform(random, 25, 50), y}}}, pen, random);
    }
    if (chance(random, 0.25))
        for (const double y : {108.5, 188.5})
            canvas.disc({9 + uniform(random, -2, 3), y}, 2.8, chance(random, 0.7) ? black : Colour{0.6, 0.6, 0.6});
    if (chance(random, 0.1)) canvas.rectangle({-5, -5, uniform(random, 1, 4), 305}, print_black);
}

}  // namespace

bool FreePage::is_signed() const {
    return std::any_of(marks.begin(), marks.end(),
                       [](const DrawnMark& m) { return m.kind == core::MarkKind::signature; });
}

FreePage draw_free_page(Canvas& canvas, Paper paper, const Cast& cast, Random& random) {
    FreePage page;
    Writer writer(canvas, cast, random, page);
    const bool is_signed = chance(random, 0.5);
    if (paper != Paper::notes && chance(random, 0.85)) writer.letterhead();
    const auto lines = [&](double from, double to) { return static_cast<int>(uniform(random, from, to)); };
    switch (paper) {
        case Paper::letter:
        case Paper::memo:
            for (int i = 0; i < 3; ++i) writer.line(writer.prose(60), 115);
            writer.y += 8, writer.paragraphs(lines(6, 20));
            break;
        case Paper::attestation:
        case Paper::decree:
            writer.title(), writer.paragraphs(lines(8, 24));
            break;
        case Paper::programme:
            writer.title();
            for (int i = 0, n = lines(5, 16); i < n; ++i)
                writer.line("- " + writer.prose(uniform(random, 60, 140)), left_mm + 6);
            break;
        case Paper::services:
        case Paper::invoice:
            writer.title(), writer.table(lines(4, 11)), writer.paragraphs(lines(0, 5));
            break;
        case Paper::diploma:
            canvas.outline({12, 12, 198, 285}, uniform(random, 0.4, 2), {0.3, 0.3, 0.5});
            writer.y = 70, writer.title(), writer.paragraphs(lines(2, 6));
            break;
        case Paper::notes:  // By hand, from top to bottom.
            for (int i = 0, n = lines(4, 16); i < n; ++i)
                writer.note({20, 40.0 + 11 * i, 195, 0}, writer.prose(100), {.colour = blue});
            writer.y = 225;
            break;
        case Paper::form_of_others:
            writer.title();
            for (int i = 0, n = lines(4, 9); i < n; ++i) {
                writer.line(writer.prose(35) + " :", left_mm);
                canvas.outline({90, writer.y - 9, 188, writer.y - 2}, 0.25, print_black);
                if (chance(random, 0.7))
                    writer.note({93, writer.y - 3, 186, 0}, writer.prose(40),
                                {.colour = one_of({blue, black}, random)});
                writer.y += 5;
            }
            break;
    }
    if (is_signed || chance(random, 0.7)) sign_and_stamp(canvas, writer.sign_here(), is_signed, cast, random, page);
    litter(canvas, writer, cast, random, page);
    return page;
}

std::vector<core::Word> words_as_read(const FreePage& page, const Canvas& canvas, Random& random) {
    std::vector<core::Word> words;
    const double missed = chance(random, 0.3) ? uniform(random, 0, 0.3) : 0.02;
    for (const auto& b : page.words) {
        if (chance(random, missed)) continue;
        core::Box box{1 << 20, 1 << 20, 0, 0};
        for (const core::Point corner : {core::Point{b.x0, b.y0}, {b.x1, b.y0}, {b.x1, b.y1}, {b.x0, b.y1}}) {
            const auto p = canvas.sheet()(corner);
            box = {std::min(box.x0, static_cast<int>(p.x)), std::min(box.y0, static_cast<int>(p.y)),
                   std::max(box.x1, static_cast<int>(p.x) + 1), std::max(box.y1, static_cast<int>(p.y) + 1)};
        }
        words.push_back({.text = "mot", .confidence = uniform(random, 0.7, 0.97), .box = box});
    }
    return words;
}

}  // namespace drawing
