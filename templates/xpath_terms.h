#pragma once

#include <string>
#include <vector>

namespace templates {

/// One step of a location path.
struct XPathStep {
    enum class Kind {
        child,
        parent,
        self,
        deep,    ///< `//`: anything below.
        opaque,  ///< An axis or a node test we do not follow.
    };
    Kind kind = Kind::child;
    std::string name;       ///< Of a child; `*` for any.
    bool numbered = false;  ///< A predicate follows: one of several may be meant.
};

/// A location path of an expression, `agent/nom`.
struct XPathPath {
    std::vector<XPathStep> steps;
    bool absolute = false;
    int within = -1;               ///< The path in whose predicate it stands; -1 for none.
    std::size_t within_steps = 0;  ///< How many steps of that path come before the predicate.
};

/// What an XPath 1.0 expression is made of. The expression compiles (xpath_fault): this reads, it does not judge.
struct XPathTerms {
    std::vector<XPathPath> paths;
    std::vector<std::string> functions, variables, texts;
    std::vector<double> numbers;
    bool only_path = false;  ///< The whole expression is one path.
};
XPathTerms xpath_terms(const std::string& expression);

/// For an expression that does not compile: what was probably meant, in French; null when it cannot be told.
const char* xpath_slip(const std::string& expression);

/// The functions of XPath 1.0.
const std::vector<std::string>& xpath_functions();

}  // namespace templates
