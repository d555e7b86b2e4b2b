#pragma once

#include <hpdf.h>

#include <array>
#include <initializer_list>
#include <map>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "templates/haru.h"
#include "templates/haru_objects.h"

namespace templates {

struct HaruDoc::Impl {
    struct Sheet {
        HPDF_Page page;
        double height;
        std::string content;
        std::optional<Tag> open;  ///< The element marked content is open for.
        // What the page is set to draw with.
        const void* font = nullptr;
        double size = 0;
        std::optional<Colour> colour;
        std::vector<unsigned> annotations;  ///< Object numbers.
    };
    struct FontUse {
        HPDF_Dict font = nullptr;  ///< Owned by the document; null until the face is first drawn with.
        Repertoire repertoire = Repertoire::everyday;
    };
    struct Attachment {
        std::string name, says, bytes;
    };

    const Fonts& fonts;
    DocumentInfo info;
    HaruFile file;
    std::vector<Sheet> sheets;
    std::size_t current = 0;
    std::array<FontUse, face_count> used;
    std::map<const Picture*, HPDF_Dict> pictures;
    PdfStructure structure;
    Tag tag = Tag::artefact;
    std::size_t annotation_count = 0;
    std::vector<std::pair<std::size_t, std::string>> widgets;
    std::vector<Attachment> attachments;
    std::optional<core::Refusal> refusal;
    std::string path;  ///< Built, not yet painted.
    bool finished = false;

    Impl(const Fonts& given, DocumentInfo about) : fonts(given), info(std::move(about)) {}

    Sheet& sheet() {
        if (sheets.empty()) throw std::logic_error("drawing without a page");
        return sheets[current];
    }
    double up(double y) { return (sheet().height - y) * points_per_mm; }
    std::string& content();  ///< Of the page, marked as belonging to the current element.
    static void close_mark(Sheet& sheet);

    const char* font_name(Face face, Repertoire repertoire);
    void refuse(core::Reason reason, std::string detail) {
        if (!refusal) refusal = core::Refusal{reason, std::move(detail)};
    }
    void refuse_missing(const TextPiece& piece);
    void set_colour(Colour colour);
    void add_path(std::initializer_list<core::Point> along, const char* operation);
    void paint(const std::string& settings, const char* operation);
    std::string rectangle_of(const core::BoxMm& box);

    void finish();
    void finish_pages();
    void finish_structure();
    void finish_catalog();
    std::string attachment_entries();
    std::string metadata() const;
};

}  // namespace templates
