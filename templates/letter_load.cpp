#include <algorithm>
#include <iterator>
#include <sstream>

#include "core/closest.h"
#include "templates/compile.h"
#include "templates/letter.h"
#include "templates/letter_content.h"
#include "templates/xml_text.h"

namespace templates {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream words{text};
    return {std::istream_iterator<std::string>{words}, {}};
}

class LetterLoader {
  public:
    LetterLoader(const fs::path& folder, const Schema& schema, std::shared_ptr<const Charter> charter,
                 std::vector<TemplateFault>& faults)
        : fragments_(folder, schema, faults), schema_(schema), faults_(faults) {
        content_->charter = std::move(charter);
    }

    std::shared_ptr<const LetterContent> load(const fs::path& path) {
        file_ = std::make_shared<const std::string>(path.filename().string());
        std::error_code missing;
        if (!fs::is_regular_file(path, missing)) return absent(path);
        const auto doc = read_doc(path, *file_, faults_);
        if (!doc) return nullptr;
        auto faults = schema_.faults(*doc);
        for (auto& fault : faults) faults_.push_back({*file_, fault.line, std::move(fault.cause), fault.column});
        if (!faults.empty()) return nullptr;
        const auto root = doc->root();
        if (root.name() != "lettre" && root.name() != "courriel")
            return say(root, "« " + root.name() + " » n'est pas une lettre ; la racine est <lettre> (ou <courriel>)");
        if (root.attribute_or("nom", "") != path.stem().string())
            say(root,
                "« nom » : la lettre doit porter le nom de son fichier ; écrire nom=\"" + path.stem().string() + "\"");
        read(root);
        return faults_.empty() ? content_ : nullptr;
    }

  private:
    std::shared_ptr<const LetterContent> absent(const fs::path& path) {
        const auto near = core::closest(path.stem().string(), list_letters(path.parent_path()));
        faults_.push_back({*file_, 1,
                           "fichier absent de " + path.parent_path().string() +
                               (near ? " ; vouliez-vous dire « " + *near + " » ?" : " ; voir « letter list »")});
        return nullptr;
    }
    std::shared_ptr<const LetterContent> say(Element where, const std::string& cause) {
        faults_.push_back(fault_at(*file_, where, cause));
        return nullptr;
    }

    void read(Element root) {
        const bool mail = root.name() == "courriel";
        content_->id = root.attribute_or("nom", "");
        content_->title = root.attribute_or("titre", "");
        content_->procedure = root.attribute_or("procedure", "");
        const auto& charter = *content_->charter;
        Compiler compiler{charter, fragments_, mail ? Setting::mail : Setting::letter, faults_, content_->uses};
        const auto compiled = [&](const char* name, Content content, const char* style) {
            return compiler.children(root.child(name), file_, content, charter.style(style));
        };
        content_->has_object = static_cast<bool>(root.child(mail ? "sujet" : "objet"));
        content_->object = compiled(mail ? "sujet" : "objet", Content::phrase, "objet");
        content_->references = compiled("references", Content::blocks, "reference");
        content_->body = compiled("corps", Content::blocks, "corps");
        for (const auto data : root.children("joindre"))
            content_->joined.push_back({data.attribute_or("fichier", ""), data.attribute_or("titre", ""),
                                        words_of(data.attribute_or("chemins", ""))});
        if (mail) return;
        const auto name = root.attribute_or("gabarit", "lettre");
        const auto master = charter.masters.find(name);
        if (master == charter.masters.end()) {
            std::vector<std::string> names;
            for (const auto& [known, page] : charter.masters) names.push_back(known);
            const auto near = core::closest(name, names);
            say(root, "gabarit « " + name + " » absent de la charte ; " +
                          (near ? "vouliez-vous dire « " + *near + " » ?" : "connus : " + listed(names)));
            return;
        }
        content_->master = &master->second;
        content_->uses.insert(content_->uses.end(), charter.uses.begin(), charter.uses.end());
    }

    Fragments fragments_;
    const Schema& schema_;
    std::vector<TemplateFault>& faults_;
    std::shared_ptr<const std::string> file_;
    std::shared_ptr<LetterContent> content_ = std::make_shared<LetterContent>();
};

}  // namespace

const std::string& LetterTemplate::id() const { return content_->id; }
const std::string& LetterTemplate::title() const { return content_->title; }
const std::string& LetterTemplate::procedure() const { return content_->procedure; }
bool LetterTemplate::is_message() const { return content_->master == nullptr; }
const std::vector<TemplateUse>& LetterTemplate::uses() const { return content_->uses; }

TemplateFolder::TemplateFolder(fs::path templates)
    : templates_(std::move(templates)),
      schema_(Schema::load(templates_ / "schema" / "modele.rng")),
      charter_(load_charter(templates_, schema_, charter_faults_)) {}

LoadedLetter TemplateFolder::letter(const std::string& id) const {
    LoadedLetter loaded{.letter = std::nullopt, .faults = charter_faults_};
    if (!charter_) return loaded;
    LetterLoader loader{templates_ / "letters", schema_, charter_, loaded.faults};
    if (auto content = loader.load(templates_ / "letters" / (id + ".xml"))) loaded.letter.emplace(std::move(content));
    return loaded;
}

core::Outcome<LetterTemplate> load_letter(const fs::path& file) {
    auto loaded = TemplateFolder{file.parent_path().parent_path()}.letter(file.stem().string());
    if (!loaded.letter) return refusal_of(loaded.faults);
    return *std::move(loaded.letter);
}

core::Refusal refusal_of(const std::vector<TemplateFault>& faults) {
    constexpr std::size_t most = 5;
    std::string detail;
    for (std::size_t i = 0; i < std::min(faults.size(), most); ++i)
        detail += (i == 0 ? "" : "\n") + faults[i].file + ", ligne " + std::to_string(faults[i].line) + " : " +
                  faults[i].cause;
    if (faults.size() > most) detail += "\n… et " + std::to_string(faults.size() - most) + " autre(s) défaut(s)";
    return {core::Reason::template_invalid, detail};
}

std::vector<std::string> list_letters(const fs::path& directory) {
    std::vector<std::string> ids;
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator(directory, missing)) {
        const auto& path = entry.path();
        if (path.extension() == ".xml" && path.stem() != "courriel" && !path.filename().string().starts_with('_'))
            ids.push_back(path.stem().string());
    }
    std::ranges::sort(ids);
    return ids;
}

}  // namespace templates
