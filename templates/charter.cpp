#include "templates/charter.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "core/closest.h"
#include "templates/compile.h"
#include "templates/xml_text.h"

namespace templates {
namespace {

namespace fs = std::filesystem;

/// Styles the program itself asks for.
constexpr std::array required_styles{"corps",
                                     "titre1",
                                     "titre2",
                                     "titre3",
                                     "liste",
                                     "tableau",
                                     "encart",
                                     "encart-titre",
                                     "marge",
                                     "reference",
                                     "reference-libelle",
                                     "objet",
                                     "adresse"};

bool yes(const std::string& value) { return value == "oui"; }

void apply(Style& style, const std::string& name, const std::string& value) {
    const auto number = [&value] { return std::stod(value); };
    if (name == "police")
        style.family = value == "serif"  ? Style::Family::serif
                       : value == "mono" ? Style::Family::mono
                                         : Style::Family::sans;
    if (name == "taille") style.size = number();
    if (name == "interligne") style.leading = number();
    if (name == "gras") style.bold = yes(value);
    if (name == "italique") style.italic = yes(value);
    if (name == "capitales") style.capitals = yes(value);
    if (name == "couleur") style.colour = colour_of(value);
    if (name == "approche") style.tracking = number();
    if (name == "alignement") style.alignment = alignment_of(value);
    if (name == "cesure") style.hyphenate = yes(value);
    if (name == "avant") style.before = number();
    if (name == "apres") style.after = number();
    if (name == "retrait") style.indent = number();
    if (name == "alinea") style.first_indent = number();
    if (name == "ensemble") style.together = yes(value);
    if (name == "avec-suivant") style.with_next = yes(value);
    if (name == "barre") style.bar = colour_of(value);
    if (name == "fond") style.background = colour_of(value);
    if (name == "puce") style.bullet = value;
    if (name == "filets")
        style.rules = value == "grille"  ? Style::Rules::grid
                      : value == "aucun" ? Style::Rules::none
                                         : Style::Rules::rows;
}

class Loader {
  public:
    Loader(const fs::path& templates, const Schema& schema, std::vector<TemplateFault>& faults)
        : templates_(templates), schema_(schema), faults_(faults) {}

    std::shared_ptr<const Charter> load() {
        const auto before = faults_.size();
        const auto doc = read_doc(templates_ / *name_, *name_, faults_);
        if (!doc) return nullptr;
        for (auto& fault : schema_.faults(*doc))
            faults_.push_back({*name_, fault.line, std::move(fault.cause), fault.column});
        if (doc->root().name() != "charte") say(doc->root(), "ce n'est pas une charte ; sa racine doit être <charte>");
        if (faults_.size() > before) return nullptr;
        charter_->pictures = read_pictures();
        read_fonts(doc->root());
        for (const auto style : doc->root().children("style")) read_style(style);
        for (const auto* required : required_styles)
            if (charter_->style(required) == nullptr)
                say(doc->root(), std::string{"il manque le style « "} + required + " » ; le définir : <style nom=\"" +
                                     required + "\" herite=\"corps\"/>");
        if (faults_.size() > before) return nullptr;
        for (const auto master : doc->root().children("gabarit")) read_master(master);
        return faults_.size() > before ? nullptr : charter_;
    }

  private:
    void say(Element where, const std::string& cause) { faults_.push_back(fault_at(*name_, where, cause)); }

    Pictures read_pictures() {
        Pictures pictures;
        std::error_code missing;
        for (const auto& entry : fs::directory_iterator(templates_ / "images", missing)) {
            const auto name = entry.path().filename().string();
            if (name.starts_with('.') || name.ends_with(".md")) continue;
            auto picture = read_picture(read_template(entry.path()));
            if (picture)
                pictures.emplace(name, *std::move(picture));
            else
                faults_.push_back({"images/" + name, 1,
                                   "image illisible (" + picture.refusal().detail +
                                       ") ; l'enregistrer de nouveau, en PNG ou en JPEG"});
        }
        return pictures;
    }

    void read_fonts(Element root) {
        auto& names = charter_->fonts.names;
        for (std::size_t i = 0; i < face_count; ++i) names.at(i) = liberation_file(static_cast<Face>(i));
        for (const auto family : root.children("police")) {
            const auto called = family.attribute_or("famille", "sans");
            const auto normal = family.attribute_or("normal", ""), bold = family.attribute_or("gras", "");
            const auto set = [&](Face face, const std::string& file) {
                names.at(static_cast<std::size_t>(face)) = file;
            };
            if (called == "mono") {
                set(Face::mono, normal);
                set(Face::mono_bold, bold);
                continue;
            }
            const auto first = static_cast<int>(called == "sans" ? Face::sans : Face::serif);
            set(static_cast<Face>(first), normal);
            set(static_cast<Face>(first + 1), bold);
            set(static_cast<Face>(first + 2), family.attribute_or("italique", normal));
            set(static_cast<Face>(first + 3), family.attribute_or("gras-italique", bold));
        }
        charter_->fonts.folders = {templates_ / "fonts", debian_fonts};
        std::error_code missing;
        for (const auto& entry : fs::directory_iterator(debian_fonts.parent_path(), missing))
            if (entry.is_directory()) charter_->fonts.folders.push_back(entry.path());
        std::sort(charter_->fonts.folders.begin() + 2, charter_->fonts.folders.end());
    }

    void read_style(Element element) {
        Style style;
        if (const auto parent = element.attribute("herite")) {
            const auto* const known = charter_->style(*parent);
            if (known == nullptr)
                return say(element, "style « " + *parent + " » inconnu ; un style hérite d'un style défini plus haut");
            style = *known;
        }
        for (const auto& name : element.attribute_names()) apply(style, name, element.attribute_or(name.c_str(), ""));
        style.name = element.attribute_or("nom", "");
        if (!charter_->styles.emplace(style.name, style).second)
            say(element, "le style « " + style.name + " » est défini deux fois ; n'en garder qu'un");
    }

    void read_master(Element element) {
        Master master{.name = element.attribute_or("nom", ""),
                      .left = number_or(element, "gauche", 20),
                      .right = 210 - number_or(element, "droite", 20),
                      .label_left = number_or(element, "libelles", 0),
                      .label_width = number_or(element, "largeur-libelles", 0),
                      .first = read_page(element.child("premiere")),
                      .next = {}};
        master.next = read_page(element.child("suivantes") ? element.child("suivantes") : element.child("premiere"));
        if (master.right - master.left < 30)
            say(element, "il reste moins de 30 mm pour le texte ; réduire gauche ou droite");
        if (!charter_->masters.emplace(master.name, std::move(master)).second)
            say(element,
                "le gabarit « " + element.attribute_or("nom", "") + " » est défini deux fois ; n'en garder qu'un");
    }

    PageMaster read_page(Element element) {
        PageMaster page{.top = number_or(element, "haut", 30), .bottom = 297 - number_or(element, "bas", 20)};
        if (page.bottom - page.top < 30)
            say(element, "il reste moins de 30 mm de haut pour le texte ; réduire haut ou bas");
        for (const auto child : element.children()) {
            const auto name = child.name();
            const auto mm = [&](const char* attribute) { return number_or(child, attribute, 0); };
            if (name == "fenetre") page.window = window_of(child.attribute_or("enveloppes", ""));
            if (name == "plis") page.folds = true;
            if (name == "reperes") page.form_marks = true;
            if (name == "aplat")
                page.tints.push_back({{mm("x"), mm("y"), mm("x") + mm("largeur"), mm("y") + mm("hauteur")},
                                      colour_of(child.attribute_or("couleur", "#000000"))});
            if (name == "emplacement") page.frames.push_back(read_frame(child));
        }
        return page;
    }

    Frame read_frame(Element element) {
        Compiler compiler{*charter_, fragments_, Setting::master, faults_, charter_->uses};
        const auto name = element.attribute_or("style", "corps");
        const auto* style = charter_->style(name);
        if (style == nullptr) {
            std::vector<std::string> names;
            for (const auto& [known, one] : charter_->styles) names.push_back(known);
            const auto near = core::closest(name, names);
            say(element, "style « " + name + " » inconnu ; " +
                             (near ? "vouliez-vous dire « " + *near + " » ?" : "connus : " + listed(names)));
            style = charter_->style("corps");
        }
        return {.tag = element.attribute_or("role", "") == "contenu" ? Tag::document : Tag::artefact,
                .x = number_or(element, "x", 0),
                .y = number_or(element, "y", 0),
                .width = number_or(element, "largeur", 0),
                .height = number_or(element, "hauteur", 0),
                .content = compiler.children(element, name_, Content::blocks, style),
                .place = place_of(name_, element)};
    }

    const fs::path& templates_;
    const Schema& schema_;
    std::vector<TemplateFault>& faults_;
    std::shared_ptr<const std::string> name_ = std::make_shared<const std::string>("charte.xml");
    std::shared_ptr<Charter> charter_ = std::make_shared<Charter>();
    Fragments fragments_{templates_ / "letters", schema_, faults_};
};

}  // namespace

const Style* Charter::style(const std::string& name) const {
    const auto found = styles.find(name);
    return found == styles.end() ? nullptr : &found->second;
}

EnvelopeWindow window_of(const std::string& envelopes) {
    if (envelopes == "DL") return {.visible = {110, 55, 190, 79}, .exposed = {90, 44, 200, 90}};
    return {.visible = {110, 59, 190, 79}, .exposed = {90, 44, 209, 94}};
}

std::shared_ptr<const Charter> load_charter(const fs::path& templates, const Schema& schema,
                                            std::vector<TemplateFault>& faults) {
    return Loader{templates, schema, faults}.load();
}

}  // namespace templates
