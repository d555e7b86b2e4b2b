# One interface target carries the language level, the warnings and the sanitizer of the preset.
option(VAGUEMESTRE_WERROR "Warnings are errors" ON)
set(VAGUEMESTRE_SANITIZE "" CACHE STRING "Value for -fsanitize=, or empty")

add_library(app_options INTERFACE)
target_compile_features(app_options INTERFACE cxx_std_20)
target_include_directories(app_options INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_options(app_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast
  -Wno-missing-field-initializers  # Designated initialisers name what matters; the rest has its default.
  $<$<BOOL:${VAGUEMESTRE_WERROR}>:-Werror>
  $<$<CXX_COMPILER_ID:Clang>:-Wthread-safety>)
if(VAGUEMESTRE_SANITIZE)
  target_compile_options(app_options INTERFACE
    -fsanitize=${VAGUEMESTRE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)  # GCC 12 warns of std::regex and others when it instruments them.
  target_link_options(app_options INTERFACE -fsanitize=${VAGUEMESTRE_SANITIZE})
  target_compile_definitions(app_options INTERFACE VAGUEMESTRE_SANITIZED=1)
endif()
