#pragma once

#include "templates/form.h"

namespace templates {

/// What a page prints whatever is filled in: its rules, the sides of its frames, its words.
core::PagePrint print_of(const FormPage& page);

}  // namespace templates
