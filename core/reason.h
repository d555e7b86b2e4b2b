#pragma once

#include <array>
#include <string_view>

#include "core/enum_names.h"

namespace core {

/// Why a document cannot go further. The enumerator is the stored code.
enum class Reason {
    encrypted,
    damaged,
    empty_file,
    incomplete_file,
    too_large,
    too_many_pages,
    too_many_pixels,
    unsupported,
    archive_unsafe,
    decoder_timeout,
    decoder_crashed,
    invalid_demande,
    demande_missing,
    template_invalid,
    data_invalid,
    field_missing,
    address_overflow,
    glyph_missing,
    unknown_dossier,
    wrong_state,
    not_allowed,
};

/// Who moves next when a document stopped for this reason.
enum class NextStep { ask_sender, tell_mailroom, tell_administrator, tell_instructor };

struct ReasonRow {
    Reason reason;
    std::string_view code;  ///< Stored, printed in JSON.
    NextStep next;
    std::string_view sentence;  ///< French: what is wrong and what to do.
};

/// One row per Reason, in the order of the enumerators (proved in reason.cpp).
const ReasonRow& reason_row(Reason reason);

}  // namespace core

template <>
struct core::EnumNames<core::Reason> {
    static constexpr std::array<std::string_view, 21> names{
        "encrypted",       "damaged",          "empty_file",      "incomplete_file",  "too_large",
        "too_many_pages",  "too_many_pixels",  "unsupported",     "archive_unsafe",   "decoder_timeout",
        "decoder_crashed", "invalid_demande",  "demande_missing", "template_invalid", "data_invalid",
        "field_missing",   "address_overflow", "glyph_missing",   "unknown_dossier",  "wrong_state",
        "not_allowed"};
};
