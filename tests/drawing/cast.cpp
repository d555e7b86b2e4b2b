#include "tests/drawing/cast.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace drawing {

namespace {

constexpr std::array training_names{"Claire Martel",  "Hugo Brunet",   "Sophie Lemaire",  "Paul Girard",
                                    "Jeanne Roussel", "Marc Fontaine", "Alice Chevalier", "Louis Garnier",
                                    "Nadia Perrin",   "Remi Dufour",   "Karim Benali",    "Julie Masson"};
constexpr std::array calibration_names{"Agnes Caron", "Victor Picard", "Lea Renard",
                                       "Yves Colin",  "Ines Barbier",  "Denis Aubert"};
constexpr std::array scoring_names{"Odile Tesniere",  "Bruno Hamelin",   "Farida Kaci",    "Gilles Vasseur",
                                   "Estelle Prigent", "Thomas Quemener", "Josette Wallon", "Cedric Zimmer"};

constexpr std::array scoring_hands_fonts{"/usr/share/fonts/truetype/fifthhorseman/dkg.ttf",
                                         "/usr/share/fonts/truetype/fifthhorseman/dkgIt.ttf",
                                         "/usr/share/fonts/truetype/breip/Breip.ttf",
                                         "/usr/share/fonts/opentype/bwht/BecauseWeBuild-Regular.otf",
                                         "/usr/share/fonts/opentype/bwht/BecauseWeConnect-Regular.otf",
                                         "/usr/share/fonts/opentype/bwht/BecauseWeMentor-Regular.otf",
                                         "/usr/share/fonts/truetype/kristi/Kristi.ttf",
                                         "/usr/share/fonts/truetype/rufscript/Rufscript010.ttf",
                                         "/usr/share/fonts/truetype/sjfonts/Delphine.ttf",
                                         "/usr/share/fonts/truetype/sjfonts/SteveHand.ttf"};
constexpr std::array scoring_text_fonts{"/usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf",
                                        "/usr/share/fonts/truetype/liberation2/LiberationSans-Bold.ttf",
                                        "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf",
                                        "/usr/share/fonts/truetype/liberation2/LiberationMono-Regular.ttf",
                                        "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
                                        "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"};

template <class Paths>
std::vector<Font> fonts(const Paths& paths) {
    std::vector<Font> loaded;
    for (const auto& path : paths) loaded.emplace_back(std::filesystem::path(path));
    return loaded;
}

std::vector<std::filesystem::path> share_of(Writers writers, const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> mine;
    const auto all = fonts_in(folder);
    for (std::size_t i = 0; i < all.size(); ++i)
        if ((i % 3 == 2) == (writers == Writers::calibration)) mine.push_back(all[i]);
    return mine;
}

template <class T>
const T& any(const std::vector<T>& values, Random& random) {
    return values[random() % values.size()];
}

/// As people sign with their name: whole, or the initial of the first name, or the last name alone.
std::string signed_name(const std::string& name, Random& random) {
    const auto gap = name.find(' ');
    if (chance(random, 0.3)) return name;
    if (chance(random, 0.5)) return name.substr(gap + 1);
    return name.substr(0, 1) + (chance(random, 0.5) ? ". " : " ") + name.substr(gap + 1);
}

}  // namespace

void Cast::sign(Canvas& canvas, const core::BoxMm& place, const Pen& pen, Random& random) const {
    const unsigned writer = first_writer + static_cast<unsigned>(random() % 400U);
    const double how = uniform(random, 0, 1);
    if (how < 0.28 && !hand_fonts.empty()) {
        const auto text = signed_name(any(names, random), random);
        write(canvas,
              fitted(font_hand(any(hand_fonts, random), text, {0, 0}, 6, uniform(random, 0, 0.3), random), place), pen);
        if (chance(random, 0.3)) {
            const double y = place.y1 + uniform(random, -1, 1);
            write(canvas,
                  {{{place.x0, y}, {(place.x0 + place.x1) / 2, y + uniform(random, -1, 0.5)}, {place.x1, y - 1}}}, pen,
                  random);
        }
    } else if (how < 0.5) {
        write(canvas, lognormal_signature(writer, place, random), pen, random);
    } else if (how < 0.62 && writers != Writers::training) {  // A generator that nothing is trained on.
        write(canvas, jerk_signature(writer, place, random), pen, random);
    } else if (how < 0.72) {
        write(canvas, trembling_signature(writer, place, random), pen, random);
    } else {
        write(canvas, signature(any(hands, random), place, random), pen, random);
    }
}

const Cast& scoring_cast() {
    static const Cast cast{.writers = Writers::scoring,
                           .hands = {std::begin(scoring_hands), std::end(scoring_hands)},
                           .hand_fonts = fonts(scoring_hands_fonts),
                           .text_fonts = fonts(scoring_text_fonts),
                           .names = {scoring_names.begin(), scoring_names.end()},
                           .first_writer = 2'000'000};
    return cast;
}

Cast cast_of(Writers writers, const std::filesystem::path& hand_fonts, const std::filesystem::path& text_fonts) {
    if (writers == Writers::scoring) throw std::logic_error("the scoring cast has its own fonts");
    const bool training = writers == Writers::training;
    Cast cast{.writers = writers,
              .hands = {std::begin(tuning_hands), std::end(tuning_hands)},
              .hand_fonts = fonts(share_of(writers, hand_fonts)),
              .text_fonts = fonts(share_of(writers, text_fonts)),
              .first_writer = training ? 0U : 1'000'000U};
    if (training)
        cast.names.assign(training_names.begin(), training_names.end());
    else
        cast.names.assign(calibration_names.begin(), calibration_names.end());
    return cast;
}

}  // namespace drawing
