#include "core/fields.h"

namespace core {

std::string field(const Fields& fields, const std::string& key) {
    const auto found = fields.find(key);
    return found == fields.end() ? std::string{} : found->second;
}

namespace {

bool has_below(const Fields& fields, const std::string& path) {
    const auto next = fields.lower_bound(path);
    if (next == fields.end()) return false;
    if (next->first == path) return true;
    const auto below_path = fields.lower_bound(path + ".");
    return below_path != fields.end() && below_path->first.starts_with(path + ".");
}

}  // namespace

int count_of(const Fields& fields, const std::string& path) {
    int count = 0;
    while (has_below(fields, path + "." + std::to_string(count + 1))) ++count;
    return count;
}

std::vector<std::string> lines_of(const Fields& fields, const std::string& path) {
    std::vector<std::string> lines;
    for (int i = 1; fields.contains(path + "." + std::to_string(i)); ++i)
        lines.push_back(field(fields, path + "." + std::to_string(i)));
    return lines;
}

Fields below(const Fields& fields, const std::string& prefix) {
    Fields part;
    const auto start = prefix + ".";
    for (auto it = fields.lower_bound(start); it != fields.end() && it->first.starts_with(start); ++it)
        part.emplace(it->first.substr(start.size()), it->second);
    return part;
}

void graft(Fields& fields, const std::string& prefix, const Fields& part) {
    for (const auto& [key, value] : part) fields.insert_or_assign(prefix + "." + key, value);
}

}  // namespace core
