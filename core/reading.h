#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/facts.h"
#include "core/form_layout.h"
#include "core/geometry.h"
#include "core/kind.h"
#include "core/outcome.h"

namespace core {

struct Word {
    std::string text;       ///< UTF-8.
    double confidence = 0;  ///< 0 to 1.
    Box box;
    int line = 0;  ///< Number of the text line on the page, from 0, in reading order.

    bool operator==(const Word&) const = default;
};

struct Code {
    std::string format;  ///< `QRCode`, `DataMatrix`, `Code128`.
    std::string text;
    Box box;

    bool operator==(const Code&) const = default;
};

/// What a zone holds. `read` is the state of typed zones, whose answer is the value.
enum class ZoneState { read, signed_, checked, empty, doubt };

struct Zone {
    std::string id;
    ZoneKind kind = ZoneKind::text;
    ZoneState state = ZoneState::read;
    std::string value;            ///< Typed zones only.
    double score = 0;             ///< 0 to 1: confidence in the state (signature, checkbox) or in the value (text).
    std::optional<bool> stamped;  ///< Signature and stamp zones only.
    std::string evidence;         ///< SHA-256 of the crop kept as a PNG blob; empty when none was kept.
    Box box;

    bool operator==(const Zone&) const = default;
};

enum class MarkKind { signature, initials, stamp };

/// A handwritten or stamped mark found anywhere on a page.
struct Mark {
    MarkKind kind = MarkKind::signature;
    double score = 0;
    Box box;

    bool operator==(const Mark&) const = default;
};

/// Whether somebody signed a page, wherever: signed_, empty or doubt.
struct PageSignature {
    ZoneState state = ZoneState::doubt;
    double score = 0;  ///< Probability that the state is right; with a doubt, of the likelier of the two.

    bool operator==(const PageSignature&) const = default;
};

/// A form that is known, recognised by its code or by what it prints, and registered on that.
struct FormMatch {
    std::string id;
    int version = 0;
    std::string dossier;  ///< Empty for a blank form, and when no code was read.
    int page = 0;
    double error_mm = 0;  ///< Of the worst placed zone, estimated; negative when the page could not be registered.
    std::string trouble;  ///< French, when it could not be: why.

    bool operator==(const FormMatch&) const = default;
};

enum class TextSource { none, layer, ocr };

/// How a sheet was fed, as far as its page shows: something lies beyond an edge; longer than one sheet.
enum class PageFault { cut, double_fed };

/// Below this a sheet should be scanned again.
inline constexpr double poor_legibility = 0.35;

struct Page {
    int page = 0;  ///< From 1, in the file.
    int width_px = 0;
    int height_px = 0;
    int dpi = 0;
    int rotated = 0;      ///< Degrees clockwise by which the sheet was turned: 0, 90, 180, 270.
    double skew_deg = 0;  ///< Left after the quarter turn is undone; clockwise positive.
    bool blank = false;
    double legibility = 1;  ///< 0 to 1; under poor_legibility the sheet should be scanned again.
    std::vector<PageFault> faults;
    std::string text;
    TextSource text_source = TextSource::none;
    double confidence = 0;    ///< Mean word confidence, 0 to 1.
    std::string text_reason;  ///< How the text was had and why so; French. Empty without text.
    KindGuess kind;
    std::optional<FormMatch> form;
    std::vector<Code> codes;
    std::vector<Zone> zones;
    std::vector<Mark> marks;
    std::optional<PageSignature> signature;  ///< Of a page that was searched for marks.
    std::vector<Word> words;
    std::vector<Fact> facts;  ///< Of a piece; empty on forms and where the kind is not known.

    bool operator==(const Page&) const = default;
};

struct Reading {
    std::string sha256;
    std::optional<Refusal> refusal;
    std::vector<Page> pages;

    bool operator==(const Reading&) const = default;
};

}  // namespace core

template <>
struct core::EnumNames<core::ZoneState> {
    static constexpr std::array<std::string_view, 5> names{"read", "signed", "checked", "empty", "doubt"};
};
template <>
struct core::EnumNames<core::MarkKind> {
    static constexpr std::array<std::string_view, 3> names{"signature", "initials", "stamp"};
};
template <>
struct core::EnumNames<core::TextSource> {
    static constexpr std::array<std::string_view, 3> names{"none", "layer", "ocr"};
};
template <>
struct core::EnumNames<core::PageFault> {
    static constexpr std::array<std::string_view, 2> names{"cut", "double_fed"};
};
