#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/enum_names.h"
#include "pipeline/decode.h"

/// The sandboxed half of pipeline/decode.h: the same program, started with the hidden first argument `decode-child`.
namespace pipeline {

inline constexpr std::string_view child_argument = "decode-child";

enum class ChildMode { pages, archive, demande, check_pdf, mail };

struct ChildTask {
    ChildMode mode{};
    int first_page = 1;              ///< Mode pages.
    std::filesystem::path schema{};  ///< Mode demande.
};

/// What the parent passes after the program's name.
std::vector<std::string> child_arguments(const ChildTask& task, const DecodeLimits& limits);

/// main() of the child. Reads descriptor 3, writes frames to descriptor 4, touches nothing else; does not return.
[[noreturn]] void run_decode_child(int argc, char** argv);

/// A relative path that stays below its folder, of names a file system and a person can bear.
bool is_safe_member_name(std::string_view name);

}  // namespace pipeline

template <>
struct core::EnumNames<pipeline::ChildMode> {
    static constexpr std::array<std::string_view, 5> names{"pages", "archive", "demande", "check_pdf", "mail"};
};
