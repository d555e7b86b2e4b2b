#include "templates/outside_form.h"

#include <libxml/tree.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <new>
#include <utility>

#include "core/cadres.h"
#include "core/failures.h"

namespace templates {
namespace {

constexpr std::array<std::pair<const char*, core::ZoneKind>, 7> elements{{{"texte", core::ZoneKind::text},
                                                                          {"bloc", core::ZoneKind::block},
                                                                          {"peigne", core::ZoneKind::comb},
                                                                          {"case", core::ZoneKind::checkbox},
                                                                          {"date", core::ZoneKind::date},
                                                                          {"signature", core::ZoneKind::signature},
                                                                          {"cachet", core::ZoneKind::stamp}}};
constexpr std::size_t rule_numbers = 5, word_numbers = 4;
constexpr std::size_t least_print = 25;  ///< Words and lines a page is found again by.
constexpr double touch_mm = 0.3;         ///< Neighbouring cells share their border.

double number(Element element, const char* name) {
    const auto text = element.attribute_or(name, "0");
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::vector<double> numbers_of(const std::string& text) {
    std::vector<double> numbers;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at < end) {
        double value = 0;
        const auto parsed = std::from_chars(at, end, value);
        if (parsed.ec != std::errc{})
            ++at;  // White space: the schema has checked the rest.
        else
            numbers.push_back(value), at = parsed.ptr;
    }
    return numbers;
}

bool meet(const core::BoxMm& a, const core::BoxMm& b) {
    return a.x0 < b.x1 - touch_mm && b.x0 < a.x1 - touch_mm && a.y0 < b.y1 - touch_mm && b.y0 < a.y1 - touch_mm;
}

/// A valid document to a form, with the faults that a schema does not see.
class Reading {
  public:
    Reading(const XmlDoc& doc, std::vector<SchemaFault>& faults) : doc_(doc), faults_(faults) {}

    OutsideForm read() {
        const auto root = doc_.root();
        OutsideForm form{.title = root.attribute_or("titre", ""),
                         .layout = {.id = root.attribute_or("id", ""),
                                    .version = static_cast<int>(number(root, "version")),
                                    .stands_for = root.attribute_or("remplace", ""),
                                    .width_mm = number(root, "largeur"),
                                    .height_mm = number(root, "hauteur")}};
        const auto kind = core::from_text<core::Kind>(root.attribute_or("nature", ""));
        if (!kind) fault(root, "nature de pièce inconnue « " + root.attribute_or("nature", "") + " »");
        form.layout.kind = kind.value_or(core::Kind::other);
        if (form.layout.width_mm < 50 || form.layout.height_mm < 50) fault(root, "la feuille fait moins de 50 mm");
        for (const auto page : root.children("page")) form.layout.pages.push_back(read_page(page, form.layout));
        return form;
    }

  private:
    void fault(Element where, const std::string& cause) { faults_.push_back({where.line(), cause}); }

    core::FormPageLayout read_page(Element element, const core::FormLayout& form) {
        core::FormPageLayout page;
        for (const auto child : element.children()) {
            if (child.name() == "empreinte")
                page.print = read_print(child);
            else
                add_zone(child, form, page);
        }
        return page;
    }

    void add_zone(Element element, const core::FormLayout& form, core::FormPageLayout& page) {
        auto zone = read_zone(element);
        const auto& box = zone.box;
        const auto named = "la zone « " + zone.id + " »";
        if (box.x1 > form.width_mm || box.y1 > form.height_mm) fault(element, named + " sort de la page");
        if (box.width() < 1.5 || box.height() < 1.5) fault(element, named + " fait moins de 1,5 mm");
        const auto [first, fresh] = lines_.emplace(zone.id, element.line());
        if (!fresh)
            fault(element, "deux zones ont l'identifiant « " + zone.id + " » (l'autre : ligne " +
                               std::to_string(first->second) + ")");
        for (const auto& other : page.zones)
            if (meet(box, other.box)) fault(element, named + " recouvre la zone « " + other.id + " »");
        page.zones.push_back(std::move(zone));
    }

    static core::ZoneLayout read_zone(Element element) {
        const double x = number(element, "x"), y = number(element, "y");
        core::ZoneLayout zone{.id = element.attribute_or("id", ""),
                              .box = {x, y, x + number(element, "largeur"), y + number(element, "hauteur")},
                              .label = element.attribute_or("libelle", ""),
                              .field = element.attribute_or("chemin", ""),
                              .cells = static_cast<int>(number(element, "cellules")),
                              .check = core::from_text<core::FieldCheck>(element.attribute_or("controle", "none"))
                                           .value_or(core::FieldCheck::none)};
        for (const auto& [name, kind] : elements)
            if (element.name() == name) zone.kind = kind;
        if (zone.kind == core::ZoneKind::date) zone.check = core::FieldCheck::date;
        if (const auto values = element.attribute("valeurs")) {
            zone.check = core::FieldCheck::liste;
            zone.choices = core::split_fields(*values, '|');
        }
        return zone;
    }

    core::PagePrint read_print(Element element) {
        core::PagePrint print;
        const auto rules = numbers_of(element.child("traits").text()), words = numbers_of(element.child("mots").text());
        if (rules.size() % rule_numbers != 0) fault(element, "« traits » compte cinq nombres par trait");
        if (words.size() % word_numbers != 0) fault(element, "« mots » compte quatre nombres par mot");
        for (std::size_t i = 0; i + rule_numbers <= rules.size(); i += rule_numbers)
            print.rules.push_back({{rules[i], rules[i + 1]}, {rules[i + 2], rules[i + 3]}, rules[i + 4]});
        for (std::size_t i = 0; i + word_numbers <= words.size(); i += word_numbers)
            print.words.push_back({words[i], words[i + 1], words[i + 2], words[i + 3]});
        return print;
    }

    const XmlDoc& doc_;
    std::vector<SchemaFault>& faults_;
    std::map<std::string, int> lines_;
};

core::Outcome<OutsideForm> parse(std::string_view bytes, std::string name, const Schema& schema, bool with_print) {
    const auto doc = parse_xml(bytes, std::move(name), {}, core::Reason::template_invalid);
    if (!doc) return doc.refusal();
    if (auto refusal = schema.validate(*doc, core::Reason::template_invalid)) return *std::move(refusal);
    std::vector<SchemaFault> faults;
    auto form = Reading(*doc, faults).read();
    const auto pages = doc->root().children("page");
    for (std::size_t i = 0; with_print && i < pages.size(); ++i) {
        const auto& print = form.layout.pages[i].print;
        if (!pages[i].child("empreinte"))
            faults.push_back({pages[i].line(),
                              "l'empreinte manque ; la faire relever du PDF vierge : vaguemestre form learn VIERGE.pdf "
                              "--zones " +
                                  doc->name() + " -o " + doc->name()});
        else if (print.rules.size() + print.words.size() < least_print)
            faults.push_back({pages[i].line(), "la page imprime trop peu pour être reconnue sans code"});
    }
    if (faults.empty()) return form;
    return refusal_of(*doc, faults, core::Reason::template_invalid);
}

const xmlChar* xml(const std::string& text) { return reinterpret_cast<const xmlChar*>(text.c_str()); }

std::string rounded(double mm) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), std::round(mm * 100) / 100).ptr;
    return {text.data(), end};
}

class Writing {
  public:
    explicit Writing(const OutsideForm& form) : doc_(xmlNewDoc(xml("1.0"))) {
        if (!doc_) throw std::bad_alloc{};
        auto* root = xmlNewDocNode(doc_.get(), nullptr, xml("imprime"), nullptr);
        xmlDocSetRootElement(doc_.get(), root);
        const auto& layout = form.layout;
        set(root, "id", layout.id);
        set(root, "version", std::to_string(layout.version));
        set(root, "titre", form.title);
        set(root, "nature", std::string(core::to_text(layout.kind)));
        if (!layout.stands_for.empty()) set(root, "remplace", layout.stands_for);
        set(root, "largeur", rounded(layout.width_mm));
        set(root, "hauteur", rounded(layout.height_mm));
        for (const auto& page : layout.pages) add_page(root, page);
    }

    std::string bytes() && { return XmlDoc(std::move(doc_), "imprime").bytes(); }

  private:
    static xmlNode* child(xmlNode* parent, const std::string& name) {
        auto* node = xmlNewChild(parent, nullptr, xml(name), nullptr);
        if (node == nullptr) throw std::bad_alloc{};
        return node;
    }
    static void set(xmlNode* node, const std::string& name, const std::string& value) {
        if (xmlNewProp(node, xml(name), xml(value)) == nullptr) throw std::bad_alloc{};
    }

    static void add_page(xmlNode* root, const core::FormPageLayout& page) {
        auto* node = child(root, "page");
        for (const auto& zone : page.zones) add_zone(node, zone);
        std::string rules, words;
        for (const auto& r : page.print.rules) add_numbers(rules, {r.from.x, r.from.y, r.to.x, r.to.y, r.width});
        for (const auto& w : page.print.words) add_numbers(words, {w.x0, w.y0, w.x1, w.y1});
        if (rules.empty() && words.empty()) return;
        auto* print = child(node, "empreinte");
        xmlAddChild(child(print, "traits"), xmlNewText(xml(rules)));
        xmlAddChild(child(print, "mots"), xmlNewText(xml(words)));
    }

    static void add_numbers(std::string& text, std::initializer_list<double> numbers) {
        text += "\n       ";
        for (const double number : numbers) text += " " + rounded(number);
    }

    static void add_zone(xmlNode* page, const core::ZoneLayout& zone) {
        const auto element =
            std::find_if(elements.begin(), elements.end(), [&](const auto& row) { return row.second == zone.kind; });
        auto* node = child(page, element->first);
        if (zone.cells > 0) set(node, "cellules", std::to_string(zone.cells));
        if (!zone.field.empty()) set(node, "chemin", zone.field);
        std::string values;
        for (const auto& choice : zone.choices) values += (values.empty() ? "" : "|") + choice;
        if (zone.check == core::FieldCheck::liste)
            set(node, "valeurs", values);
        else if (zone.check != core::FieldCheck::none && zone.kind != core::ZoneKind::date)
            set(node, "controle", std::string(core::to_text(zone.check)));
        set(node, "id", zone.id);
        set(node, "libelle", zone.label);
        set(node, "x", rounded(zone.box.x0));
        set(node, "y", rounded(zone.box.y0));
        set(node, "largeur", rounded(zone.box.width()));
        set(node, "hauteur", rounded(zone.box.height()));
    }

    XmlDocPtr doc_;
};

}  // namespace

core::Outcome<OutsideForm> parse_outside_form(std::string_view bytes, std::string name, const Schema& schema) {
    return parse(bytes, std::move(name), schema, true);
}

core::Outcome<OutsideForm> parse_zones(std::string_view bytes, std::string name, const Schema& schema) {
    return parse(bytes, std::move(name), schema, false);
}

std::string xml_of(const OutsideForm& form) {
    use_libxml();
    return Writing(form).bytes();
}

Schema outside_form_schema(const std::filesystem::path& templates) {
    return Schema::load(templates / "schema" / "imprime.rng");
}

std::vector<OutsideForm> load_outside_forms(const std::filesystem::path& templates) {
    std::vector<OutsideForm> forms;
    std::error_code none;  // An installation without such forms has no such folder.
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator{templates / "imprimes", none})
        if (entry.path().extension() == ".xml") files.push_back(entry.path());
    if (files.empty()) return forms;
    std::sort(files.begin(), files.end());
    const auto schema = outside_form_schema(templates);
    for (const auto& file : files) {
        auto form = parse_outside_form(read_template(file), file.filename().string(), schema);
        if (!form) throw core::BadSetup{core::describe(form.refusal())};
        if (form->layout.id != file.stem().string())
            throw core::BadSetup{"L'imprimé " + file.filename().string() + " porte l'identifiant « " + form->layout.id +
                                 " » ; le nom du fichier et l'identifiant doivent être les mêmes."};
        forms.push_back(*std::move(form));
    }
    return forms;
}

}  // namespace templates
