#include <unistd.h>

#include <cstdlib>
#include <string_view>

#include "pipeline/cli.h"
#include "pipeline/decode_child.h"

namespace {

/// Tesseract's OpenMP makes several pages at once many times slower; the limit must stand in the environment before the
/// OpenMP runtime starts, hence the program starts itself again with it.
void limit_openmp(char** argv) {
    if (std::getenv("OMP_THREAD_LIMIT") != nullptr) return;
    setenv("OMP_THREAD_LIMIT", "1", 1);
    execv("/proc/self/exe", argv);
}

}  // namespace

int main(int argc, char** argv) {
    // Before anything else: the child that opens hostile bytes has no use for the rest.
    if (argc > 1 && argv[1] == pipeline::child_argument) pipeline::run_decode_child(argc, argv);
    limit_openmp(argv);
    return pipeline::run_command_line(argc, argv);
}
