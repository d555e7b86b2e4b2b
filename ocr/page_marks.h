#pragma once

#include <span>
#include <vector>

#include "core/raster.h"
#include "core/reading.h"
#include "ocr/ink_facts.h"
#include "ocr/working_page.h"

/// Signatures, initials and stamps anywhere on a page.
///
/// Does: takes away printed lines and the words that were read, gathers what is left into groups of strokes, and asks a
/// trained classifier what each of them is. Trusts: the words' boxes, for a word read with trust hides no signature
/// that is no larger than itself. Pure: same page, same words, same marks.
namespace ocr {

/// How often an answer on a page may be wrong, as a share: where it changes to doubt follows from this and from the
/// calibration set of the model. A setting of the installation.
struct ErrorTargets {
    double wrong_page = 0.02;  ///< Of pages that are no form, called signed or not signed.
};

struct PageMarks {
    std::vector<core::Mark> marks;  ///< Boxes in px as decoded; what is more likely a mark than not.
    core::PageSignature signature;
};

/// `rotated`: quarter turn of the sheet. Marks that are less likely than not are left out.
PageMarks find_marks(const core::Raster& raster, const WorkingPage& working, int rotated,
                     std::span<const core::Word> words, const ErrorTargets& targets = {});

/// A group of strokes that may be a mark, and what is known of it; for training.
struct InkGroup {
    core::Box box;         ///< px as decoded.
    core::Box pen, stamp;  ///< The same of the pen's strokes and of the stamp; no width: none seen.
    Features features;
};
std::vector<InkGroup> ink_groups(const core::Raster& raster, const WorkingPage& working, int rotated,
                                 std::span<const core::Word> words);

}  // namespace ocr
