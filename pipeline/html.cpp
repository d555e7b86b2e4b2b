#include "pipeline/html.h"

#include "mail/header_text.h"
#include "templates/xml_text.h"

namespace pipeline {

std::string html_text(std::string_view utf8) {
    auto text = templates::as_written(utf8);
    for (auto at = text.find('"'); at != text.npos; at = text.find('"', at)) text.replace(at, 1, "&quot;");
    return text;
}

std::string png_source(std::string_view png) { return "data:image/png;base64," + mail::base64(png); }

}  // namespace pipeline
