#include "ocr/invisible_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <span>

namespace ocr {

namespace {

std::string number(double value) {
    std::array<char, 64> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, 3).ptr;
    return {text.data(), end};
}

std::string hex(unsigned value, int digits) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%0*X", digits, value);
    return text.data();
}

/// UTF-8 that the reading made well formed.
std::vector<char32_t> characters_of(std::string_view text) {
    std::vector<char32_t> characters;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0xC0)
            characters.push_back(byte & (byte >= 0xF0 ? 0x07U : byte >= 0xE0 ? 0x0FU : 0x1FU));
        else if (byte < 0x80)
            characters.push_back(byte);
        else if (!characters.empty())
            characters.back() = characters.back() << 6U | (byte & 0x3FU);
    }
    return characters;
}

std::string utf16_hex(char32_t character) {
    if (character < 0x10000) return hex(static_cast<unsigned>(character), 4);
    const auto rest = static_cast<unsigned>(character) - 0x10000;
    return hex(0xD800 + (rest >> 10U), 4) + hex(0xDC00 + (rest & 0x3FFU), 4);
}

std::string to_unicode(std::span<const char32_t> characters) {
    std::string map =
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /V def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<00> <FF>\nendcodespacerange\n";
    constexpr std::size_t most = 100;  // Of one list.
    for (std::size_t from = 0; from < characters.size(); from += most) {
        const auto count = std::min(most, characters.size() - from);
        map += std::to_string(count) + " beginbfchar\n";
        for (std::size_t i = from; i < from + count; ++i)
            map += "<" + hex(static_cast<unsigned>(i + 1), 2) + "> <" + utf16_hex(characters[i]) + ">\n";
        map += "endbfchar\n";
    }
    return map + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
}

struct Point {
    double x = 0, y = 0;
    Point operator+(Point o) const { return {x + o.x, y + o.y}; }
    Point operator-(Point o) const { return {x - o.x, y - o.y}; }
    Point operator*(double f) const { return {x * f, y * f}; }
};

/// From px of the raster to the page's own points, /Rotate undone.
class Placement {
  public:
    Placement(const core::Page& page, const PdfPageFacts& facts) : facts_(facts) {
        const bool lies = facts.rotate % 180 != 0;
        per_px_ = {(lies ? facts.height : facts.width) / std::max(page.width_px, 1),
                   (lies ? facts.width : facts.height) / std::max(page.height_px, 1)};
    }
    Point operator()(Point px) const {
        const double x = px.x * per_px_.x, y = px.y * per_px_.y;  // From the upper left of the page as shown.
        const Point corner{facts_.left, facts_.bottom};
        switch (facts_.rotate) {
            case 90:
                return corner + Point{y, x};
            case 180:
                return corner + Point{facts_.width - x, y};
            case 270:
                return corner + Point{facts_.width - y, facts_.height - x};
            default:
                return corner + Point{x, facts_.height - y};
        }
    }

  private:
    const PdfPageFacts& facts_;
    Point per_px_;
};

/// A box seen along its line of text: px along it, and down from it.
struct Extent {
    double from = 0, to = 0, top = 0, bottom = 0;
    double middle() const { return (from + to) / 2; }
};

/// Directions of a sheet that was turned, in the raster.
struct Directions {
    Point along, down;

    explicit Directions(int rotated) {
        const double turn = rotated * std::numbers::pi / 180;
        along = {std::round(std::cos(turn)), std::round(std::sin(turn))};
        down = {-along.y, along.x};
    }
    Extent of(const core::Box& box) const {
        const auto dot = [](Point a, double x, double y) { return a.x * x + a.y * y; };
        const auto [from, to] = std::minmax({dot(along, box.x0, box.y0), dot(along, box.x1, box.y1)});
        const auto [top, bottom] = std::minmax({dot(down, box.x0, box.y0), dot(down, box.x1, box.y1)});
        return {from, to, top, bottom};
    }
};

double quantile(std::vector<double> values, double share) {
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

/// One size and one baseline for a line, or readers take its words apart.
struct LineShape {
    double baseline = 0;  ///< px down, where the line crosses along = 0.
    double size = 1;      ///< px

    LineShape(std::span<const Extent> words, double slope) {
        constexpr double capital = 0.72;  // Of the size.
        std::vector<double> bottoms, heights;
        for (const auto& word : words) bottoms.push_back(word.bottom - slope * word.middle());
        baseline = quantile(std::move(bottoms), 0.5);
        for (const auto& word : words) heights.push_back(baseline + slope * word.middle() - word.top);
        size = std::max(quantile(std::move(heights), 0.9) / capital, 1.0);
    }
};

class TextWriter {
  public:
    TextWriter(const core::Page& page, const PdfPageFacts& facts, const std::string& name, InvisibleFonts& fonts)
        : place_(page, facts),
          directions_(page.rotated),
          slope_(std::tan(page.skew_deg * std::numbers::pi / 180)),
          name_(name),
          fonts_(fonts) {}

    void line(std::span<const core::Word> words) {
        std::vector<Extent> extents;
        for (const auto& word : words) extents.push_back(directions_.of(word.box));
        const LineShape shape(extents, slope_);
        for (std::size_t i = 0; i < words.size(); ++i) word(words[i].text, extents[i], shape, i + 1 < words.size());
    }
    std::string content() const { return "q BT 3 Tr\n" + content_ + "ET Q\n"; }

  private:
    void word(const std::string& text, const Extent& extent, const LineShape& shape, bool goes_on) {
        auto characters = characters_of(text);
        if (characters.empty()) return;
        const double advance = (extent.to - extent.from) / static_cast<double>(characters.size());
        if (goes_on) characters.push_back(U' ');
        const double down = shape.baseline + slope_ * extent.middle();
        const Point start = directions_.along * extent.from + directions_.down * down;
        const auto vector = [&](Point direction, double length) {
            return place_(start + direction * length) - place_(start);
        };
        const auto across = vector(directions_.along, std::max(advance, 0.5) / InvisibleFonts::width);
        const auto up = vector(directions_.down, -shape.size);
        const auto origin = place_(start);
        for (const double value : {across.x, across.y, up.x, up.y, origin.x, origin.y}) content_ += number(value) + ' ';
        content_ += "Tm\n";
        for (const auto character : characters) show(fonts_.code_of(character));
        end_string();
    }

    void show(InvisibleFonts::Code code) {
        if (code.font != font_) {
            end_string();
            font_ = code.font;
            content_ += name_ + std::to_string(font_) + " 1 Tf\n";
        }
        if (!in_string_) content_ += '<';
        in_string_ = true;
        content_ += hex(code.code, 2);
    }
    void end_string() {
        if (in_string_) content_ += "> Tj\n";
        in_string_ = false;
    }

    Placement place_;
    Directions directions_;
    double slope_;
    const std::string& name_;
    InvisibleFonts& fonts_;
    std::string content_;
    std::size_t font_ = static_cast<std::size_t>(-1);
    bool in_string_ = false;
};

}  // namespace

InvisibleFonts::Code InvisibleFonts::code_of(char32_t character) {
    const auto known = known_.find(character);
    if (known != known_.end()) return {known->second / codes, static_cast<std::uint8_t>(known->second % codes + 1)};
    if (fonts_.empty() || fonts_.back().size() == codes) fonts_.push_back({U'm'});
    const std::size_t at = character == U'm' && fonts_.size() == 1 ? 0 : fonts_.back().size();
    if (at > 0) fonts_.back().push_back(character);
    known_[character] = (fonts_.size() - 1) * codes + at;
    return code_of(character);
}

std::vector<QPDFObjectHandle> InvisibleFonts::objects(QPDF& document) {
    while (objects_.size() < fonts_.size())
        objects_.push_back(document.makeIndirectObject(QPDFObjectHandle::newDictionary()));
    return objects_;
}

void InvisibleFonts::finish(QPDF& document) {
    if (fonts_.empty()) return;
    const auto nothing = document.newStream("600 0 0 -220 600 720 d1\n");
    for (std::size_t i = 0; i < fonts_.size(); ++i) {
        auto shapes = QPDFObjectHandle::newDictionary();
        auto names = QPDFObjectHandle::parse("[ 1 ]");
        auto widths = QPDFObjectHandle::newArray();
        for (std::size_t code = 1; code <= fonts_[i].size(); ++code) {
            const std::string name = code == 1 ? "/m" : "/c" + std::to_string(code);
            shapes.replaceKey(name, nothing);
            names.appendItem(QPDFObjectHandle::newName(name));
            widths.appendItem(QPDFObjectHandle::newInteger(600));
        }
        auto font = objects(document)[i];
        auto fixed = QPDFObjectHandle::parse(
            "<< /Type /Font /Subtype /Type3 /FontBBox [ 0 -220 600 720 ] /FontMatrix [ 0.001 0 0 0.001 0 0 ] "
            "/Resources << >> /FirstChar 1 >>");
        for (const auto& [key, value] : fixed.getDictAsMap()) font.replaceKey(key, value);
        font.replaceKey("/LastChar", QPDFObjectHandle::newInteger(static_cast<long long>(fonts_[i].size())));
        font.replaceKey("/Widths", widths);
        font.replaceKey("/CharProcs", shapes);
        auto encoding = QPDFObjectHandle::parse("<< /Type /Encoding >>");
        encoding.replaceKey("/Differences", names);
        font.replaceKey("/Encoding", encoding);
        font.replaceKey("/ToUnicode", document.newStream(to_unicode(fonts_[i])));
    }
}

std::string invisible_text(const core::Page& page, const PdfPageFacts& facts, const std::string& name,
                           InvisibleFonts& fonts) {
    TextWriter writer(page, facts, name, fonts);
    const std::span words(page.words);
    for (std::size_t from = 0; from < words.size();) {
        std::size_t to = from + 1;
        while (to < words.size() && words[to].line == words[from].line) ++to;
        writer.line(words.subspan(from, to - from));
        from = to;
    }
    return writer.content();
}

}  // namespace ocr
