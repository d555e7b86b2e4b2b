#include "templates/template_files.h"

#include <algorithm>
#include <array>

#include "templates/compile.h"
#include "templates/schema.h"

namespace templates {
namespace {

namespace fs = std::filesystem;

bool is_template(const fs::path& path) {
    static constexpr std::array extensions{".xml", ".rng", ".csv", ".png", ".jpg", ".jpeg", ".ttf", ".otf"};
    return !path.filename().string().starts_with('.') &&
           std::ranges::find(extensions, path.extension().string()) != extensions.end();
}

bool present(const fs::path& file) {
    std::error_code missing;
    return fs::is_regular_file(file, missing);
}

/// Follows what a file names.
class Follower {
  public:
    explicit Follower(const fs::path& templates) : templates_(templates) {}

    void follow(const std::string& file) {
        if (!files_.insert(file).second || !present(templates_ / file) || !file.ends_with(".xml")) return;
        const auto doc = parse_xml(read_template(templates_ / file), file);
        if (doc) look(doc->root(), file.starts_with("procedures/") ? "procedures/" : "letters/");
    }
    std::set<std::string> done() && { return std::move(files_); }

  private:
    void look(Element element, const std::string& folder) {
        const auto fragment = element.attribute_or("fragment", "");
        if (element.name() == "inclure" && fragment.starts_with('_') && fragment.find('/') == fragment.npos) {
            follow(folder + fragment);
            if (element.attribute("selon")) follow_variants(fragment);
        }
        const auto picture = element.attribute_or("fichier", "");
        if (element.name() == "image" && !picture.empty() && picture.find('/') == picture.npos)
            follow("images/" + picture);
        for (const auto child : element.children()) look(child, folder);
    }
    void follow_variants(const std::string& fragment) {
        const auto stem = fs::path{fragment}.stem().string() + ".";
        for (const auto& file : template_files(templates_))
            if (file.starts_with("letters/" + stem)) follow(file);
    }

    const fs::path& templates_;
    std::set<std::string> files_;
};

}  // namespace

std::set<std::string> template_files(const fs::path& templates) {
    std::set<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(templates))
        if (entry.is_regular_file() && is_template(entry.path()))
            files.insert(fs::relative(entry.path(), templates).generic_string());
    return files;
}

std::string own_file(const fs::path& templates, const std::string& name) {
    if (name == "charte") return "charte.xml";
    for (const auto& file : {"letters/" + name + ".xml", "forms/" + name + ".xml", name + ".xml", name})
        if (!name.empty() && name.find("..") == name.npos && is_template(file) && present(templates / file))
            return file;
    return {};
}

std::set<std::string> files_of_template(const fs::path& templates, const std::string& name) {
    const auto own = own_file(templates, name);
    if (own.empty()) return {};
    Follower follower{templates};
    follower.follow(own);
    auto files = std::move(follower).done();
    if (own.starts_with("letters/"))
        if (const auto sample = "letters/samples/" + fs::path{own}.filename().string(); present(templates / sample))
            files.insert(sample);
    if (own == "charte.xml")
        for (const auto& file : template_files(templates))
            if (file.starts_with("images/") || file.starts_with("fonts/")) files.insert(file);
    return files;
}

}  // namespace templates
