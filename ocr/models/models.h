#pragma once

#include <string_view>

/// The trained models, linked into the program as they lie in this folder; scripts/train-marks writes them.
namespace ocr::models {

std::string_view page_signatures();  ///< none, initials, signature
std::string_view page_stamps();      ///< bare, stamped

}  // namespace ocr::models
