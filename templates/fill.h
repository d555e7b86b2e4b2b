#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/outcome.h"
#include "templates/block.h"
#include "templates/charter.h"
#include "templates/xml.h"

namespace templates {

/// Evaluates values, conditions and loops of a template against one data document: nodes to blocks. The first fault of
/// the data is kept; what follows it does not count. One thread at a time.
class Filler {
  public:
    /// `pictures` are those data may name. The data document must outlive the filler.
    Filler(const XmlDoc& data, const Pictures& pictures);

    void set_variable(const std::string& name, const std::string& value) { xpath_.set_variable(name, value); }
    void set_page(int page, int pages) { page_ = page, pages_ = pages; }
    /// What <partie nom="references"/> stands for.
    void set_part(const std::vector<Node>* references) { references_ = references; }

    Phrase phrase(const std::vector<Node>& nodes);
    std::vector<Block> blocks(const std::vector<Node>& nodes);

    const std::optional<core::Refusal>& refusal() const { return refusal_; }

  private:
    class Sentence;
    struct At {
        Element data;
        CharFormat format{};
        bool no_break = false;
    };

    template <class Visit>
    void each(const std::vector<Node>& nodes, const At& at, const Visit& visit);
    template <class Visit>
    bool enter(const Node& node, const At& at, const Visit& visit);
    template <class Visit>
    void repeat(const Node& node, const At& at, const Visit& visit);
    bool holds(const Node& node, const At& at);
    const Node& variant(const Node& node, const At& at);

    Phrase phrase(const std::vector<Node>& nodes, const At& at, bool capitals = false);
    void add_words(const std::vector<Node>& nodes, const At& at, Sentence& sentence);
    void add_link(const Node& node, const At& at, Sentence& sentence);
    std::string value(const Node& node, const At& at);
    void add_blocks(const std::vector<Node>& nodes, const At& at, std::vector<Block>& out);
    std::optional<Block> block(const Node& node, const At& at);
    void find_picture(const Node& node, const At& at, Block& block);
    void check_signatory(const Node& node);

    void refuse(const Node& node, core::Reason reason, const std::string& cause);

    XPath xpath_;
    Element root_;
    const Pictures& pictures_;
    const std::vector<Node>* references_ = nullptr;
    int page_ = 0, pages_ = 0;
    std::optional<core::Refusal> refusal_;
};

}  // namespace templates
