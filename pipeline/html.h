#pragma once

#include <string>
#include <string_view>

/// Pieces of the pages that people open from a file: nothing in them is fetched.
namespace pipeline {

/// Text as it may stand between tags and in a double-quoted attribute.
std::string html_text(std::string_view utf8);

/// `src` of an image that travels in the page.
std::string png_source(std::string_view png);

}  // namespace pipeline
