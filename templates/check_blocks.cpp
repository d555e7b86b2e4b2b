#include <algorithm>

#include "templates/check_nodes.h"
#include "templates/xml.h"
#include "templates/xml_text.h"

namespace templates {
namespace {

constexpr double narrowest_text = 30, highest_space = 230;  // mm

class BlockChecker {
  public:
    BlockChecker(const CheckedLetter& letter, TemplateSources& sources, std::vector<TemplateFault>& faults)
        : letter_(letter), sources_(sources), faults_(faults) {}

    void check(const Node& node, const CheckAt& at) {
        switch (node.op) {
            case Op::paragraph:
            case Op::heading:
            case Op::reference:
            case Op::item:
            case Op::list:
                return check_content(node);
            case Op::bold:
            case Op::italic:
            case Op::underline:
            case Op::superscript:
                if (node.children.empty()) say(node, "", "élément vide ; y écrire un texte, ou l'enlever");
                return;
            case Op::link:
                if (node.children.empty())
                    say(node, "", "lien sans texte ; écrire entre <lien …> et </lien> ce que l'on suit");
                return;
            case Op::picture:
            case Op::code:
                return check_picture(node, at);
            case Op::table:
                return check_table(node, at);
            case Op::group:
                return check_indent(node, at);
            case Op::space:
                if (node.height > highest_space)
                    say(node, "hauteur",
                        "blanc de " + mm(node.height) + " : plus haut que le texte d'une page ; écrire moins de " +
                            mm(highest_space) + ", ou <saut-de-page/>");
                return;
            case Op::variant:
                if (node.children.size() == 1)
                    say(node, "selon",
                        "« selon » sans variante ; créer à côté du fragment un fichier par valeur, comme "
                        "_fragment.VALEUR.xml, ou enlever « selon »");
                return;
            default:
                return;
        }
    }

  private:
    static std::string mm(double length) { return std::to_string(static_cast<int>(length)) + " mm"; }

    void say(const Node& node, std::string_view word, std::string cause) {
        faults_.push_back(sources_.fault(node.place, word, std::move(cause)));
    }

    void check_content(const Node& node) {
        const bool blank = std::ranges::all_of(
            node.children, [](const Node& child) { return child.op == Op::text && trimmed(child.text).empty(); });
        if (!blank) return;
        const char* what = node.op == Op::paragraph ? "paragraphe vide ; l'enlever, ou mettre <espace hauteur=\"…\"/>"
                           : node.op == Op::heading ? "titre vide ; écrire son texte, ou l'enlever"
                           : node.op == Op::reference ? "référence vide ; mettre une <valeur>, ou l'enlever"
                           : node.op == Op::list      ? "liste vide ; mettre des <point>, ou l'enlever"
                                                      : "point vide ; écrire son texte, ou l'enlever";
        say(node, "", what);
    }

    void check_picture(const Node& node, const CheckAt& at) {
        const auto& says = node.label;
        const bool file_name = says.ends_with(".png") || says.ends_with(".jpg") || says.ends_with(".jpeg");
        if (file_name || says == "image" || says == "Image" || says == "code" || says == "Code")
            say(node, says,
                "texte " + in_quotes(says) +
                    " : il ne dit rien à qui ne voit pas ; dire ce qu'on y voit ou à quoi il sert, "
                    "comme « Logo du CNFPT » (vide pour une décoration)");
        if (node.op == Op::code && node.width > 0 && node.width < 14)
            say(node, "largeur",
                "code de " + mm(node.width) + " : trop petit pour être relu ; écrire largeur=\"14\" au moins");
        if (at.width > 0 && node.width > at.width)
            say(node, "largeur",
                "image de " + mm(node.width) + " : plus large que le texte ; écrire largeur=\"" +
                    std::to_string(static_cast<int>(at.width)) + "\" au plus");
        if (letter_.content.master == nullptr && node.picture != nullptr)
            say(node, "", "un message n'a que du texte : l'image n'y serait pas ; l'enlever");
    }

    void check_indent(const Node& node, const CheckAt& at) {
        if (at.width > 0 && at.width - node.width < narrowest_text)
            say(node, "retrait",
                "retrait de " + mm(node.width) + " : il reste trop peu de place pour le texte ; le réduire à " +
                    mm(at.width - narrowest_text) + " au plus");
    }

    void check_table(const Node& table, const CheckAt& at) {
        tall_ = false;
        check_rows(table.children, static_cast<int>(table.table_columns.size()));
        double fixed = 0;
        for (const auto& column : table.table_columns) fixed += column.width;
        const auto most = at.width > 0 ? at.width : 170;
        if (fixed > most)
            say(table, "",
                "colonnes de " + mm(fixed) +
                    " en tout : plus large que le texte ; réduire les largeurs, ou en mettre une à « * »");
    }

    void check_rows(const std::vector<Node>& nodes, int columns) {
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const auto& node = nodes[i];
            if (node.op != Op::row) {
                if (node.op != Op::cell) check_rows(node.children, columns);
                continue;
            }
            check_row(node, columns);
            // Rows that a condition or a loop makes cannot be counted.
            const auto same = [](const Node& other) { return other.op == Op::row; };
            if (std::all_of(nodes.begin() + static_cast<std::ptrdiff_t>(i), nodes.end(), same))
                check_spans(node, static_cast<int>(nodes.size() - i));
        }
    }

    void check_row(const Node& row, int columns) {
        int cells = 0;
        bool spans = false;
        for (const auto& cell : row.children) cells += cell.columns, spans = spans || cell.rows > 1;
        tall_ = tall_ || spans;
        if (cells > columns || (cells < columns && !tall_))
            say(row, "",
                "rang de " + std::to_string(cells) + " cellule(s) pour " + std::to_string(columns) +
                    " colonne(s) ; ajouter ou enlever des <cellule>, ou des <colonne> en tête du tableau");
    }

    void check_spans(const Node& row, int left) {
        for (const auto& cell : row.children)
            if (cell.rows > left)
                say(cell, "rangs",
                    "cellule sur " + std::to_string(cell.rows) + " rangs, et le tableau n'en a plus que " +
                        std::to_string(left) + " ; réduire « rangs », ou ajouter des <rang>");
    }

    const CheckedLetter& letter_;
    TemplateSources& sources_;
    std::vector<TemplateFault>& faults_;
    bool tall_ = false;  ///< A cell covers several rows: those below have fewer.
};

}  // namespace

void check_block(const Node& node, const CheckAt& at, const CheckedLetter& letter, TemplateSources& sources,
                 std::vector<TemplateFault>& faults) {
    BlockChecker{letter, sources, faults}.check(node, at);
}

}  // namespace templates
