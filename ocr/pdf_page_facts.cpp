#include <algorithm>
#include <cmath>
#include <map>
#include <qpdf/QPDFMatrix.hh>

#include "ocr/pdf_page.h"

namespace ocr {
namespace {

constexpr int deepest_form = 8;
constexpr double edge_tolerance = 0.015;  // Of the page: scanners round image and page differently.

struct Area {
    double x0 = -1e9, y0 = -1e9, x1 = 1e9, y1 = 1e9;
    bool covers(const Area& other, double slack) const {
        return x0 <= other.x0 + slack && y0 <= other.y0 + slack && x1 >= other.x1 - slack && y1 >= other.y1 - slack;
    }
};

struct GraphicsState {
    QPDFMatrix matrix;
    Area clip;
    int text_mode = 0;
};

Area area_of_unit_square(const QPDFMatrix& m) {
    const auto [x0, x1] = std::minmax({m.e, m.e + m.a, m.e + m.c, m.e + m.a + m.c});
    const auto [y0, y1] = std::minmax({m.f, m.f + m.b, m.f + m.d, m.f + m.b + m.d});
    return {x0, y0, x1, y1};
}

/// Quarter turns clockwise of an unmirrored image matrix; nothing when it is skewed or mirrored.
std::optional<int> quarters_of(const QPDFMatrix& m) {
    const double slack = 0.002 * (std::abs(m.a) + std::abs(m.b) + std::abs(m.c) + std::abs(m.d));
    const bool straight = std::abs(m.b) <= slack && std::abs(m.c) <= slack;
    const bool across = std::abs(m.a) <= slack && std::abs(m.d) <= slack;
    if (straight && m.a > 0 && m.d > 0) return 0;
    if (across && m.b < 0 && m.c > 0) return 1;
    if (straight && m.a < 0 && m.d < 0) return 2;
    if (across && m.b > 0 && m.c < 0) return 3;
    return std::nullopt;
}

/// Runs a content stream as far as needed to know what leaves ink. Anything it does not follow counts as other ink.
class Examiner : public QPDFObjectHandle::ParserCallbacks {
  public:
    Examiner(PdfPageFacts& facts, QPDFObjectHandle resources, GraphicsState state, int depth)
        : facts_(facts), resources_(resources), state_(state), depth_(depth) {}

    void handleObject(QPDFObjectHandle object, std::size_t, std::size_t) override {
        if (object.isInlineImage()) facts_.other_ink = true;
        if (!object.isOperator()) {
            if (operands_.size() < 64) operands_.push_back(object);
            return;
        }
        run(object.getOperatorValue());
        operands_.clear();
    }
    void handleEOF() override {}

  private:
    double number(std::size_t i) {
        return i < operands_.size() && operands_[i].isNumber() ? operands_[i].getNumericValue() : 0;
    }
    std::string name() { return !operands_.empty() && operands_[0].isName() ? operands_[0].getName() : ""; }
    bool is_one_of(const std::string& op, std::initializer_list<const char*> names) const {
        return std::find(names.begin(), names.end(), op) != names.end();
    }

    void run(const std::string& op) {
        if (op == "q") {
            if (saved_.size() < 256) saved_.push_back(state_);
        } else if (op == "Q") {
            if (saved_.empty()) return;
            state_ = saved_.back();
            saved_.pop_back();
        } else if (op == "cm") {
            state_.matrix.concat({number(0), number(1), number(2), number(3), number(4), number(5)});
        } else if (op == "Tr") {
            state_.text_mode = static_cast<int>(number(0));
        } else if (is_one_of(op, {"Tj", "TJ", "'", "\""})) {
            const bool hidden = state_.text_mode == 3 || state_.text_mode == 7;
            (hidden ? facts_.hidden_text : facts_.visible_text) = true;
        } else if (op == "Do") {
            draw();
        } else if (op == "gs") {
            look_at_state();
        } else if (op == "BDC") {
            if (name() == "/OC") facts_.other_ink = true;
        } else {
            run_path(op);
        }
    }

    void run_path(const std::string& op) {
        if (op == "re") {
            ++path_parts_;
            const QPDFMatrix box(number(2), 0, 0, number(3), number(0), number(1));
            QPDFMatrix placed = state_.matrix;
            placed.concat(box);
            rectangle_ = area_of_unit_square(placed);
        } else if (is_one_of(op, {"l", "c", "v", "y"})) {
            path_parts_ += 2;
        } else if (is_one_of(op, {"W", "W*"})) {
            clips_ = true;
        } else if (is_one_of(op, {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh"})) {
            facts_.other_ink = true;
            end_path();
        } else if (op == "n") {
            end_path();
        }
    }

    void end_path() {
        if (clips_ && path_parts_ == 1) {
            state_.clip = {std::max(state_.clip.x0, rectangle_.x0), std::max(state_.clip.y0, rectangle_.y0),
                           std::min(state_.clip.x1, rectangle_.x1), std::min(state_.clip.y1, rectangle_.y1)};
        } else if (clips_) {
            facts_.other_ink = true;
        }
        clips_ = false;
        path_parts_ = 0;
    }

    void look_at_state() {
        auto parameters = resources_.getKeyIfDict("/ExtGState").getKeyIfDict(name());
        if (!parameters.isDictionary()) return;
        for (const char* key : {"/ca", "/CA"})
            if (auto alpha = parameters.getKey(key); alpha.isNumber() && alpha.getNumericValue() < 1)
                facts_.other_ink = true;
        if (auto blend = parameters.getKey("/BM"); !blend.isNull() && !blend.isNameAndEquals("/Normal"))
            facts_.other_ink = true;
        if (auto mask = parameters.getKey("/SMask"); !mask.isNull() && !mask.isNameAndEquals("/None"))
            facts_.other_ink = true;
    }

    void draw() {
        auto object = resources_.getKeyIfDict("/XObject").getKeyIfDict(name());
        if (object.isImage(false)) {
            place_image(object);
        } else if (object.isFormXObject() && depth_ < deepest_form && forms_left_ > 0) {
            --forms_left_;
            draw_form(object);
        } else if (object.isStream()) {
            facts_.other_ink = true;
        }
    }

    void place_image(QPDFObjectHandle image) {
        const Area page{facts_.left, facts_.bottom, facts_.left + facts_.width, facts_.bottom + facts_.height};
        const Area area = area_of_unit_square(state_.matrix);
        const double seen = std::max(0.0, std::min(area.x1, page.x1) - std::max(area.x0, page.x0)) *
                            std::max(0.0, std::min(area.y1, page.y1) - std::max(area.y0, page.y0));
        facts_.largest_image = std::max(facts_.largest_image, seen / std::max(1.0, facts_.width * facts_.height));
        ++facts_.images;
        const double slack = edge_tolerance * std::max(facts_.width, facts_.height);
        const auto quarters = quarters_of(state_.matrix);
        if (quarters && area.covers(page, slack) && page.covers(area, slack) && state_.clip.covers(area, slack)) {
            facts_.scan = image;
            facts_.scan_quarters = *quarters;
        }
    }

    void draw_form(QPDFObjectHandle form) {
        auto dictionary = form.getDict();
        if (dictionary.hasKey("/OC")) facts_.other_ink = true;
        GraphicsState inside = state_;
        if (auto matrix = dictionary.getKey("/Matrix"); matrix.isMatrix())
            inside.matrix.concat(QPDFMatrix(matrix.getArrayAsMatrix()));
        auto resources = dictionary.getKey("/Resources");
        Examiner examiner(facts_, resources.isDictionary() ? resources : resources_, inside, depth_ + 1);
        examiner.forms_left_ = forms_left_;
        form.parseAsContents(&examiner);
        forms_left_ = examiner.forms_left_;
    }

    PdfPageFacts& facts_;
    QPDFObjectHandle resources_;
    GraphicsState state_;
    int depth_;
    int forms_left_ = 2000;  // A form that draws itself in a fan would cost exponentially.
    std::vector<GraphicsState> saved_;
    std::vector<QPDFObjectHandle> operands_;
    Area rectangle_;
    int path_parts_ = 0;
    bool clips_ = false;
};

void measure(QPDFPageObjectHelper& page, PdfPageFacts& facts) {
    auto box = page.getCropBox(false, false);
    if (!box.isRectangle()) box = page.getMediaBox(false);
    QPDFObjectHandle::Rectangle rectangle(0, 0, 612, 792);
    if (box.isRectangle()) rectangle = box.getArrayAsRectangle();
    facts.left = std::min(rectangle.llx, rectangle.urx);
    facts.bottom = std::min(rectangle.lly, rectangle.ury);
    facts.width = std::abs(rectangle.urx - rectangle.llx);
    facts.height = std::abs(rectangle.ury - rectangle.lly);
    auto rotate = page.getAttribute("/Rotate", false);
    if (rotate.isInteger()) facts.rotate = static_cast<int>(((rotate.getIntValue() % 360) + 360) % 360 / 90 * 90);
}

}  // namespace

PdfPageFacts examine(QPDFPageObjectHelper page) {
    PdfPageFacts facts;
    measure(page, facts);
    auto annotations = page.getObjectHandle().getKey("/Annots");
    if (annotations.isArray())
        for (auto& annotation : annotations.getArrayAsVector())
            if (annotation.isDictionary() && !annotation.getKey("/AP").isNull()) facts.other_ink = true;
    Examiner examiner(facts, page.getAttribute("/Resources", false), {}, 0);
    page.parseContents(&examiner);
    if (facts.images != 1 || facts.visible_text || facts.other_ink) facts.scan.reset();
    return facts;
}

}  // namespace ocr
