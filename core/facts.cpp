#include "core/facts.h"

#include <algorithm>

namespace core {
namespace {

bool is_of_period(const Fact& fact) { return fact.item > 0; }

/// The facts of one item of one page.
std::vector<Fact> item_of(const std::vector<Fact>& facts, int item) {
    std::vector<Fact> same;
    std::copy_if(facts.begin(), facts.end(), std::back_inserter(same),
                 [&](const Fact& fact) { return fact.item == item; });
    return same;
}

bool says_the_same(const std::vector<Fact>& a, const std::vector<Fact>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Fact& x, const Fact& y) { return x.name == y.name && x.value == y.value; });
}

}  // namespace

const Fact* find_fact(std::span<const Fact> facts, FactName name) {
    const Fact* best = nullptr;
    for (const auto& fact : facts)
        if (fact.name == name && (best == nullptr || fact.confidence > best->confidence)) best = &fact;
    return best;
}

std::vector<Fact> facts_of_piece(std::span<const std::vector<Fact>> pages) {
    std::vector<Fact> all;
    std::vector<std::vector<Fact>> items;
    for (const auto& facts : pages)
        for (const auto& fact : facts) {
            if (!is_of_period(fact)) {
                const auto known =
                    std::find_if(all.begin(), all.end(), [&](const Fact& other) { return other.name == fact.name; });
                if (known == all.end())
                    all.push_back(fact);
                else if (fact.confidence > known->confidence)
                    *known = fact;
                continue;
            }
            auto item = item_of(facts, fact.item);
            if (item.front() != fact) continue;  // Once an item, at its first fact.
            if (std::none_of(items.begin(), items.end(), [&](const auto& other) { return says_the_same(other, item); }))
                items.push_back(std::move(item));
        }
    int number = 0;
    for (auto& item : items) {
        ++number;
        for (auto& fact : item) {
            fact.item = number;
            all.push_back(std::move(fact));
        }
    }
    return all;
}

}  // namespace core
