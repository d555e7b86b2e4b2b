#pragma once

#include <string>
#include <vector>

#include "core/reading.h"
#include "tests/drawing/cases.h"

/// Pages that are not our form: letters, attestations, decrees and what else is joined, with their marks.
namespace drawing {

enum class Paper { letter, attestation, decree, programme, services, diploma, invoice, notes, form_of_others, memo };
inline constexpr std::size_t paper_count = 10;

struct DrawnMark {
    core::MarkKind kind = core::MarkKind::signature;
    core::BoxMm box;
};

struct FreePage {
    std::vector<DrawnMark> marks;
    std::vector<core::BoxMm> words;  ///< Of the printed text.

    bool is_signed() const;
};

/// Half of the pages are signed; logos, notes, underlined names, stamps, ticks and punch holes fall on both halves.
FreePage draw_free_page(Canvas& canvas, Paper paper, const Cast& cast, Random& random);

/// What text recognition gives of the printed words: boxes in px of the scan; some words are missed.
std::vector<core::Word> words_as_read(const FreePage& page, const Canvas& canvas, Random& random);

}  // namespace drawing

template <>
struct core::EnumNames<drawing::Paper> {
    static constexpr std::array<std::string_view, drawing::paper_count> names{
        "letter",  "attestation", "decree", "programme",      "services",
        "diploma", "invoice",     "notes",  "form_of_others", "memo"};
};
