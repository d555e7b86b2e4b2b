#include "pipeline/draft_mark.h"

#include <stdexcept>

#include "pipeline/pdf_merge.h"
#include "templates/haru.h"

namespace pipeline {

std::string marked_as_draft(const std::string& pdf, const templates::Fonts& fonts) {
    templates::HaruDoc mark{fonts, {.title = "Projet"}};
    mark.add_page();
    mark.text_centred(105, 9, "PROJET — sans valeur juridique tant que la décision n’est pas prise",
                      {.face = templates::Face::sans_bold, .size = 11, .colour = {.red = 0.75}});
    auto bytes = mark.bytes();
    if (!bytes) throw std::logic_error("draft mark: " + bytes.refusal().detail);
    return overlay_pdf(pdf, *bytes);
}

}  // namespace pipeline
