#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/raster.h"

/// What a PDF of ours looked like when a person last looked at it, and what has moved since.
///
/// Kept of a document: `NAME.txt`, its pages and the lines of each with their place in mm, and `NAME-1.png` …, each
/// page small and in few greys. The text says what moved and by how much; the picture sees rules, frames, logos and
/// codes.
namespace golden {

struct Line {
    int page = 1;
    double x0 = 0, x1 = 0;  ///< mm from the left edge.
    double y = 0;           ///< mm from the top edge to the bottom of its letters.
    std::string text;
};

struct Document {
    std::vector<Line> lines;  ///< In the order of reading.
    std::vector<core::Raster> pages;
};

constexpr int picture_dpi = 40;
constexpr double moved_mm = 0.15;  ///< Less is the rounding of the file.

Document look_at(const std::string& pdf);

/// One sentence a difference; empty when all stands where it stood.
std::vector<std::string> differences(const Document& kept, const Document& seen);

/// Nothing when none was kept. std::runtime_error when what was kept cannot be read.
std::optional<Document> load(const std::filesystem::path& folder, const std::string& name);
void keep(const std::filesystem::path& folder, const std::string& name, const Document& document);
void forget(const std::filesystem::path& folder, const std::string& name);
/// Of what is kept, sorted.
std::vector<std::string> names(const std::filesystem::path& folder);

}  // namespace golden
