#pragma once

#include <string>
#include <vector>

#include "templates/form.h"
#include "templates/xml.h"

namespace templates {

/// Where something may stand across the page, in mm.
struct Span {
    double x0 = 0, x1 = 0;
    double width() const { return x1 - x0; }
};

/// Gives the fields of a template their boxes on one page: label above, zone below, and the lines that show the pen
/// where to write.
class FieldPlacer {
  public:
    FieldPlacer(FormPage& page, std::vector<SchemaFault>& faults) : page_(page), faults_(faults) {}

    /// Returns the height of label and zone.
    double place(Element field, Span span, double y);
    void write_label(Element field, Span span, double y);
    /// `prefix` is put before the paths: `motifs.formation.1.`.
    void add_zone(Element field, core::BoxMm box, const std::string& title, const std::string& prefix = {});
    void write(double x, double baseline, const std::string& text, const TextStyle& style);

    static double height_of(Element field);  ///< Of the zone alone.

  private:
    double place_choice(Element question, Span span, double y);
    void add_case(Element answer, Element question, core::BoxMm box, const std::string& title, const std::string& text);
    void draw_around(const FormZone& zone);
    void draw_comb(const core::ZoneLayout& zone);
    void fault(Element where, const std::string& cause) { faults_.push_back({where, cause}); }

    FormPage& page_;
    std::vector<SchemaFault>& faults_;
};

double millimetres(Element element, const char* name, double otherwise);
int count(Element element, const char* name, int otherwise);

}  // namespace templates
