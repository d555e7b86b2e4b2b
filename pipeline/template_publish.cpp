#include "pipeline/template_publish.h"

#include <algorithm>
#include <fstream>

#include "core/failures.h"
#include "store/names.h"
#include "store/sha256.h"
#include "templates/check.h"
#include "templates/template_files.h"

namespace pipeline {
namespace {

namespace fs = std::filesystem;
using core::Reason;
using core::Refusal;
using core::TemplateFiles;

bool present(const fs::path& file) {
    std::error_code missing;
    return fs::is_regular_file(file, missing);
}

/// These copies are made again from the spool whenever they are not what they must be: nothing is synced.
void write_copy(const fs::path& file, const std::string& bytes) {
    fs::create_directories(file.parent_path());
    std::ofstream stream{file, std::ios::binary};
    if (!(stream << bytes).flush()) throw core::TryLater("copie des modèles publiés impossible : " + file.string());
}

bool holds(const fs::path& folder, const TemplateFiles& files) {
    return std::ranges::all_of(files, [&](const auto& file) {
        return present(folder / file.first) && store::sha256(store::read_file(folder / file.first)) == file.second;
    });
}

/// A folder of templates that is taken away again.
class Candidate {
  public:
    explicit Candidate(const fs::path& home)
        : folder_(store::published_path(home, 0).parent_path() / store::partial_name(store::random_number())) {
        fs::create_directories(folder_);
    }
    ~Candidate() {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    Candidate(const Candidate&) = delete;
    Candidate& operator=(const Candidate&) = delete;

    const fs::path& folder() const { return folder_; }
    void fill(const TemplateFiles& files, const store::Spool& spool) {
        for (const auto& [path, sha256] : files) write_copy(folder_ / path, spool.read(sha256));
    }
    /// The final folder; another process may have been faster.
    void move_to(const fs::path& place) {
        std::error_code taken;
        fs::rename(folder_, place, taken);
    }

  private:
    fs::path folder_;
};

std::string form_layout_text(const templates::Form& form) {
    std::string text;
    for (const auto& page : templates::layout(form).pages) {
        for (const auto& zone : page.zones)
            text += zone.id + " " + std::to_string(zone.box.x0) + " " + std::to_string(zone.box.y0) + " " +
                    std::to_string(zone.box.x1) + " " + std::to_string(zone.box.y1) + "\n";
        text += "\n";
    }
    return text;
}

/// Paper that was printed comes back for months: its zones are found by the form's version.
std::optional<Refusal> moved_zones(const Catalogue& before, const Catalogue& after) {
    for (const auto& [id, form] : after.forms) {
        const auto known = before.forms.find(id);
        if (known == before.forms.end() || known->second.version != form.version) continue;
        if (form_layout_text(known->second) != form_layout_text(form))
            return Refusal{Reason::template_invalid,
                           "forms/" + id + ".xml : des zones ont bougé sous la même version ; écrire version=\"" +
                               std::to_string(form.version + 1) + "\""};
    }
    return std::nullopt;
}

TemplateFiles merged(TemplateFiles files, const TemplateFiles& changed) {
    for (const auto& [path, sha256] : changed)
        if (sha256.empty())
            files.erase(path);
        else
            files[path] = sha256;
    return files;
}

/// Checked as a whole, then recorded.
core::Outcome<core::Publication> put_into_service(const Installation& office, store::Store& store,
                                                  const PublishRequest& request, const TemplateFiles& changed,
                                                  long long before) {
    if (request.why.empty()) return Refusal{Reason::field_missing, "un motif (--motif) : pourquoi ce changement"};
    if (changed.empty())
        return Refusal{Reason::wrong_state, "rien n'a changé depuis la publication " + std::to_string(before)};
    Candidate candidate{office.home};
    candidate.fill(merged(store.publications().files(before), changed), store.spool());
    if (const auto faults = templates::TemplateCheck{candidate.folder()}.all(); !faults.empty())
        return templates::refusal_of(faults);
    try {
        const auto after = load_catalogue(candidate.folder());
        if (auto moved = moved_zones(office.catalogue, after)) return *std::move(moved);
    } catch (const core::BadSetup& wrong) {
        return Refusal{Reason::template_invalid, wrong.what()};
    }
    auto made = store.publications().add(request.name, changed, before, request.who, request.why);
    candidate.move_to(store::published_path(office.home, made.number));
    return made;
}

std::set<std::string> files_meant(const fs::path& templates, const std::string& name) {
    return name == "tout" ? templates::template_files(templates) : templates::files_of_template(templates, name);
}

Refusal unknown(const std::string& name) {
    return {Reason::data_invalid, "modèle inconnu « " + name + " » ; voir « template check --json », « letter list »"};
}

}  // namespace

fs::path published_templates(const fs::path& home, store::Store& store, long long publication) {
    const auto place = store::published_path(home, publication);
    const auto files = store.publications().files(publication);
    if (holds(place, files)) return place;
    std::error_code ignored;
    fs::remove_all(place, ignored);
    Candidate candidate{home};
    candidate.fill(files, store.spool());
    candidate.move_to(place);
    if (!holds(place, files)) throw core::TryLater("copie des modèles publiés impossible : " + place.string());
    return place;
}

long long ensure_published(const fs::path& home, store::Store& store) {
    if (const auto current = store.publications().current(); current > 0) return current;
    const auto working = store::templates_path(home);
    load_catalogue(working);
    TemplateFiles files;
    for (const auto& path : templates::template_files(working))
        files[path] = store.spool().put(store::read_file(working / path));
    try {
        return store.publications().add("", files, 0, store::program, "modèles en place").number;
    } catch (const core::TryLater&) {  // Another process was faster.
        return store.publications().current();
    }
}

core::Outcome<core::Publication> publish(const Installation& office, store::Store& store,
                                         const PublishRequest& request) {
    const auto person = core::person_who_may(office.config.users, request.who, core::Act::edit_templates);
    if (!person) return person.refusal();
    const auto working = store::templates_path(office.home);
    const auto before = store.publications().current();
    const auto in_service = store.publications().files(before);
    auto meant = files_meant(working, request.name);
    if (meant.empty()) return unknown(request.name);
    meant.merge(files_meant(published_templates(office.home, store, before), request.name));
    TemplateFiles changed;
    for (const auto& path : meant) {
        const auto known = in_service.find(path);
        const auto was = known == in_service.end() ? std::string{} : known->second;
        // Another template may use it still: only who publishes all of them takes files away.
        if (!present(working / path) && request.name != "tout") continue;
        const auto sha256 = present(working / path) ? store.spool().put(store::read_file(working / path)) : "";
        if (sha256 != was) changed[path] = sha256;
    }
    return put_into_service(office, store, request, changed, before);
}

core::Outcome<core::Publication> roll_back(const Installation& office, store::Store& store,
                                           const PublishRequest& request, long long target) {
    const auto person = core::person_who_may(office.config.users, request.who, core::Act::edit_templates);
    if (!person) return person.refusal();
    const auto before = store.publications().current();
    const auto past = history(office, store, request.name);
    if (past.empty()) return unknown(request.name);
    if (target == 0) target = past.back().number - 1;
    if (target < 1 || target >= before)
        return Refusal{Reason::wrong_state, "pas de version antérieure de « " + request.name + " »"};
    const auto then = store.publications().files(target);
    const auto now = store.publications().files(before);
    auto meant = files_meant(published_templates(office.home, store, before), request.name);
    meant.merge(files_meant(published_templates(office.home, store, target), request.name));
    TemplateFiles changed;
    for (const auto& path : meant) {
        const auto old = then.find(path);
        const auto sha256 = old == then.end() ? std::string{} : old->second;
        const auto known = now.find(path);
        if (sha256.empty() || (known != now.end() && known->second == sha256)) continue;
        changed[path] = sha256;
    }
    return put_into_service(office, store, request, changed, before);
}

std::vector<core::Publication> history(const Installation& office, store::Store& store, const std::string& name) {
    auto all = store.publications().list();
    if (name.empty() || name == "tout") return all;
    const auto files = files_meant(published_templates(office.home, store, store.publications().current()), name);
    std::erase_if(all, [&](const core::Publication& publication) {
        return std::ranges::none_of(publication.changed, [&](const auto& file) { return files.contains(file.first); });
    });
    return all;
}

std::vector<std::string> templates_using(const fs::path& templates, const TemplateFiles& changed) {
    std::vector<std::string> users;
    for (const auto& name : templates::TemplateCheck{templates}.names()) {
        const auto files = templates::files_of_template(templates, name);
        const bool uses = std::ranges::any_of(changed, [&](const auto& file) { return files.contains(file.first); });
        if (uses) users.push_back(name);
    }
    return users;
}

}  // namespace pipeline
