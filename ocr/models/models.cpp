#include "ocr/models/models.h"

// Made by the linker from the files of the same names.
#define MODEL(name)                                                                       \
    extern "C" const char _binary_##name##_forest_start[], _binary_##name##_forest_end[]; \
    std::string_view ocr::models::name() { return {_binary_##name##_forest_start, _binary_##name##_forest_end}; }

MODEL(page_signatures)
MODEL(page_stamps)
