#include "core/durations.h"

#include <algorithm>

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

}  // namespace core
