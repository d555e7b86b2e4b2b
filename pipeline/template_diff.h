#pragma once

#include <string>
#include <vector>

#include "pipeline/decode.h"

namespace pipeline {

/// A line of a text beside the one it became.
struct LinePair {
    enum class Kind { same, removed, added };
    Kind kind = Kind::same;
    std::string line;
    bool operator==(const LinePair&) const = default;
};
/// The shortest way from one text to another, line by line.
std::vector<LinePair> compare_lines(const std::string& before, const std::string& after);

/// One version of a template: what is compared.
struct TemplateVersion {
    std::string title;   ///< « refus-integration, publication 3 ».
    std::string source;  ///< The files it is made of, one after the other.
    std::string pdf;     ///< With the same data.
};

/// The words a PDF of ours prints, page after page. Refuses as decode() does.
core::Outcome<std::string> printed_words(const std::string& pdf, const DecodeLimits& limits);

/// One page of HTML that needs no other file: what changed in the files and in the words printed, and the pages side by
/// side, those that differ marked. Refuses as decode() does.
core::Outcome<std::string> diff_page(const TemplateVersion& before, const TemplateVersion& after,
                                     const DecodeLimits& limits);

}  // namespace pipeline
