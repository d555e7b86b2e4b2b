#pragma once

#include <map>
#include <string>

#include "core/date.h"

namespace core {

/// Files of the templates' folder, `letters/_recours.xml`, and the SHA-256 of their bytes. Empty: the file is gone.
using TemplateFiles = std::map<std::string, std::string>;

/// Templates put into service. Never changed; going back is another publication.
struct Publication {
    long long number = 0;  ///< From 1.
    std::string name;      ///< What was published: `refus-integration`; empty for all of them.
    std::string who, why;
    Instant at{};
    TemplateFiles changed;  ///< Against the publication before.

    bool operator==(const Publication&) const = default;
};

}  // namespace core
