#include "templates/check_nodes.h"

#include <algorithm>
#include <set>

#include "templates/format.h"
#include "templates/xml_text.h"

namespace templates {
namespace {

class NodeChecker {
  public:
    NodeChecker(const CheckedLetter& letter, TemplateSources& sources, const Fonts& fonts,
                std::vector<TemplateFault>& faults)
        : letter_(letter),
          sources_(sources),
          faults_(faults),
          fields_(letter, sources, faults),
          texts_(letter, sources, fonts, faults) {}

    void check(const std::vector<Node>& nodes, const CheckAt& at) {
        check_phrase(nodes, sources_, faults_);
        for (const auto& node : nodes) check(node, at);
    }

    /// Whoever sees a screen reads subjects: they say neither whom it is about nor what was decided.
    void check_subject() {
        for (const auto& printed : printed_)
            for (const auto* field : printed.fields)
                if (field->path.starts_with("agent/") || field->path.starts_with("decision/"))
                    faults_.push_back(sources_.fault(printed.place, printed.expression,
                                                     in_quotes(field->path) +
                                                         " dans le sujet d'un message : il se lit sans ouvrir le "
                                                         "message ; écrire <valeur de=\"dossier/numero\"/>"));
    }

    void check_mentions() { templates::check_mentions(letter_, printed_, sources_, faults_); }

    void check_joined() {
        const Place place{std::make_shared<const std::string>(letter_.content.id + ".xml"), 1, 1};
        std::set<std::string> files;
        for (const auto& joined : letter_.content.joined)
            if (!files.insert(joined.file).second) {
                const auto wide = sources_.fault(place, "titre=\"" + joined.title, "", true);
                faults_.push_back({*place.file, wide.line,
                                   "deux fichiers joints du nom de " + in_quotes(joined.file) +
                                       " ; donner un autre nom au second, ou n'en garder qu'un",
                                   wide.column});
            }
        for (const auto& joined : letter_.content.joined)
            for (const auto& path : joined.paths) {
                // Looked up as an expression; the place is found by the word, wherever it stands.
                auto wide = sources_.fault(place, path, "", true);
                fields_.find(path, {&letter_.model.letter}, {place.file, wide.line, wide.column});
            }
    }

  private:
    void say(const Node& node, std::string_view word, std::string cause, bool inside = false) {
        faults_.push_back(sources_.fault(node.place, word, std::move(cause), inside));
    }

    void check(const Node& node, const CheckAt& at) {
        auto inside = at;
        if (node.style != nullptr) {
            inside.style = node.style;
            inside.bold = node.style->bold, inside.italic = node.style->italic;
        }
        check_block(node, at, letter_, sources_, faults_);
        switch (node.op) {
            case Op::text:
                return texts_.check(node, node.text, at);
            case Op::value:
                if (node.otherwise) texts_.check(node, *node.otherwise, at);
                return check_value(node, at);
            case Op::condition:
                return check_choice(node, {&node}, nullptr, at);
            case Op::choice:
                return check_choice(node, branches_of(node), otherwise_of(node), at);
            case Op::loop:
                return check_loop(node, at);
            case Op::variant:
                fields_.find(node.text, at.data, node.place);
                break;
            case Op::bold:
                inside.bold = true;
                break;
            case Op::italic:
                inside.italic = true;
                break;
            case Op::signature:
                if (at.scopes.empty() && ++signatures_ > 1)
                    say(node, "", "deuxième bloc de signature de la lettre ; n'en garder qu'un");
                break;
            case Op::group:
                inside.width -= std::min(node.width, inside.width);
                break;
            case Op::columns:
            case Op::table:
                inside.width = 0;  // Theirs are shares.
                break;
            case Op::link:
                if (node.flag) fields_.find(node.text, at.data, node.place);
                break;
            case Op::picture:
            case Op::code:
                if (!node.text.empty()) fields_.find(node.text, at.data, node.place);
                break;
            default:
                break;
        }
        if (!node.label.empty()) texts_.check(node, node.label, inside);
        for (const auto& child : node.children) check(child, inside);
        if (!within_phrase(node.op)) check_phrase(node.children, sources_, faults_);
    }

    void check_value(const Node& node, const CheckAt& at) {
        const auto found = fields_.find(node.text, at.data, node.place);
        if (!found.followed) return;
        printed_.push_back({node.text, found.fields, at, node.place});
        if (found.terms.only_path && found.fields.size() == 1)
            check_format(node, *found.fields.front(), sources_, faults_);
        if (!check_evaluates(node, at)) return;
        if (found.terms.only_path) check_number(node, at, found);
        if (!node.optional && !node.otherwise) check_absent(node, at, found);
    }

    /// Only running it shows a wrong number or kind of arguments.
    bool check_evaluates(const Node& node, const CheckAt& at) {
        const auto value = value_without(letter_, node.text, at, nullptr);
        if (value && !*value) {
            say(node, "", value->refusal().detail);
            return false;
        }
        if (value && std::ranges::find(**value, "NaN") != (*value)->end()) {
            say(node, node.text,
                in_quotes(node.text) +
                    " n'est pas un nombre : « NaN » serait imprimé ; number(…) d'un nombre, dont "
                    "la virgule devient un point par translate(…, ',', '.')");
            return false;
        }
        return true;
    }

    /// Several texts where only the first would print.
    void check_number(const Node& node, const CheckAt& at, const FieldChecker::Found& found) {
        if (joins(node.format)) return;
        for (const auto& path : found.terms.paths)
            for (const auto& step : path.steps)
                if (step.numbered) return;
        const auto values = value_without(letter_, node.text, at, nullptr);
        if (!values || !*values || (*values)->size() < 2) return;
        say(node, node.text,
            in_quotes(node.text) +
                " peut venir plusieurs fois, et seul le premier serait écrit ; ajouter "
                "format=\"virgules\", \"liste\" ou \"lignes\", ou l'entourer de <pour-chaque>");
    }

    /// A field whose absence is normal must not refuse the letter.
    void check_absent(const Node& node, const CheckAt& at, const FieldChecker::Found& found) {
        for (const auto* field : found.fields) {
            const auto* missing = optional_part(*field, at);
            if (missing == nullptr) continue;
            const auto left = value_without(letter_, node.text, at, missing);
            if (!left || !*left || !(*left)->empty()) continue;
            return say(node, node.text,
                       in_quotes(missing->path) +
                           " est facultatif, et la lettre serait refusée sans lui ; ajouter "
                           "sinon=\"…\" ou facultatif=\"oui\", ou l'entourer de <si test=\"" +
                           missing->path + "\">");
        }
    }

    /// The outermost optional element on the way to a field that no loop has entered.
    const DataField* optional_part(const DataField& field, const CheckAt& at) const {
        const auto* here = &letter_.model.letter;
        for (std::size_t from = 0; from < field.path.size();) {
            const auto end = std::min(field.path.find('/', from), field.path.size());
            here = here->child(field.path.substr(from, end - from));
            if (here == nullptr) return nullptr;
            const bool entered = std::ranges::any_of(at.data, [&](const DataField* loop) {
                return loop->path == here->path || loop->path.starts_with(here->path + "/");
            });
            if (here->optional && !entered) return here;
            from = end + 1;
        }
        return nullptr;
    }

    static std::vector<const Node*> branches_of(const Node& choice) {
        std::vector<const Node*> found;
        for (const auto& branch : choice.children)
            if (branch.op == Op::condition) found.push_back(&branch);
        return found;
    }
    static const Node* otherwise_of(const Node& choice) {
        for (const auto& branch : choice.children)
            if (branch.op == Op::otherwise) return &branch;
        return nullptr;
    }

    void check_choice(const Node& node, const std::vector<const Node*>& branches, const Node* otherwise,
                      const CheckAt& at) {
        judge(node, branches, otherwise, at);
        auto inside = at;
        for (const auto* branch : branches) {
            inside.scopes.push_back({branch->text, false, true});
            check(branch->children, inside);
            inside.scopes.back().holds = false;
        }
        if (otherwise != nullptr) check(otherwise->children, inside);
    }

    void judge(const Node& node, const std::vector<const Node*>& branches, const Node* otherwise, const CheckAt& at) {
        std::vector<std::string> conditions;
        std::vector<FieldChecker::Found> found;
        for (const auto* branch : branches) {
            conditions.push_back(branch->text);
            found.push_back(fields_.find(branch->text, at.data, branch->place));
            if (!found.back().followed) return;
        }
        const bool own = *node.place.file == letter_.content.id + ".xml";
        const auto verdicts = try_conditions(letter_, conditions, found, at, own);
        if (verdicts.wrong) return say(*branches.front(), "", verdicts.wrong->detail);
        if (!verdicts.complete) return;
        for (std::size_t i = 0; i < branches.size(); ++i) judge(*branches[i], verdicts.branches[i], found[i]);
        const bool alone = std::ranges::none_of(verdicts.branches, [](const Verdict& branch) { return !branch.fails; });
        if (otherwise != nullptr && !verdicts.none && alone)
            say(*otherwise, "",
                "la branche <sinon> n'est jamais prise : l'une des conditions est toujours vraie ; "
                "l'enlever, ou corriger les conditions");
    }

    void judge(const Node& branch, const Verdict& verdict, const FieldChecker::Found& found) {
        const auto named = "condition " + in_quotes(branch.text);
        const auto word = as_written(branch.text);
        if (!verdict.holds && !verdict.fails) return;  // In a loop that finds nothing.
        if (!verdict.holds)
            say(branch, word, named + " jamais vraie, quelles que soient les données" + values_meant(found));
        else if (!verdict.fails)
            say(branch, word, named + " toujours vraie, quelles que soient les données" + always_meant(found));
        else if (!verdict.first)
            say(branch, word,
                named +
                    " : cette branche n'est jamais prise, une condition plus haut est vraie chaque fois "
                    "qu'elle l'est ; la mettre plus haut, ou l'enlever");
    }

    /// A text that is compared and is none of those possible; empty when there is none.
    static std::string impossible_text(const FieldChecker::Found& found) {
        for (const auto* field : found.fields)
            for (const auto& text : found.terms.texts)
                if (!field->values.empty() && std::ranges::find(field->values, text) == field->values.end())
                    return " : " + in_quotes(text) + " n'est pas une valeur de " + in_quotes(field->path) +
                           meant(text, field->values, "valeurs");
        return {};
    }

    static std::string always_meant(const FieldChecker::Found& found) {
        auto text = impossible_text(found);
        return text.empty() ? " ; enlever la condition et garder ce qu'elle contient, ou la corriger" : text;
    }

    static std::string values_meant(const FieldChecker::Found& found) {
        if (auto text = impossible_text(found); !text.empty()) return text;
        for (const auto* field : found.fields)
            if ((field->type == DataField::Type::date || field->type == DataField::Type::instant) &&
                !found.terms.texts.empty())
                return " ; des dates se comparent en nombres : translate(" + field->path + ", '-', '') &gt; 20260101";
        for (const auto* field : found.fields)
            if (!field->values.empty())
                return " ; la corriger, ou l'enlever avec ce qu'elle contient (valeurs de " + in_quotes(field->path) +
                       " : " + listed(field->values) + ")";
        return " ; la corriger, ou l'enlever avec ce qu'elle contient";
    }

    void check_loop(const Node& node, const CheckAt& at) {
        const auto found = fields_.find(node.text, at.data, node.place);
        auto inside = at;
        inside.scopes.push_back({node.text, true, true});
        if (!found.followed || found.fields.empty()) return;
        const bool many = std::ranges::any_of(found.terms.paths, [](const XPathPath& path) { return path.absolute; }) ||
                          std::ranges::any_of(found.fields, [](const DataField* field) { return field->repeats; });
        if (!many && found.terms.only_path)
            say(node, node.text,
                in_quotes(node.text) +
                    " ne vient qu'une fois ; l'écrire par <valeur> ou <si>, sans "
                    "<pour-chaque>");
        inside.data = found.fields;
        for (const auto& between : {node.separator, node.last_separator})
            if (between) texts_.check(node, *between, at);
        check_turns(node, sources_, faults_);
        check(node.children, inside);
    }

    const CheckedLetter& letter_;
    TemplateSources& sources_;
    std::vector<TemplateFault>& faults_;
    FieldChecker fields_;
    TextChecker texts_;
    std::vector<PrintedField> printed_;
    int signatures_ = 0;
};

}  // namespace

void check_nodes(const CheckedLetter& letter, TemplateSources& sources, const Fonts& fonts,
                 std::vector<TemplateFault>& faults) {
    const auto& content = letter.content;
    const auto& charter = *content.charter;
    NodeChecker checker{letter, sources, fonts, faults};
    const auto at = [&](const char* style) {
        const auto* found = charter.style(style);
        return CheckAt{.data = {&letter.model.letter}, .style = found, .bold = found->bold, .italic = found->italic};
    };
    auto body = at("corps");
    if (content.master != nullptr) body.width = content.master->right - content.master->left;
    checker.check(content.object, at("objet"));
    if (content.master == nullptr) checker.check_subject();
    checker.check(content.references, at("reference"));
    checker.check(content.body, body);
    checker.check_joined();
    const auto check_frames = [&](const PageMaster& page) {
        for (const auto& frame : page.frames) {
            auto inside = at("corps");
            inside.width = frame.width;
            checker.check(frame.content, inside);
        }
    };
    if (content.master != nullptr) check_frames(content.master->first);
    checker.check_mentions();  // What stands on following pages only is not always printed.
    if (content.master != nullptr) check_frames(content.master->next);
}

}  // namespace templates
