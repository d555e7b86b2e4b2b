#pragma once

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "core/closest.h"
#include "core/failures.h"
#include "pipeline/config.h"

/// Inside the files that read `vaguemestre.toml` only.
namespace pipeline {

/// One table of the file; every key must be asked for, or `close` refuses it.
class Section {
  public:
    Section(const toml::table& table, std::string name, std::string file)
        : table_(table), name_(std::move(name)), file_(std::move(file)) {}

    template <class Value>
    void read(const std::string& key, Value& value) {
        known_.push_back(key);
        const auto* node = table_.get(key);
        if (node == nullptr) return;
        if constexpr (std::is_same_v<Value, bool>) {
            if (!node->is_boolean()) refuse(*node, key, "attendu : true ou false");
            value = *node->value<bool>();
        } else if constexpr (std::is_same_v<Value, int>) {
            const auto number = node->value<std::int64_t>();
            if (!node->is_integer() || *number < 0 || *number > 1'000'000)
                refuse(*node, key, "un nombre entier est attendu");
            value = static_cast<int>(*number);
        } else if constexpr (std::is_same_v<Value, double>) {
            if (!node->is_number()) refuse(*node, key, "un nombre est attendu");
            value = *node->value<double>();
        } else if constexpr (std::is_same_v<Value, std::vector<std::string>>) {
            value = texts(*node, key);
        } else {
            if (!node->is_string()) refuse(*node, key, "un texte entre guillemets est attendu");
            value = *node->value<std::string>();
        }
    }

    [[noreturn]] void refuse(const toml::node& node, const std::string& key, const std::string& cause) const {
        throw core::BadSetup(
            fmt::format("{}, ligne {} : « {}.{} » : {}", file_, node.source().begin.line, name_, key, cause));
    }

    const toml::node* node(const std::string& key) const { return table_.get(key); }

    void close() const {
        for (const auto& [key, node] : table_) {
            const std::string text{key.str()};
            if (std::find(known_.begin(), known_.end(), text) != known_.end()) continue;
            const auto meant = core::closest(text, known_);
            refuse(node, text, "clé inconnue" + (meant ? "; vouliez-vous dire « " + *meant + " » ?" : std::string{}));
        }
    }

  private:
    std::vector<std::string> texts(const toml::node& node, const std::string& key) const {
        const auto* array = node.as_array();
        if (array == nullptr) refuse(node, key, "une liste de textes est attendue");
        std::vector<std::string> values;
        for (const auto& item : *array) {
            if (!item.is_string()) refuse(item, key, "une liste de textes est attendue");
            values.push_back(*item.value<std::string>());
        }
        return values;
    }

    const toml::table& table_;
    std::string name_;
    std::string file_;
    std::vector<std::string> known_;
};

/// A text that is one of a few words.
template <class Value>
void read_choice(Section& section, const std::string& key, const std::map<std::string, Value>& choices, Value& value) {
    std::string text;
    section.read(key, text);
    if (section.node(key) == nullptr) return;
    const auto found = choices.find(text);
    if (found != choices.end()) {
        value = found->second;
        return;
    }
    std::string known;
    for (auto choice = choices.begin(); choice != choices.end(); ++choice)
        known += (known.empty() ? "" : std::next(choice) == choices.end() ? " ou " : ", ") + choice->first;
    section.refuse(*section.node(key), key, "attendu : " + known);
}

/// Each text of the list, as `parse` reads it.
template <class Parse>
auto read_list(Section& section, const std::string& key, const char* expected, Parse parse) {
    std::vector<std::string> texts;
    section.read(key, texts);
    std::vector<typename decltype(parse(std::string_view{}))::value_type> values;
    for (const auto& text : texts) {
        const auto value = parse(text);
        if (!value) section.refuse(*section.node(key), key, "« " + text + " » ; attendu " + expected);
        values.push_back(*value);
    }
    return values;
}

/// The section [courriel].
void read_mail(Section& section, Config& config);
/// The tables [[boites]] and [[utilisateurs]]. core::BadSetup names line, key and remedy.
std::vector<BoxConfig> read_boxes(const toml::table& root, const std::string& file);
std::vector<core::Person> read_users(const toml::table& root, const std::string& file);

}  // namespace pipeline
