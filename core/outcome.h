#pragma once

#include <string>
#include <utility>
#include <variant>

#include "core/reason.h"

namespace core {

/// The document's fault: why it stops here, and where (file, page, field, line), in French for whoever reads it.
struct Refusal {
    Reason reason{};
    std::string detail;

    bool operator==(const Refusal&) const = default;
};

/// "damaged: page 3 …" in French, ready to show: the reason's sentence, then the detail.
std::string describe(const Refusal& refusal);

/// A value, or the reason the document cannot give one.
template <class T>
class [[nodiscard]] Outcome {
  public:
    Outcome(T value) : content_(std::move(value)) {}            // NOLINT: implicit by design
    Outcome(Refusal refusal) : content_(std::move(refusal)) {}  // NOLINT: implicit by design

    explicit operator bool() const { return content_.index() == 0; }
    const T& operator*() const& { return std::get<0>(content_); }
    T& operator*() & { return std::get<0>(content_); }
    T&& operator*() && { return std::get<0>(std::move(content_)); }
    const T* operator->() const { return &std::get<0>(content_); }
    T* operator->() { return &std::get<0>(content_); }
    const Refusal& refusal() const { return std::get<1>(content_); }

  private:
    std::variant<T, Refusal> content_;
};

}  // namespace core
