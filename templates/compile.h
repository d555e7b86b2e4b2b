#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "templates/charter.h"
#include "templates/node.h"
#include "templates/xml.h"

namespace templates {

Place place_of(std::shared_ptr<const std::string> file, Element element);
TemplateFault fault_at(const std::string& file, Element where, std::string cause);
/// Nothing, and the fault, when the file is no XML. core::BadSetup when it cannot be read.
std::optional<XmlDoc> read_doc(const std::filesystem::path& path, const std::string& name,
                               std::vector<TemplateFault>& faults);

/// Fragments of one folder, read and checked against the schema once.
class Fragments {
  public:
    Fragments(std::filesystem::path folder, const Schema& schema, std::vector<TemplateFault>& faults)
        : folder_(std::move(folder)), schema_(schema), faults_(faults) {}

    struct File {
        XmlDoc doc;
        std::shared_ptr<const std::string> name;
    };
    /// Null, and a fault said at `from`, when there is no such fragment or it is wrong.
    const File* find(const std::string& name, const Place& from);
    /// `_recours.xml` has the variants `_recours.caen.xml` …: what stands between, and the file.
    std::vector<std::pair<std::string, std::string>> variants_of(const std::string& name) const;

  private:
    std::filesystem::path folder_;
    const Schema& schema_;
    std::vector<TemplateFault>& faults_;
    std::map<std::string, std::unique_ptr<File>> files_;
};

/// What may stand somewhere.
enum class Content { blocks, points, rows, phrase };
enum class Setting { letter, master, mail };

/// Turns the elements of one template, and of the fragments it includes, into nodes. What the schema cannot say is
/// checked here: the right fragment in the right place, expressions that compile, styles and pictures that exist.
class Compiler {
  public:
    Compiler(const Charter& charter, Fragments& fragments, Setting setting, std::vector<TemplateFault>& faults,
             std::vector<TemplateUse>& uses)
        : charter_(charter), fragments_(fragments), setting_(setting), faults_(faults), uses_(uses) {}

    std::vector<Node> children(Element parent, std::shared_ptr<const std::string> file, Content content,
                               const Style* style);

  private:
    struct At {
        std::shared_ptr<const std::string> file;
        Content content = Content::blocks;
        const Style* style = nullptr;
        int depth = 0;
        bool in_link = false;
    };

    std::vector<Node> children(Element parent, const At& at);
    void add(Element element, const At& at, std::vector<Node>& out);
    void add_text(const std::string& text, Element parent, const At& at, std::vector<Node>& out);
    bool add_control(Element element, const At& at, std::vector<Node>& out);
    Node phrase_node(Element element, const At& at);
    Node block_node(Element element, const At& at);
    Node table_node(Element element, const At& at);
    Node cell_node(Element element, const At& at);
    Node value_node(Element element, const At& at);
    Node picture_node(Element element, const At& at);
    Node link_node(Element element, const At& at);
    Node including(Element element, const At& at);
    Node included(const std::string& file, Element element, const At& at);

    std::optional<Content> nature_of(Element fragment, const At& at);
    bool suits(const std::string& name, const At& at) const;
    Content content_of(Element element, const At& at);
    const Style* style_of(Element element, const std::string& otherwise, const At& at);
    const Style* list_style(Element element, const std::string& kind, const At& at);
    std::string expression(Element element, const char* attribute, TemplateUse::Kind kind, const At& at);
    void fault(const At& at, Element where, const std::string& cause);
    static Place place(Element element, const At& at) { return place_of(at.file, element); }

    const Charter& charter_;
    Fragments& fragments_;
    Setting setting_;
    std::vector<TemplateFault>& faults_;
    std::vector<TemplateUse>& uses_;
};

double number_or(Element element, const char* attribute, double otherwise);
Alignment alignment_of(const std::string& name);
Colour colour_of(const std::string& hash);

}  // namespace templates
