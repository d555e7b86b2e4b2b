#pragma once

#include <string>
#include <vector>

#include "templates/form.h"

namespace templates {

/// What a zone shows, ready to draw: one string a line, one a cell for a comb.
struct FittedValue {
    std::vector<std::string> lines;
    double size = 0;  ///< Points.
    bool crossed = false;
};

/// The value the data gives a zone, in the shape people read (12/04/1989; 2,5), cut in lines and made small enough.
/// Refuses as print_form() says.
core::Outcome<FittedValue> fitted_value(const FormZone& zone, const core::Fields& data);

/// Nothing when every repeated element of the data has its row.
std::optional<core::Refusal> row_missing(const Form& form, const core::Fields& data);

/// Tabs and line ends become spaces.
std::string one_line(std::string text);

}  // namespace templates
