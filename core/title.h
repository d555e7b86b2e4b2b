#pragma once

#include <string_view>

#include "core/answer.h"

namespace core {

/// Titles of trainings and diplomas, as two people write or OCR reads them: compared word by word, in any order, small
/// words set aside, misread letters forgiven. Yes when nearly all words of the shorter stand in the other; no when
/// hardly any do. Figures that differ (« niveau 1 », « niveau 2 ») are a doubt at best.
Answer same_title(std::string_view a, std::string_view b);

}  // namespace core
