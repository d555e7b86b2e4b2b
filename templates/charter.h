#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/geometry.h"
#include "templates/node.h"
#include "templates/pdf_structure.h"
#include "templates/schema.h"

namespace templates {

/// What of a letter shows through the window of its envelope, in mm, letter folded at 99 and 198 mm (window 35 × 100 at
/// 20 mm from the right and the bottom edge, the sheet sliding as far as it can).
struct EnvelopeWindow {
    core::BoxMm visible;  ///< Seen however the sheet slides.
    core::BoxMm exposed;  ///< May be seen.
};
EnvelopeWindow window_of(const std::string& envelopes);  ///< `DL`, `C6/5`, `DL C6/5`

/// A block at a fixed place of the page.
struct Frame {
    Tag tag = Tag::document;                     ///< `artefact` for headers, footers and decoration.
    double x = 0, y = 0, width = 0, height = 0;  ///< mm; height 0: as high as it gets.
    std::vector<Node> content;
    Place place;
};
struct Tint {
    core::BoxMm box;
    Colour colour;
};

struct PageMaster {
    double top = 0, bottom = 0;  ///< Where the text begins and ends, mm from the top edge.
    std::vector<Frame> frames;
    std::vector<Tint> tints;
    std::optional<EnvelopeWindow> window;
    bool folds = false, form_marks = false;
};

/// A page master: first page and following ones.
struct Master {
    std::string name;
    double left = 0, right = 0;              ///< Edges of the text, mm from the left edge of the sheet.
    double label_left = 0, label_width = 0;  ///< Of labels in the margin; width 0 when there is no such column.
    PageMaster first, next;
};

/// Pictures that templates may print, by file name: the folder `images` of the templates.
using Pictures = std::map<std::string, Picture>;

/// The look of all documents (charte.xml). Constant once loaded; shared by all templates.
struct Charter {
    FontFiles fonts;
    std::map<std::string, Style> styles;
    std::map<std::string, Master> masters;
    Pictures pictures;
    std::vector<TemplateUse> uses;  ///< Of the masters.

    const Style* style(const std::string& name) const;
};

/// Reads `charte.xml` and `images` of a folder of templates. `schema` is modele.rng. A fault is added to `faults`; null
/// then.
std::shared_ptr<const Charter> load_charter(const std::filesystem::path& templates, const Schema& schema,
                                            std::vector<TemplateFault>& faults);

}  // namespace templates
