#include "core/durations.h"

#include <algorithm>

#include "core/normalise.h"

namespace core {
namespace {

template <class Rows, class Good>
auto first(const Rows& rows, Good good) -> decltype(rows.data()) {
    const auto found = std::find_if(rows.begin(), rows.end(), good);
    return found == rows.end() ? nullptr : &*found;
}

}  // namespace

const Duration* find_duration(const ReferenceTables& tables, Training training, std::string_view category) {
    return first(tables.durations,
                 [&](const Duration& row) { return row.training == training && row.category == category; });
}

const Cadre* find_cadre(const ReferenceTables& tables, std::string_view name) {
    const auto wanted = normalised(name);
    return first(tables.cadres, [&](const Cadre& row) { return normalised(row.name) == wanted; });
}

}  // namespace core
