#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/dispatch.h"

namespace core {

/// A postal copy's letter is that of the message it goes for, its kind with this before it: unique like any other.
inline constexpr std::string_view postal_copy_prefix = "copie-postale-";

/// What is known of a dispatch, in one word: its own state until something is reported of it.
Delivery delivery_of(const Dispatch& dispatch);

/// It has left, and nothing says that it did not arrive: what makes a decision notified.
bool has_left(const Dispatch& dispatch);

/// Whether a report takes the place of an earlier one. What came back stays told, whatever is said after it, but for
/// proof that someone read it; a delay says nothing once the end is known.
bool supersedes(Delivery report, std::optional<Delivery> earlier);

/// French reason for an enhanced status code (RFC 3463, and the IANA registry): `5.1.1` gives « boîte aux lettres
/// inconnue ». The diagnostic of the server is looked at when the code says nothing (`5.0.0`, or none). Never empty.
std::string delivery_reason(std::string_view status, std::string_view diagnostic);

}  // namespace core
