#include <algorithm>
#include <cmath>

#include "core/date.h"
#include "templates/check_nodes.h"
#include "templates/data.h"

namespace templates {
namespace {

constexpr std::size_t most_cases = 4096;

/// `agent.adresse.ligne.2` is of `agent/adresse/ligne`, or of something in it.
bool belongs(const std::string& key, const std::string& path) {
    std::size_t at = 0;
    for (std::size_t from = 0; from <= path.size();) {
        const auto end = std::min(path.find('/', from), path.size());
        const auto step = path.substr(from, end - from);
        if (key.compare(at, step.size(), step) != 0) return false;
        at += step.size();
        if (at < key.size() && key[at] != '.') return false;
        if (at + 1 < key.size() && key[at + 1] >= '0' && key[at + 1] <= '9')
            at = std::min(key.find('.', at + 1), key.size());
        if (end == path.size()) return true;
        if (at >= key.size()) return false;
        ++at;
        from = end + 1;
    }
    return false;
}

void erase(core::Fields& data, const DataField& field) {
    std::erase_if(data, [&](const auto& entry) { return belongs(entry.first, field.path); });
}

/// The keys of the first element of that path, in data that have it.
std::optional<std::string> first_key(const core::Fields& data, const DataField& field) {
    for (const auto& [key, value] : data)
        if (belongs(key, field.path)) return key;
    return std::nullopt;
}

/// One thing that may vary: an element of the data or a variable.
struct Dial {
    const DataField* field = nullptr;
    std::string variable;
    std::vector<std::string> values;  ///< Of a text or a variable.
    std::vector<int> copies;          ///< Of an element that repeats or holds others.
    bool counted = false;             ///< Turns over `copies`, not `values`.

    std::size_t positions() const { return (counted ? copies.size() : values.size()) + (field != nullptr ? 1 : 0); }
};

std::vector<std::string> values_for(const DataField& field, const XPathTerms& terms) {
    auto values = possible_values(field);
    if (!field.values.empty()) return values;
    const auto add = [&values](const std::string& text) {
        if (!text.empty() && std::ranges::find(values, text) == values.end()) values.push_back(text);
    };
    const bool measured = std::ranges::find(terms.functions, "string-length") != terms.functions.end();
    for (const auto number : terms.numbers) {
        const auto whole = static_cast<long>(number);
        if (std::abs(number) > 1e6) continue;
        for (const auto near : {whole - 1, whole, whole + 1})
            if (near >= 0) add(std::to_string(near));
        if (measured && whole >= 0 && whole < 500)
            for (const auto near : {whole, whole + 1}) add(std::string(static_cast<std::size_t>(near), 'x'));
    }
    if (field.type == DataField::Type::days || field.type == DataField::Type::number) return values;
    if (field.type == DataField::Type::date || field.type == DataField::Type::instant) {
        add("2000-01-01"), add("2099-12-31");
        for (const auto& text : terms.texts)
            if (core::parse_date(text)) add(text);
        return values;
    }
    for (const auto& text : terms.texts) add(text);
    return values;
}

std::vector<int> copies_for(const XPathTerms& terms) {
    std::vector<int> copies{1, 2};
    for (const auto number : terms.numbers)
        for (const auto near : {number, number + 1})
            if (near > 2 && near < 20) copies.push_back(static_cast<int>(near));
    return copies;
}

/// All the data a letter may get, as far as some expressions can tell them apart.
class Cases {
  public:
    Cases(const CheckedLetter& letter, bool own) : letter_(letter), own_(own) {
        base_ = example_data(letter.model.letter, letter.kind);
        if (own && !letter.content.procedure.empty()) base_["procedure"] = letter.content.procedure;
    }

    void add(const FieldChecker::Found& found) {
        for (const auto* field : found.fields) {
            if (field->path.empty()) continue;
            auto& dial = dial_of(field, "");
            dial.counted = field->repeats || !field->children.empty();
            if (dial.counted)
                merge(dial.copies, field->repeats ? copies_for(found.terms) : std::vector{1});
            else
                merge(dial.values, field->path == "procedure" && own_ && !letter_.content.procedure.empty()
                                       ? std::vector{letter_.content.procedure}
                                       : values_for(*field, found.terms));
        }
        for (const auto& name : found.terms.variables) merge(dial_of(nullptr, name).values, variable_values(name));
    }

    /// Calls `visit` with an evaluator for each case; false when there were too many.
    template <class Visit>
    bool each(const Visit& visit) {
        std::size_t count = 1;
        for (const auto& dial : dials_) count *= dial.positions();
        const bool complete = count <= most_cases;
        for (std::size_t number = 0; number < std::min(count, most_cases); ++number) {
            auto data = base_;
            auto rest = number;
            std::vector<std::pair<std::string, std::string>> variables;
            for (const auto& dial : dials_) {
                const auto position = rest % dial.positions();
                rest /= dial.positions();
                if (dial.field == nullptr)
                    variables.emplace_back(dial.variable, dial.values[position]);
                else
                    turn(data, dial, position);
            }
            const auto doc = xml_from_fields(data, "donnees");
            if (!doc) continue;
            XPath xpath{*doc};
            for (const auto& name : {"lettre", "procedure", "date", "titre", "rang"})
                xpath.set_variable(name, variable_values(name).front());
            for (const auto& [name, value] : variables) xpath.set_variable(name, value);
            visit(xpath, doc->root());
        }
        return complete;
    }

  private:
    Dial& dial_of(const DataField* field, const std::string& variable) {
        for (auto& dial : dials_)
            if (dial.field == field && dial.variable == variable) return dial;
        // Elements that hold others first: what stands in them is set afterwards.
        const auto at = std::ranges::find_if(dials_, [&](const Dial& dial) {
            return field != nullptr && (dial.field == nullptr || dial.field->path.size() > field->path.size());
        });
        return *dials_.insert(at, {.field = field, .variable = variable});
    }
    template <class Value>
    static void merge(std::vector<Value>& into, const std::vector<Value>& more) {
        for (const auto& value : more)
            if (std::ranges::find(into, value) == into.end()) into.push_back(value);
    }

    std::vector<std::string> variable_values(const std::string& name) const {
        const auto& content = letter_.content;
        if (name == "lettre" && own_ && content.master != nullptr) return {content.id};
        if (name == "lettre") return letter_.letters.empty() ? std::vector{content.id} : letter_.letters;
        if (name == "procedure" && own_ && !content.procedure.empty()) return {content.procedure};
        if (name == "procedure") return {"integration", "professionnalisation"};
        if (name == "date") return {"2026-11-25", "2000-01-01", "2099-12-31"};
        if (name == "titre") return {content.title};
        return {"1", "2", "3"};
    }

    static void turn(core::Fields& data, const Dial& dial, std::size_t position) {
        const auto key = first_key(data, *dial.field);
        const auto& model = *dial.field;
        if (dial.counted && !key) return;  // What holds it is absent.
        core::Fields kept;
        if (dial.counted) {
            // The first copy, key by key, so that it can be put down as often as need be.
            const auto prefix = copy_prefix(*key, model);
            for (const auto& [name, value] : data)
                if (name == prefix || name.starts_with(prefix + ".")) kept[name.substr(prefix.size())] = value;
            erase(data, model);
            const int copies = position == 0 ? 0 : dial.copies[position - 1];
            const auto stem = model.repeats ? prefix.substr(0, prefix.rfind('.') + 1) : prefix;
            for (int copy = 1; copy <= copies; ++copy)
                for (const auto& [rest, value] : kept)
                    data[model.repeats ? stem + std::to_string(copy) + rest : stem + rest] = value;
            return;
        }
        erase(data, model);
        if (position > 0) data[key.value_or(dotted(model.path))] = dial.values[position - 1];
    }
    /// `motifs.formation.1` of `motifs.formation.1.intitule`.
    static std::string copy_prefix(const std::string& key, const DataField& field) {
        std::size_t at = 0;
        for (auto steps = 1 + std::ranges::count(field.path, '/'); steps > 0; --steps) {
            at = std::min(key.find('.', at == 0 ? 0 : at + 1), key.size());
            if (at + 1 < key.size() && key[at + 1] >= '0' && key[at + 1] <= '9')
                at = std::min(key.find('.', at + 1), key.size());
        }
        return key.substr(0, at);
    }
    static std::string dotted(std::string path) {
        std::ranges::replace(path, '/', '.');
        return path;
    }

    const CheckedLetter& letter_;
    bool own_;
    core::Fields base_;
    std::vector<Dial> dials_;
};

/// The element expressions start from, inside loops; null when one of them finds nothing, or a condition keeps them
/// out.
std::optional<Element> descend(XPath& xpath, Element root, const std::vector<Scope>& scopes, bool conditions) {
    auto at = root;
    for (const auto& scope : scopes) {
        if (scope.loop) {
            const auto found = xpath.elements(scope.expression, at);
            if (!found || found->empty()) return std::nullopt;
            at = found->front();
        } else if (conditions) {
            const auto holds = xpath.boolean(scope.expression, at);
            if (!holds || *holds != scope.holds) return std::nullopt;
        }
    }
    return at;
}

}  // namespace

Verdicts try_conditions(const CheckedLetter& letter, const std::vector<std::string>& conditions,
                        const std::vector<FieldChecker::Found>& found, const CheckAt& at, bool own) {
    Cases cases{letter, own};
    for (const auto& one : found) cases.add(one);
    Verdicts verdicts{.branches = std::vector<Verdict>(conditions.size())};
    verdicts.complete = cases.each([&](XPath& xpath, Element root) {
        const auto from = descend(xpath, root, at.scopes, false);
        if (!from || verdicts.wrong) return;
        bool earlier = false;
        for (std::size_t i = 0; i < conditions.size(); ++i) {
            const auto answer = xpath.boolean(conditions[i], *from);
            if (!answer) {
                verdicts.wrong = answer.refusal();
                return;
            }
            auto& branch = verdicts.branches[i];
            (*answer ? branch.holds : branch.fails) = true;
            branch.first = branch.first || (*answer && !earlier);
            earlier = earlier || *answer;
        }
        verdicts.none = verdicts.none || !earlier;
    });
    return verdicts;
}

std::optional<core::Outcome<std::vector<std::string>>> value_without(const CheckedLetter& letter,
                                                                     const std::string& expression, const CheckAt& at,
                                                                     const DataField* absent) {
    const auto& own = letter.content.procedure;
    for (const auto* procedure : {"integration", "professionnalisation"}) {
        if (!own.empty() && own != procedure) continue;
        auto data = example_data(letter.model.letter, letter.kind);
        data["procedure"] = procedure;
        if (absent != nullptr) erase(data, *absent);
        const auto doc = xml_from_fields(data, "donnees");
        if (!doc) continue;
        XPath xpath{*doc};
        xpath.set_variable("lettre", letter.content.id);
        xpath.set_variable("procedure", procedure);
        xpath.set_variable("date", "2026-11-25");
        xpath.set_variable("titre", letter.content.title);
        xpath.set_variable("rang", "1");
        if (const auto from = descend(xpath, doc->root(), at.scopes, true)) return xpath.texts(expression, *from);
    }
    return std::nullopt;
}

}  // namespace templates
