#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/outcome.h"
#include "templates/xml.h"

namespace templates {

/// One fault of a document against its schema; the cause is in French and says the remedy where there is one.
struct SchemaFault {
    int line = 0;
    std::string cause;
    int column = 0;  ///< From 1; 0 when it is not known.

    SchemaFault() = default;
    SchemaFault(int at, std::string said) : line(at), cause(std::move(said)) {}
    SchemaFault(Element where, std::string said) : cause(std::move(said)) {
        const auto spot = where.spot(cause);
        line = spot.line, column = spot.column;
    }
    bool operator==(const SchemaFault&) const = default;
};

/// A RELAX NG schema (XML syntax). libxml2 says whether a document is valid; since its messages are poor, a second pass
/// of ours over schema and document names what is not expected, what is, and what was perhaps meant. An
/// `a:documentation` inside a `data` or `value` pattern is shown as what was expected. Constant once made; validates
/// from several threads.
class Schema {
  public:
    /// A wrong schema is a Refusal (template_invalid).
    static core::Outcome<Schema> parse(std::string_view bytes, std::string name);
    /// core::BadSetup when the file cannot be read or is not a schema.
    static Schema load(const std::filesystem::path& file);

    /// Empty when valid.
    std::vector<SchemaFault> faults(const XmlDoc& doc) const;
    /// Nothing when valid; else up to five faults, one a line: `NAME, ligne N : cause`.
    std::optional<core::Refusal> validate(const XmlDoc& doc, core::Reason reason = core::Reason::data_invalid) const;

  private:
    struct Compiled;
    struct CompiledFree {
        void operator()(Compiled* compiled) const noexcept;
    };

    Schema(XmlDoc source, std::unique_ptr<Compiled, CompiledFree> compiled);

    XmlDoc source_;
    std::unique_ptr<Compiled, CompiledFree> compiled_;
};

/// The first five faults, one a line: `NAME, ligne N : cause`. There is at least one.
core::Refusal refusal_of(const XmlDoc& doc, std::vector<SchemaFault> faults, core::Reason reason);

/// The whole file; core::BadSetup naming it when it cannot be read.
std::string read_template(const std::filesystem::path& file);

}  // namespace templates
