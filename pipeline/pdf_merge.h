#pragma once

#include <string>
#include <vector>

namespace pipeline {

/// Whether each document starts on the front of a sheet: a blank page follows one with an odd number of pages.
enum class Start { anywhere, on_front };

/// PDFs of ours (checked, not hostile) one after the other, fonts kept. The same input gives the same bytes.
/// std::logic_error when one of them is no PDF.
std::string merge_pdfs(const std::vector<std::string>& pdfs, Start start = Start::anywhere);

/// The first page of `mark` drawn over every page of `pdf`.
std::string overlay_pdf(const std::string& pdf, const std::string& mark);

/// 0 when it is no PDF.
int count_pages(const std::string& pdf);

}  // namespace pipeline
