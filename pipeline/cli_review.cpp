#include <fmt/format.h>

#include <iostream>
#include <map>

#include "core/failures.h"
#include "pipeline/cli.h"
#include "pipeline/review.h"
#include "store/disk.h"

namespace pipeline {
namespace {

using Json = nlohmann::ordered_json;

struct ReviewOptions {
    std::string id;
    std::string answer;
    std::string who;
    std::string dossier;
    std::filesystem::path out;
    bool control = false;
    bool all = false;
    bool texts = false;
};

/// A control is answered without knowing what the machine said.
bool is_blind(const core::Review& review) {
    return review.purpose == core::ReviewPurpose::control && review.state == core::ReviewState::open;
}

Json review_json(const core::Review& review) {
    const auto& question = review.question;
    return {{"id", review.id},
            {"dossier", review.dossier},
            {"purpose", core::to_text(review.purpose)},
            {"kind", core::to_text(question.kind)},
            {"key", question.key},
            {"state", core::to_text(review.state)},
            {"question", question.text},
            {"answers", answers_hint(question)},
            {"arrival", question.page.arrival},
            {"page", question.page.page},
            {"crop", question.crop},
            {"machine", is_blind(review) ? "" : review.machine},
            {"score", is_blind(review) ? 0 : question.score},
            {"opened_at", core::iso_instant(review.opened_at)},
            {"answer", review.answer},
            {"who", review.who},
            {"settled_at", review.state == core::ReviewState::settled ? core::iso_instant(review.settled_at) : ""}};
}

void tell(const core::Review& review) {
    const auto& question = review.question;
    std::cout << review.id << "  " << review.dossier << "  " << question.text;
    if (!question.page.arrival.empty())
        std::cout << "  [" << question.page.arrival << " page " << question.page.page << "]";
    if (review.purpose == core::ReviewPurpose::control) std::cout << "  contrôle";
    if (review.state == core::ReviewState::settled) std::cout << "  → " << review.answer << " (" << review.who << ")";
    if (review.state == core::ReviewState::obsolete) std::cout << "  sans objet";
    std::cout << "\n";
}

/// Doubts first: they hold a dossier up.
std::vector<core::Review> wanted(store::Store& store, const ReviewOptions& options) {
    const auto state = options.all ? std::nullopt : std::optional{core::ReviewState::open};
    auto reviews = store.reviews().list(state, options.dossier);
    if (options.control)
        std::erase_if(reviews, [](const core::Review& r) { return r.purpose != core::ReviewPurpose::control; });
    std::stable_sort(reviews.begin(), reviews.end(),
                     [](const core::Review& a, const core::Review& b) { return a.purpose < b.purpose; });
    return reviews;
}

void list(const CommandLine& line, const ReviewOptions& options) {
    const auto office = line.open();
    store::Store store{office.home, office.clock};
    auto all = Json::array();
    for (const auto& review : wanted(store, options)) {
        all.push_back(review_json(review));
        if (!line.json) tell(review);
    }
    if (line.json) line.print(all);
}

/// The picture beside the question: in `out`, or in the folder of temporary files.
std::string write_picture(const Installation& office, store::Store& store, const core::Review& review,
                          const std::filesystem::path& out) {
    const auto picture = review_picture(office, store, review);
    if (!picture) return {};
    const auto path =
        out.empty() ? std::filesystem::temp_directory_path() / ("vaguemestre-" + review.id + ".png") : out;
    store::write_file_durably(path, *picture);
    std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    return path.string();
}

void show(CommandLine& line, const ReviewOptions& options) {
    const auto office = line.open();
    store::Store store{office.home, office.clock};
    const auto review = store.reviews().find(options.id);
    if (!review) return line.tell({core::Reason::data_invalid, "aucune question « " + options.id + " »"});
    const auto picture = write_picture(office, store, *review, options.out);
    auto json = review_json(*review);
    json["picture"] = picture;
    if (line.json) return line.print(json);
    tell(*review);
    std::cout << "Image : " << (picture.empty() ? "indisponible" : picture) << "\n"
              << "Répondre : " << answers_hint(review->question) << "\n";
}

/// One after the other, a key each.
void settle_all(CommandLine& line, const ReviewOptions& options) {
    const auto office = line.open();
    store::Store store{office.home, office.clock};
    for (const auto& review : wanted(store, options)) {
        tell(review);
        std::cout << "  image : " << write_picture(office, store, review, {}) << "\n";
        while (true) {
            std::cout << "  " << answers_hint(review.question) << " ; p (passer), q (quitter) > " << std::flush;
            std::string typed;
            if (!std::getline(std::cin, typed) || typed == "q") return;
            if (typed == "p") break;
            const auto settled = settle_review(office, store, review.id, typed, options.who);
            if (settled) break;
            if (settled.refusal().reason == core::Reason::not_allowed) return line.tell(settled.refusal());
            std::cout << "  " << settled.refusal().detail << "\n";
        }
    }
}

void settle_one(CommandLine& line, const ReviewOptions& options) {
    const auto office = line.open();
    store::Store store{office.home, office.clock};
    const auto settled = settle_review(office, store, options.id, options.answer, options.who);
    if (!settled) return line.tell(settled.refusal());
    if (line.json) return line.print(review_json(*settled));
    tell(*settled);
}

void write_page(const CommandLine& line, const ReviewOptions& options) {
    const auto office = line.open();
    store::Store store{office.home, office.clock};
    const auto reviews = wanted(store, options);
    store::write_file_durably(options.out, review_page(office, store, reviews));
    std::filesystem::permissions(options.out, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    if (line.json) return line.print({{"file", options.out.string()}, {"questions", reviews.size()}});
    std::cout << options.out.string() << " : " << reviews.size() << " question(s)\n";
}

void write_labels(const CommandLine& line, const ReviewOptions& options) {
    const auto office = line.open();
    store::Store store{office.home, office.clock};
    const auto count =
        export_labels(office, store, options.out, options.texts ? Labels::with_texts : Labels::without_texts);
    if (line.json) return line.print({{"folder", options.out.string()}, {"labels", count}});
    std::cout << options.out.string() << " : " << count << " étiquette(s)\n";
}

}  // namespace

Json reviews_json(const store::ReviewCounts& counts) {
    auto controls = Json::object();
    for (const auto& [kind, control] : counts.controls) {
        const auto error = error_rate(control.wrong, control.judged);
        controls[std::string{core::to_text(kind)}] = {{"drawn", control.drawn}, {"judged", control.judged},
                                                      {"wrong", control.wrong}, {"rate", error.rate},
                                                      {"low", error.low},       {"high", error.high}};
    }
    return {{"open", counts.open}, {"open_controls", counts.open_controls}, {"controls", controls}};
}

void tell_reviews(const store::ReviewCounts& counts) {
    static const std::map<core::QuestionKind, std::string> names{{core::QuestionKind::signature, "signatures"},
                                                                 {core::QuestionKind::stamp, "cachets"},
                                                                 {core::QuestionKind::kind, "natures de pièces"},
                                                                 {core::QuestionKind::value, "champs lus"},
                                                                 {core::QuestionKind::rule, "règles"}};
    std::cout << "À vérifier :  doutes " << counts.open << "  contrôles " << counts.open_controls << "\n";
    for (const auto& [kind, control] : counts.controls) {
        if (control.judged == 0) continue;
        const auto error = error_rate(control.wrong, control.judged);
        std::cout << fmt::format("Erreur mesurée, {} : {} sur {} ({:.1f} % ; entre {:.1f} et {:.1f} %)\n",
                                 names.at(kind), control.wrong, control.judged, error.rate * 100, error.low * 100,
                                 error.high * 100);
    }
}

void add_review_commands(CLI::App& app, CommandLine& line) {
    const auto options = std::make_shared<ReviewOptions>();
    auto* review = app.add_subcommand("review", "Ce qui est à vérifier à l'œil : list, show, settle, page, export");
    review->require_subcommand(1);

    const auto add_choice = [&](CLI::App* command) {
        command->add_option("--dossier", options->dossier, "D'un dossier seulement");
        command->add_flag("--control", options->control, "Les seules lectures sûres tirées pour contrôle");
    };
    auto* listed = review->add_subcommand("list", "Les questions ouvertes");
    add_choice(listed);
    listed->add_flag("--all", options->all, "Aussi celles qui ont leur réponse");
    listed->callback([&line, options] { list(line, *options); });

    auto* shown = review->add_subcommand("show", "Une question et son image");
    shown->add_option("numero", options->id, "R000012")->required();
    shown->add_option("-o,--output", options->out, "Où écrire l'image (PNG)");
    shown->callback([&line, options] { show(line, *options); });

    auto* settled =
        review->add_subcommand("settle", "Répond à une question ; sans numéro, à toutes, l'une après l'autre");
    settled->add_option("numero", options->id, "R000012");
    auto* answer = settled->add_option("reponse", options->answer, "s, v, c, o, n, une nature ou ce qui est écrit");
    add_who(*settled, options->who);
    add_choice(settled);
    settled->callback([&line, options, answer] {
        if (options->id.empty()) return settle_all(line, *options);
        if (answer->empty()) throw core::BadSetup("il manque la réponse à " + options->id);
        settle_one(line, *options);
    });

    auto* page = review->add_subcommand("page", "Toutes les questions ouvertes et leurs images, en une page HTML");
    page->add_option("-o,--output", options->out, "Le fichier HTML")->required();
    add_choice(page);
    page->callback([&line, options] { write_page(line, *options); });

    auto* labels = review->add_subcommand("export", "Les réponses et leurs images, pour étalonner la lecture");
    labels->add_option("-o,--output", options->out, "Un dossier nouveau ou vide")->required();
    labels->add_flag("--textes", options->texts, "Aussi les textes lus (données personnelles)");
    labels->callback([&line, options] { write_labels(line, *options); });
}

}  // namespace pipeline
