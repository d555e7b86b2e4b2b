#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/fields.h"
#include "core/form_layout.h"
#include "core/outcome.h"
#include "templates/haru.h"
#include "templates/schema.h"

namespace templates {

// A form is one XML file (templates/forms/*.xml, schema templates/schema/modele.rng). It says sections, lines and fields;
// millimetres follow from them, once, when it is loaded. The same places are printed (the pen) and given to the reader
// (the eye): see layout().

struct FormText {
    enum class Align { left, centre, right };
    double x = 0, baseline = 0;
    std::string text;
    TextStyle style;
    Align align = Align::left;
};

struct FormRule {
    double x0 = 0, y0 = 0, x1 = 0, y1 = 0, width = 0;  ///< mm
    Colour colour{};
};

struct FormFrame {
    core::BoxMm box;
    double border = 0;  ///< mm
    Colour colour{};
};

enum class ValueFormat { plain, date, days };

struct FormZone {
    core::ZoneLayout layout;
    std::vector<std::string> paths;  ///< Values joined by a space; none for a zone that only the pen fills.
    std::string ticked_by;           ///< Check boxes: the value that crosses them.
    ValueFormat format = ValueFormat::plain;
    bool ruled = false;  ///< Blocks: a rule below instead of a frame, the text standing on it.
    int line = 0;        ///< In the template.
};

/// Repeated data that has only so many rows on the paper.
struct FormTable {
    std::string path;
    int rows = 0;
};

struct FormPage {
    std::vector<FormText> texts;
    std::vector<FormRule> rules;
    std::vector<FormFrame> frames;
    std::vector<FormZone> zones;
};

/// A loaded, placed and checked form. A value: constant once made.
struct Form {
    std::string id;
    int version = 1;
    std::string title;
    std::string legal_basis;
    core::Date edition{};
    double dossier_baseline = 0;  ///< Of the dossier's number on the first page, below the title.
    std::vector<FormPage> pages;
    std::vector<FormTable> tables;
};

/// Refuses (template_invalid, lines named) what the schema refuses and what would not print or be read well: zones that
/// overlap, leave the page, come near a mark or the code, or share an id; a page too full; a signature box too small.
core::Outcome<Form> parse_form(std::string_view bytes, std::string name, const Schema& schema);

/// `templates` is the folder that holds forms/ and schema/. core::BadSetup when a form is missing or wrong.
Form load_form(const std::filesystem::path& templates, const std::string& id);
std::vector<std::string> form_ids(const std::filesystem::path& templates);  ///< Sorted.

core::FormLayout layout(const Form& form);

/// A4 PDF: marks, codes, labels, what the data holds; the rest is for the pen. `dossier` is a DossierNumber or empty.
/// Refuses a value that does not fit its place even at 8 points, that has no place (more rows than the table), that is
/// not of its kind (a date) or holds a character no face can draw; the field is named. The same input gives the same
/// bytes.
core::Outcome<std::string> print_form(const Form& form, const core::Fields& data, const std::string& dossier);

}  // namespace templates
