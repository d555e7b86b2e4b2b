#pragma once

#include "core/reading.h"
#include "ocr/ink.h"

namespace ocr {

/// Why a zone was answered as it was; for tests, the bench and whoever tunes it.
struct SignatureFacts {
    double length_mm = 0;                ///< Strokes that may be a signature, in all.
    double longest_mm = 0;               ///< The longest of them that holds together.
    double width_mm = 0, height_mm = 0;  ///< Their extent.
    double tallest_mm = 0;               ///< Height of the tallest single one.
    double outline = 1;                  ///< Share of them near their own convex hull (lines, arcs, rings).
    double straight = 1;                 ///< Share of them on a few long straight lines.
    double closed = 0;                   ///< Share of them that are closed outlines, whatever else is on them.
    bool running_words = false;          ///< Several flat pieces in a row.
    bool capitals = false;               ///< Several pieces of one height in a row.
    int pieces = 0;
    int small_pieces = 0;   ///< Of the size of printed letters.
    double foreign_mm = 0;  ///< Strokes that come from outside the box.
    double ink_mm2 = 0;     ///< All ink.
    double faint_mm2 = 0;   ///< Marks too pale to be called ink, in strokes.
    int layers = 1;         ///< Inks told apart by colour.
};

struct SignatureVerdict {
    core::ZoneState state = core::ZoneState::doubt;  ///< signed_, empty or doubt
    double score = 0;
    bool stamped = false;
    SignatureFacts facts;
};

/// Is this box signed? Wrong `signed` is the costliest answer, then wrong `empty`; doubt is cheap.
SignatureVerdict judge_signature(const ZoneInk& ink);

struct StampVerdict {
    core::ZoneState state = core::ZoneState::doubt;  ///< read (a stamp is there), empty or doubt
    double score = 0;
    bool stamped = false;
};

/// Is this box stamped? Pen strokes beside the stamp do not matter.
StampVerdict judge_stamp(const ZoneInk& ink);

}  // namespace ocr
