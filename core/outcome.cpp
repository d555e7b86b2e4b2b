#include "core/outcome.h"

namespace core {

std::string describe(const Refusal& refusal) {
    std::string text{reason_row(refusal.reason).sentence};
    if (!refusal.detail.empty()) text += " (" + refusal.detail + ")";
    return text;
}

}  // namespace core
