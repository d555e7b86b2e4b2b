#include <string_view>

#include "pipeline/decode_child.h"

int main(int argc, char** argv) {
    // Before anything else: the child that opens hostile bytes has no use for the rest.
    if (argc > 1 && argv[1] == pipeline::child_argument) pipeline::run_decode_child(argc, argv);
    return 2;
}
