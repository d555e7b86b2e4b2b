#include <nlohmann/json.hpp>
#include <sstream>

#include "pipeline/html.h"
#include "pipeline/review.h"

namespace pipeline {
namespace {

constexpr const char* head = R"(<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>Vaguemestre : à vérifier à l'œil</title>
<style>
body { font: 16px/1.4 sans-serif; max-width: 75rem; margin: 1rem auto; padding: 0 1rem; color: #111; background: #fff }
article { border-top: 1px solid #888; padding: 1rem 0 }
h2 { font-size: 1.1rem; margin: 0 0 .3rem }
img { max-width: 100%; border: 1px solid #888 }
code { background: #eee; padding: .1rem .3rem }
</style></head><body>
)";

}  // namespace

std::string review_page(const Installation& office, store::Store& store, const std::vector<core::Review>& reviews) {
    std::string html = head;
    html += "<h1>À vérifier à l'œil : " + std::to_string(reviews.size()) + "</h1>\n";
    html +=
        "<p>Répondre : <code>vaguemestre review settle NUMÉRO RÉPONSE --par IDENTIFIANT</code>, ou toutes à la suite : "
        "<code>vaguemestre review settle --par IDENTIFIANT</code>.</p>\n";
    for (const auto& review : reviews) {
        const auto& question = review.question;
        html += "<article id=\"" + review.id + "\">\n<h2>" + review.id + " — dossier " + review.dossier + "</h2>\n<p>" +
                html_text(question.text) + " <small>" + html_text(answers_hint(question)) + "</small></p>\n";
        const auto picture = review_picture(office, store, review);
        if (picture)
            html += "<img alt=\"" + html_text(question.page.arrival) + ", page " + std::to_string(question.page.page) +
                    "\" src=\"" + png_source(*picture) + "\">\n";
        else
            html += "<p>Image indisponible : " + html_text(core::describe(picture.refusal())) + "</p>\n";
        html += "</article>\n";
    }
    return html + "</body></html>\n";
}

int export_labels(const Installation& office, store::Store& store, const std::filesystem::path& folder, Labels labels) {
    namespace fs = std::filesystem;
    if (fs::exists(folder) && !fs::is_empty(folder))
        throw core::BadSetup("le dossier n'est pas vide : " + folder.string());
    fs::create_directories(folder);
    fs::permissions(folder, fs::perms::owner_all);
    std::string lines;
    int count = 0;
    for (const auto& review : store.reviews().list(core::ReviewState::settled)) {
        const auto& question = review.question;
        if (question.kind == core::QuestionKind::value && labels == Labels::without_texts) continue;
        const auto picture = review_picture(office, store, review);
        if (picture) store::write_file_durably(folder / (review.id + ".png"), *picture);
        const nlohmann::ordered_json label{{"id", review.id},
                                           {"kind", core::to_text(question.kind)},
                                           {"purpose", core::to_text(review.purpose)},
                                           {"key", question.key},
                                           {"crop", picture ? review.id + ".png" : ""},
                                           {"machine", review.machine},
                                           {"score", question.score},
                                           {"answer", review.answer},
                                           {"at", core::iso_instant(review.settled_at)}};
        lines += label.dump() + "\n";
        ++count;
    }
    store::write_file_durably(folder / "etiquettes.jsonl", lines);
    return count;
}

}  // namespace pipeline
