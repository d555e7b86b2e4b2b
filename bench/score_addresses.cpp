// The address of a letter as a sorting machine sees it: the letter is drawn, cut to what a window always shows, and
// read. It must give its lines back. What does not fit must be refused, and the line named.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "bench/addresses.h"
#include "bench/scoring.h"
#include "core/fuzzy.h"
#include "ocr/decode.h"
#include "ocr/reader.h"
#include "templates/data.h"
#include "templates/letter.h"
#include "templates/schema.h"
#include "templates/utf8.h"

namespace {

using scoring::Verdict;

/// Of DL (110 × 220) and C6/5 (114 × 229), window 35 × 100 at 20 mm from the right and from below, the sheet folded at
/// 99 mm and free to slide: what shows wherever it lies.
struct Envelope {
    const char* name;
    core::BoxMm visible;
};
constexpr Envelope envelopes[]{{"DL", {100, 55, 190, 79}}, {"C6-5", {109, 59, 190, 79}}};
constexpr int dpi = 300;
constexpr core::Date today{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{23}};

struct Letter {
    templates::LetterTemplate letter;
    core::Fields data;
};

Letter shipped_letter() {
    const std::filesystem::path letters = ADDRESSES_LETTERS;
    const std::string id = "refus-integration";
    auto letter = templates::load_letter(letters / (id + ".xml"));
    auto data = templates::fields_from_xml(templates::read_template(letters / "samples" / (id + ".xml")), id);
    if (!letter || !data) throw std::runtime_error{"the shipped letter does not load"};
    return {*std::move(letter), *std::move(data)};
}

core::Outcome<std::string> rendered(const Letter& letter, const bench::Address& address) {
    auto data = letter.data;
    std::erase_if(data, [](const auto& field) { return field.first.starts_with("destinataire.adresse."); });
    for (std::size_t i = 0; i < address.lines.size(); ++i)
        data["destinataire.adresse.ligne." + std::to_string(i + 1)] = address.lines[i];
    return templates::render_letter(letter.letter, data, today);
}

core::Raster first_page(const std::string& pdf) {
    core::Raster page;
    const std::vector<std::uint8_t> bytes(pdf.begin(), pdf.end());
    const auto decoded = ocr::decode_pages(bytes, {.render_dpi = dpi}, [&](core::Raster&& raster) {
        if (page.pixels.empty()) page = std::move(raster);
    });
    if (!decoded) throw std::runtime_error{core::describe(decoded.refusal())};
    return page;
}

/// What shows through the window, in the middle of a white envelope: pixels alone, no text layer.
core::Raster envelope_with(const core::Raster& page, const core::BoxMm& visible) {
    const auto px = [&](double mm) { return static_cast<int>(std::lround(mm / 25.4 * page.dpi)); };
    core::Raster out{.width = px(220), .height = px(110), .channels = page.channels, .dpi = page.dpi};
    const auto channels = static_cast<std::size_t>(page.channels);
    out.pixels.assign(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height) * channels, 255);
    const auto at = [&](const core::Raster& raster, int x, int y) {
        return (static_cast<std::size_t>(y) * static_cast<std::size_t>(raster.width) + static_cast<std::size_t>(x)) *
               channels;
    };
    const int width = px(visible.width()), height = px(visible.height());
    for (int y = 0; y < height; ++y)
        std::copy_n(page.pixels.begin() + static_cast<std::ptrdiff_t>(at(page, px(visible.x0), px(visible.y0) + y)),
                    static_cast<std::size_t>(width) * channels,
                    out.pixels.begin() + static_cast<std::ptrdiff_t>(at(out, px(100), px(45) + y)));
    return out;
}

/// One byte a character, apostrophes alike: what is counted is characters.
std::string countable(const std::string& utf8) {
    std::string out;
    for (const auto code : templates::decode_utf8(utf8))
        out += code == U'’' ? '\'' : code < 0x100 ? static_cast<char>(code) : static_cast<char>(code % 31 + 1);
    return out;
}

std::string text_of(const bench::Address& address) { return fmt::format("{}", fmt::join(address.lines, "\n")); }

struct Tally {
    std::size_t characters = 0, misread = 0;
    std::map<std::pair<std::string, std::string>, int>
        pairs;  ///< Signs taken for others, where a line kept its length.

    void add(const std::string& truth, const std::string& answer) {
        const auto a = countable(truth), b = countable(answer);
        characters += a.size();
        misread += core::edit_distance(a, b);
        if (a.size() != b.size()) return;
        const auto wide = templates::decode_utf8(truth), read = templates::decode_utf8(answer);
        for (std::size_t i = 0; i < a.size(); ++i)
            if (a[i] != b[i])
                ++pairs[{templates::encode_utf8(wide.substr(i, 1)), templates::encode_utf8(read.substr(i, 1))}];
    }

    void print() const {
        fmt::print(stderr, "addresses: {} characters, {} misread ({:.3f} %)\n", characters, misread,
                   100.0 * static_cast<double>(misread) / static_cast<double>(std::max<std::size_t>(1, characters)));
        for (const auto& [pair, count] : pairs)
            fmt::print(stderr, "  « {} » read as « {} »: {}\n", pair.first, pair.second, count);
    }
};

class Scorer {
  public:
    explicit Scorer(const scoring::Options& options) : options_(options), report_(options) {}

    void fitting(unsigned number) {
        const auto address = bench::fitting_address(options_.seed, number);
        const auto pdf = rendered(letter_, address);
        if (!pdf) {
            report_.add(item("address", number, address, core::describe(pdf.refusal()), 0, Verdict::doubt));
            return;
        }
        const auto page = first_page(*pdf);
        for (const auto& envelope : envelopes) {
            auto shown = envelope_with(page, envelope.visible);
            const auto reading = reader_.read(shown, {}).page;
            tally_.add(text_of(address), reading.text);
            const bool right = countable(text_of(address)) == countable(reading.text);
            report_.add(item(envelope.name, number, address, reading.text, reading.confidence,
                             right ? Verdict::right : Verdict::wrong),
                        [&] { return shown; });
        }
    }

    void overlong(unsigned number) {
        const auto address = bench::overlong_address(options_.seed, number);
        const auto pdf = rendered(letter_, address);
        const bool named = !pdf && pdf.refusal().reason == core::Reason::address_overflow &&
                           pdf.refusal().detail.find(address.lines[address.too_long - 1]) != std::string::npos;
        report_.add(item("long", number, address, pdf ? "printed" : core::describe(pdf.refusal()), 1,
                         named ? Verdict::right : Verdict::wrong));
    }

    void print() const { tally_.print(); }

  private:
    static scoring::Item item(const char* what, unsigned number, const bench::Address& address,
                              const std::string& answer, double score, Verdict verdict) {
        return {.question = address.too_long == 0 ? "addresses" : "addresses/refused",
                .item = fmt::format("{}-{}", what, number),
                .kind = address.kind,
                .truth = text_of(address),
                .answer = answer,
                .score = score,
                .verdict = verdict};
    }

    scoring::Options options_;
    scoring::Report report_;
    Letter letter_ = shipped_letter();
    ocr::Reader reader_;
    Tally tally_;
};

}  // namespace

int main(int argc, char** argv) {
    const auto options = scoring::options_from(argc, argv);
    Scorer scorer{options};
    for (unsigned number = 1; number <= (options.is_short ? 25U : 500U); ++number) scorer.fitting(number);
    for (unsigned number = 1; number <= (options.is_short ? 25U : 250U); ++number) scorer.overlong(number);
    scorer.print();
    return 0;
}
