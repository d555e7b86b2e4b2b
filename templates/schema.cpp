#include "templates/schema.h"

#include <libxml/relaxng.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <mutex>

#include "core/failures.h"
#include "templates/schema_explain.h"

namespace templates {
namespace {

struct NgFree {
    void operator()(xmlRelaxNG* schema) const noexcept { xmlRelaxNGFree(schema); }
    void operator()(xmlRelaxNGParserCtxt* parser) const noexcept { xmlRelaxNGFreeParserCtxt(parser); }
    void operator()(xmlRelaxNGValidCtxt* context) const noexcept { xmlRelaxNGFreeValidCtxt(context); }
};

struct FirstFault {
    int line = 0;
    char element[64] = {};
};

void on_fault(void* notes, xmlErrorPtr fault) noexcept {
    auto& first = *static_cast<FirstFault*>(notes);
    if (fault == nullptr || first.line != 0) return;
    first.line = fault->line < 1 ? 1 : fault->line;
    const auto* node = static_cast<const xmlNode*>(fault->node);
    if (node == nullptr) return;
    first.line = std::max(1, static_cast<int>(xmlGetLineNo(node)));
    for (std::size_t i = 0; node->name != nullptr && node->name[i] != '\0' && i + 1 < sizeof first.element; ++i)
        first.element[i] = static_cast<char>(node->name[i]);
}

/// libxml2's RELAX NG keeps state while it compiles a schema.
std::mutex& compiling() {
    static std::mutex mutex;
    return mutex;
}

}  // namespace

struct Schema::Compiled {
    std::unique_ptr<xmlRelaxNG, NgFree> schema;
    std::mutex validating;  ///< The compiled automata are shared by validations.
};

void Schema::CompiledFree::operator()(Compiled* compiled) const noexcept { delete compiled; }

Schema::Schema(XmlDoc source, std::unique_ptr<Compiled, CompiledFree> compiled)
    : source_(std::move(source)), compiled_(std::move(compiled)) {}

core::Outcome<Schema> Schema::parse(std::string_view bytes, std::string name) {
    auto source = parse_xml(bytes, std::move(name), {}, core::Reason::template_invalid);
    if (!source) return source.refusal();

    // libxml2 takes the tree it compiles apart: it gets its own copy, ours stays for explain().
    const XmlDocPtr copy{xmlCopyDoc(source->raw(), 1)};
    const std::lock_guard lock{compiling()};
    const std::unique_ptr<xmlRelaxNGParserCtxt, NgFree> parser{xmlRelaxNGNewDocParserCtxt(copy.get())};
    if (!parser) throw std::bad_alloc{};
    FirstFault first;
    xmlRelaxNGSetParserStructuredErrors(parser.get(), on_fault, &first);
    std::unique_ptr<Compiled, CompiledFree> compiled{new Compiled};
    compiled->schema.reset(xmlRelaxNGParse(parser.get()));
    if (!compiled->schema)
        return source->refuse(core::Reason::template_invalid, std::max(1, first.line),
                              "ce n'est pas un schéma RELAX NG correct (« " + std::string{first.element} + " »)");
    return Schema{*std::move(source), std::move(compiled)};
}

Schema Schema::load(const std::filesystem::path& file) {
    auto schema = parse(read_template(file), file.filename().string());
    if (!schema) throw core::BadSetup{core::describe(schema.refusal())};
    return *std::move(schema);
}

std::vector<SchemaFault> Schema::faults(const XmlDoc& doc) const {
    FirstFault first;
    {
        const std::lock_guard lock{compiled_->validating};
        const std::unique_ptr<xmlRelaxNGValidCtxt, NgFree> context{xmlRelaxNGNewValidCtxt(compiled_->schema.get())};
        if (!context) throw std::bad_alloc{};
        xmlRelaxNGSetValidStructuredErrors(context.get(), on_fault, &first);
        if (xmlRelaxNGValidateDoc(context.get(), doc.raw()) == 0) return {};
    }
    auto found = explain(source_, doc.root());
    if (found.empty())
        found.push_back(
            {std::max(1, first.line),
             "« " + std::string{first.element} + " » n'est pas conforme à " + source_.name() +
                 " (contenu, ordre ou nombre des éléments) ; l'élément est décrit dans le guide des modèles"});
    return found;
}

std::optional<core::Refusal> Schema::validate(const XmlDoc& doc, core::Reason reason) const {
    auto found = faults(doc);
    if (found.empty()) return std::nullopt;
    return refusal_of(doc, std::move(found), reason);
}

core::Refusal refusal_of(const XmlDoc& doc, std::vector<SchemaFault> faults, core::Reason reason) {
    constexpr std::size_t most = 5;
    std::stable_sort(faults.begin(), faults.end(), [](const auto& a, const auto& b) { return a.line < b.line; });
    std::string detail;
    for (std::size_t i = 0; i < std::min(faults.size(), most); ++i)
        detail += (i == 0 ? "" : "\n") + doc.refuse(reason, faults[i].line, faults[i].cause).detail;
    if (faults.size() > most) detail += "\n… et " + std::to_string(faults.size() - most) + " autre(s) défaut(s)";
    return {reason, detail};
}

std::string read_template(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    std::string bytes{std::istreambuf_iterator<char>{stream}, {}};
    if (!stream || stream.bad()) throw core::BadSetup{"Impossible de lire le modèle " + file.string() + "."};
    return bytes;
}

}  // namespace templates
