#include "store/publications.h"

#include "core/failures.h"
#include "store/connection.h"
#include "store/journal.h"

namespace store {

core::Publication Publications::add(std::string_view name, const core::TemplateFiles& changed, long long before,
                                    std::string_view who, std::string_view why) {
    core::Publication made{.number = before + 1,
                           .name = std::string{name},
                           .who = std::string{who},
                           .why = std::string{why},
                           .at = connection_.now(),
                           .changed = changed};
    connection_.transaction([&] {
        if (current() != before) throw core::TryLater{"d'autres modèles viennent d'être publiés ; recommencer"};
        connection_.change(
            "INSERT INTO publications (number, name, who, why, at) VALUES (:number, :name, :who, :why, :at)",
            made.number, name, who, why, made.at);
        for (const auto& [path, sha256] : changed)
            connection_.change(
                "INSERT INTO publication_files (publication, path, sha256) VALUES (:number, :path, :sha256)",
                made.number, path, sha256);
        journal_.append(who, "templates_published", std::to_string(made.number), name);
    });
    return made;
}

long long Publications::current() {
    return connection_.value<long long>("SELECT COALESCE(MAX(number), 0) FROM publications");
}

core::TemplateFiles Publications::files(long long number) {
    core::TemplateFiles files;
    for (auto& [path, sha256] : connection_.rows<std::string, std::string>(
             "SELECT path, sha256 FROM publication_files AS file WHERE publication = (SELECT MAX(publication) FROM "
             "publication_files AS later WHERE later.path = file.path AND later.publication <= :number)",
             number))
        if (!sha256.empty()) files.emplace(std::move(path), std::move(sha256));
    return files;
}

std::vector<core::Publication> Publications::list() {
    std::vector<core::Publication> all;
    for (auto& [number, name, who, why, at] :
         connection_.rows<long long, std::string, std::string, std::string, core::Instant>(
             "SELECT number, name, who, why, at FROM publications ORDER BY number"))
        all.push_back({number, std::move(name), std::move(who), std::move(why), at, {}});
    for (auto& [number, path, sha256] : connection_.rows<long long, std::string, std::string>(
             "SELECT publication, path, sha256 FROM publication_files ORDER BY publication, path"))
        all.at(static_cast<std::size_t>(number) - 1).changed.emplace(std::move(path), std::move(sha256));
    return all;
}

}  // namespace store
