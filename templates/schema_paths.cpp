#include "templates/schema_paths.h"

#include <algorithm>
#include <map>

namespace templates {
namespace {

class Walker {
  public:
    explicit Walker(Element grammar) {
        for (const auto child : grammar.children("define")) defines_[child.attribute_or("name", "")] = child;
        for (const auto child : grammar.child("start").children("element"))
            walk(child, "");  // The root leaves no step.
    }

    std::set<std::string> paths;

  private:
    /// `prefix` is empty or ends with a dot. Our schemas of data have no element inside itself.
    void walk(Element pattern, const std::string& prefix) {
        for (const auto child : pattern.children()) {
            const auto kind = child.name();
            const auto name = child.attribute_or("name", "");
            if (kind == "element") {
                paths.insert(prefix + name);
                walk(child, prefix + name + ".");
            } else if (kind == "attribute") {
                paths.insert(prefix + "@" + name);
            } else if (kind == "ref") {
                if (const auto found = defines_.find(name); found != defines_.end()) walk(found->second, prefix);
            } else {
                walk(child, prefix);
            }
        }
    }

    std::map<std::string, Element> defines_;
};

bool is_number(const std::string& step) {
    return !step.empty() && std::all_of(step.begin(), step.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::set<std::string> paths_of(const XmlDoc& schema) { return Walker{schema.root()}.paths; }

std::string without_numbers(const std::string& path) {
    std::string kept;
    for (std::size_t at = 0; at <= path.size();) {
        const auto dot = std::min(path.find('.', at), path.size());
        const auto step = path.substr(at, dot - at);
        if (!is_number(step)) kept += (kept.empty() && at == 0 ? "" : ".") + step;
        at = dot + 1;
    }
    return kept;
}

}  // namespace templates
