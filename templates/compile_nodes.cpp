#include "core/closest.h"
#include "templates/compile.h"

namespace templates {

namespace {

Op op_of(const std::string& name) {
    if (name == "gras") return Op::bold;
    if (name == "italique") return Op::italic;
    if (name == "souligne") return Op::underline;
    if (name == "exposant") return Op::superscript;
    if (name == "insecable") return Op::no_break;
    if (name == "numero-page") return Op::page_number;
    if (name == "nombre-pages") return Op::page_count;
    return Op::line_break;
}

bool yes(Element element, const char* attribute) { return element.attribute_or(attribute, "non") == "oui"; }

}  // namespace

Node Compiler::phrase_node(Element element, const At& at) {
    const auto name = element.name();
    if (name == "valeur") return value_node(element, at);
    if (name == "lien") return link_node(element, at);
    return {.op = op_of(name), .place = place(element, at), .children = children(element, at)};
}

Node Compiler::value_node(Element element, const At& at) {
    return {.op = Op::value,
            .place = place(element, at),
            .text = expression(element, "de", TemplateUse::Kind::value, at),
            .format = element.attribute_or("format", ""),
            .otherwise = element.attribute("sinon"),
            .optional = element.attribute("facultatif").has_value()};
}

Node Compiler::link_node(Element element, const At& at) {
    auto inside = at;
    inside.in_link = true;
    if (at.in_link) fault(at, element, "lien dans un lien ; fermer le premier par </lien> avant d'ouvrir celui-ci");
    Node node{.op = Op::link, .place = place(element, at), .children = children(element, inside)};
    const auto fixed = element.attribute("vers");
    node.flag = !fixed;
    node.text = fixed ? *fixed : expression(element, "de", TemplateUse::Kind::value, at);
    if (fixed && !fixed->starts_with("https://") && !fixed->starts_with("http://") && !fixed->starts_with("mailto:"))
        fault(at, element,
              "lien « " + *fixed +
                  " » impossible à suivre ; écrire une adresse qui commence par https://, http:// ou mailto:");
    if (fixed && fixed->find(' ') != std::string::npos)
        fault(at, element, "lien « " + *fixed + " » : une adresse n'a pas d'espace ; l'enlever");
    return node;
}

Node Compiler::block_node(Element element, const At& at) {
    const auto name = element.name();
    Node node{.place = place(element, at), .label = element.attribute_or("marge", "")};
    const auto inside = [&](Content content, const Style* style) {
        auto deeper = at;
        deeper.content = content;
        deeper.style = style;
        return children(element, deeper);
    };
    if (name == "paragraphe" || name == "titre" || name == "reference") {
        node.op = name == "titre" ? Op::heading : name == "reference" ? Op::reference : Op::paragraph;
        node.level = static_cast<int>(number_or(element, "niveau", 1));
        if (name == "reference") node.label = element.attribute_or("libelle", "");
        node.style = style_of(element,
                              name == "titre"       ? "titre" + std::to_string(node.level)
                              : name == "reference" ? "reference"
                                                    : at.style->name,
                              at);
        node.children = inside(Content::phrase, node.style);
    } else if (name == "liste") {
        node.op = Op::list;
        node.flag = yes(element, "numerotee");
        node.style = list_style(element, "liste", at);
        node.children = inside(Content::points, node.style);
    } else if (name == "point") {
        node.op = Op::item;
        node.style = at.style;
        node.flag = content_of(element, at) == Content::blocks;
        node.children = inside(node.flag ? Content::blocks : Content::phrase, at.style);
    } else if (name == "tableau") {
        return table_node(element, at);
    } else if (name == "rang") {
        node.op = Op::row;
        for (const auto cell : element.children()) node.children.push_back(cell_node(cell, at));
    } else if (name == "image" || name == "code") {
        return picture_node(element, at);
    } else if (name == "filet") {
        node.op = Op::rule;
        node.height = number_or(element, "epaisseur", 0.15);
        if (const auto colour = element.attribute("couleur")) node.colour = colour_of(*colour);
    } else if (name == "espace") {
        node.op = Op::space;
        node.height = number_or(element, "hauteur", 0);
    } else if (name == "saut-de-page") {
        node.op = Op::page_break;
    } else if (name == "colonnes") {
        node.op = Op::columns;
        node.width = number_or(element, "gouttiere", 6);
        for (const auto column : element.children()) {
            auto deeper = at;
            node.children.push_back({.op = Op::column,
                                     .place = place(column, at),
                                     .children = children(column, deeper),
                                     .width = number_or(column, "largeur", 0)});
        }
    } else if (name == "groupe" || name == "signature" || name == "encart") {
        node.op = name == "groupe" ? Op::group : name == "encart" ? Op::inset : Op::signature;
        if (name == "encart") node.label = element.attribute_or("titre", "");
        node.style = style_of(element, name == "encart" ? "encart" : at.style->name, at);
        node.flag = yes(element, "ensemble") || name != "groupe";
        node.with_next = yes(element, "avec-suivant");
        node.width = number_or(element, "retrait", 0);
        node.children = inside(Content::blocks, node.style);
    } else {
        node.op = name == "adresse" ? Op::address : Op::part;
        node.text = element.attribute_or("nom", "");
        node.style = at.style;
    }
    return node;
}

Node Compiler::table_node(Element element, const At& at) {
    Node node{.op = Op::table, .place = place(element, at), .style = list_style(element, "tableau", at)};
    const auto head = node.style->name + "-entete";
    node.head_style = charter_.style(head) != nullptr ? charter_.style(head) : node.style;
    auto deeper = at;
    deeper.content = Content::rows;
    deeper.style = node.style;
    for (const auto child : element.children()) {
        if (child.name() == "colonne") {
            const auto alignment = child.attribute_or("alignement", "gauche");
            const auto width = child.attribute_or("largeur", "*");
            node.table_columns.push_back({.width = width == "*" ? 0 : std::stod(width),
                                          .alignment = alignment_of(alignment),
                                          .decimal = alignment == "decimal"});
        } else if (child.name() == "entete") {
            auto heading = deeper;
            heading.style = node.head_style;
            node.children.push_back(
                {.op = Op::table_head, .place = place(child, at), .children = children(child, heading)});
        } else {
            add(child, deeper, node.children);
        }
    }
    return node;
}

Node Compiler::cell_node(Element element, const At& at) {
    auto deeper = at;
    const auto alignment = element.attribute("alignement");
    deeper.content = content_of(element, at);
    return {.op = Op::cell,
            .place = place(element, at),
            .style = at.style,
            .children = children(element, deeper),
            .columns = static_cast<int>(number_or(element, "colonnes", 1)),
            .rows = static_cast<int>(number_or(element, "rangs", 1)),
            .flag = yes(element, "entete"),
            .with_next = deeper.content == Content::blocks,
            .alignment = alignment ? std::optional{alignment_of(*alignment)} : std::nullopt};
}

Node Compiler::picture_node(Element element, const At& at) {
    Node node{.op = element.name() == "code" ? Op::code : Op::picture,
              .place = place(element, at),
              .label = element.attribute_or("texte", ""),
              .width = number_or(element, "largeur", 0),
              .height = number_or(element, "hauteur", 0),
              .alignment = alignment_of(element.attribute_or("alignement", "gauche"))};
    if (node.op == Op::code) {
        node.flag = element.attribute_or("type", "qr") == "datamatrix";
        node.text = expression(element, "de", TemplateUse::Kind::value, at);
        return node;
    }
    const auto file = element.attribute("fichier");
    if (!file) {
        node.text = expression(element, "de", TemplateUse::Kind::value, at);
        return node;
    }
    const auto found = charter_.pictures.find(*file);
    if (found != charter_.pictures.end()) {
        node.picture = &found->second;
        return node;
    }
    std::vector<std::string> names;
    for (const auto& [name, picture] : charter_.pictures) names.push_back(name);
    const auto near = core::closest(*file, names);
    fault(at, element,
          "image « " + *file + " » absente du dossier « images »" +
              (near ? " ; vouliez-vous dire « " + *near + " » ?" : " ; l'y déposer, en PNG ou en JPEG"));
    return node;
}

}  // namespace templates
