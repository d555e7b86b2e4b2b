#include "templates/xpath_terms.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace templates {
namespace {

struct Token {
    enum class Kind { name, number, text, variable, sign };  ///< A sign: an operator, a bracket, `.`, `..`, `@` …
    Kind kind = Kind::sign;
    std::string text;
};
using Kind = Token::Kind;

bool begins_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0; }
bool digit(char c) { return c >= '0' && c <= '9'; }
bool in_name(char c) { return begins_name(c) || digit(c) || c == '-' || c == '.'; }

std::vector<Token> tokens_of(std::string_view text) {
    static constexpr std::array<std::string_view, 6> pairs{"//", "..", "::", "!=", "<=", ">="};
    std::vector<Token> tokens;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        const auto take = [&](Kind kind, std::size_t end, std::size_t skip = 0) {
            tokens.push_back({kind, std::string{text.substr(at + skip, end - at - skip)}});
            at = end;
        };
        const auto while_true = [&](std::size_t from, auto holds) {
            while (from < text.size() && holds(text[from])) ++from;
            return from;
        };
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
            ++at;
        else if (c == '\'' || c == '"') {
            const auto end = std::min(text.find(c, at + 1), text.size());
            take(Kind::text, end, 1);
            at = std::min(end + 1, text.size());
        } else if (digit(c) || (c == '.' && at + 1 < text.size() && digit(text[at + 1])))
            take(Kind::number, while_true(at, [](char d) { return digit(d) || d == '.'; }));
        else if (c == '$')
            take(Kind::variable, while_true(at + 1, in_name), 1);
        else if (begins_name(c))
            take(Kind::name, while_true(at, in_name));
        else
            take(Kind::sign, at + (std::ranges::find(pairs, text.substr(at, 2)) != pairs.end() ? 2 : 1));
    }
    return tokens;
}

class TermReader {
  public:
    explicit TermReader(const std::string& expression) : tokens_(tokens_of(expression)) {}

    XPathTerms read() {
        for (; at_ < tokens_.size(); ++at_) take(tokens_[at_]);
        terms_.only_path = terms_.paths.size() == 1 && terms_.functions.empty() && terms_.variables.empty() &&
                           terms_.texts.empty() && !operated_;
        return std::move(terms_);
    }

  private:
    /// Where a predicate or a pair of parentheses was opened.
    struct Level {
        int path = -1, within = -1;
        std::size_t within_steps = 0;
    };

    bool next_is(std::string_view sign) const {
        return at_ + 1 < tokens_.size() && tokens_[at_ + 1].kind == Kind::sign && tokens_[at_ + 1].text == sign;
    }

    /// A name or a « * » behind something that has a value is an operator (XPath 1.0, 3.7).
    bool operator_here() const {
        if (at_ == 0) return false;
        const auto& before = tokens_[at_ - 1];
        if (before.kind != Kind::sign) return !operator_before_;
        return before.text == ")" || before.text == "]" || before.text == "." || before.text == ".." ||
               (before.text == "*" && !operator_before_);
    }

    void take(const Token& token) {
        const bool operates = operator_here();
        operator_before_ = false;
        switch (token.kind) {
            case Kind::number:
                terms_.numbers.push_back(std::stod(token.text));
                operated_ = operated_ || within_ < 0;
                return end_path();
            case Kind::text:
                terms_.texts.push_back(token.text);
                return end_path();
            case Kind::variable:
                terms_.variables.push_back(token.text);
                return end_path();
            case Kind::name:
                if (operates) return operation();
                if (next_is("::")) return axis(token.text);
                if (next_is("(")) return call(token.text);
                return step({XPathStep::Kind::child, token.text, false});
            case Kind::sign:
                return sign(token.text, operates);
        }
    }

    void sign(const std::string& text, bool operates) {
        if (text == "*" && operates) return operation();
        if (text == "*") return step({XPathStep::Kind::child, "*", false});
        if (text == ".") return step({XPathStep::Kind::self, "", false});
        if (text == "..") return step({XPathStep::Kind::parent, "", false});
        if (text == "@") return attribute();
        if (text == "/" || text == "//") return slash(text == "//");
        if (text == "[") return open(true);
        if (text == "(") return open(false);
        if (text == "]" || text == ")") return close(text == "]");
        if (text != ",") operated_ = true;
        end_path();
    }

    void operation() {
        operator_before_ = operated_ = true;
        end_path();
    }
    void end_path() {
        path_ = -1;
        joined_ = false;
    }

    XPathPath& path() {
        if (path_ < 0 || !joined_) {
            path_ = static_cast<int>(terms_.paths.size());
            terms_.paths.push_back({.within = within_, .within_steps = within_steps_});
        }
        return terms_.paths[static_cast<std::size_t>(path_)];
    }
    void step(XPathStep step) {
        path().steps.push_back(std::move(step));
        joined_ = false;
    }
    void slash(bool deep) {
        const bool begins = path_ < 0;
        joined_ = !begins;
        auto& here = path();
        if (begins) here.absolute = true;
        if (begins && after_value_) here.steps.push_back({XPathStep::Kind::opaque, "", false});
        if (deep) here.steps.push_back({XPathStep::Kind::deep, "", false});
        joined_ = true;
        after_value_ = false;
    }
    void attribute() {
        if (at_ + 1 < tokens_.size()) ++at_;
        step({XPathStep::Kind::child, "@" + tokens_[at_].text, false});
    }
    /// `child::x` is followed, another axis is not.
    void axis(const std::string& name) {
        at_ += 2;
        const auto test = at_ < tokens_.size() ? tokens_[at_].text : "";
        if (name == "child") return step({XPathStep::Kind::child, test, false});
        step({XPathStep::Kind::opaque, test, false});
    }
    void call(const std::string& name) {
        static constexpr std::array<std::string_view, 4> node_tests{"text", "node", "comment",
                                                                    "processing-instruction"};
        if (std::ranges::find(node_tests, name) == node_tests.end()) {
            terms_.functions.push_back(name);
            return end_path();
        }
        at_ += 2;  // `()`: the text of the element itself.
        step({name == "text" ? XPathStep::Kind::self : XPathStep::Kind::opaque, "", false});
    }
    void open(bool predicate) {
        levels_.push_back({path_, within_, within_steps_});
        if (predicate && path_ >= 0) {
            auto& here = terms_.paths[static_cast<std::size_t>(path_)];
            if (!here.steps.empty()) here.steps.back().numbered = true;
            within_ = path_;
            within_steps_ = here.steps.size();
        }
        end_path();
    }
    void close(bool predicate) {
        if (levels_.empty()) return;
        const auto level = levels_.back();
        levels_.pop_back();
        within_ = level.within, within_steps_ = level.within_steps;
        path_ = predicate ? level.path : -1;
        joined_ = false;
        after_value_ = !predicate;
    }

    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    XPathTerms terms_;
    std::vector<Level> levels_;
    int path_ = -1, within_ = -1;
    std::size_t within_steps_ = 0;
    bool joined_ = false;           ///< A slash came last: the next step belongs to the same path.
    bool operator_before_ = false;  ///< The last name or « * » was an operator.
    bool after_value_ = false;      ///< Parentheses have closed: a slash goes on from their value.
    bool operated_ = false;
};

}  // namespace

XPathTerms xpath_terms(const std::string& expression) { return TermReader{expression}.read(); }

const std::vector<std::string>& xpath_functions() {
    static const std::vector<std::string> names{"last",
                                                "position",
                                                "count",
                                                "id",
                                                "local-name",
                                                "namespace-uri",
                                                "name",
                                                "string",
                                                "concat",
                                                "contains",
                                                "substring",
                                                "starts-with",
                                                "substring-before",
                                                "boolean",
                                                "substring-after",
                                                "string-length",
                                                "normalize-space",
                                                "translate",
                                                "not",
                                                "true",
                                                "false",
                                                "lang",
                                                "number",
                                                "sum",
                                                "floor",
                                                "ceiling",
                                                "round"};
    return names;
}

}  // namespace templates
