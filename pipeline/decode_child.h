#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/enum_names.h"
#include "pipeline/decode.h"

/// The sandboxed half of pipeline/decode.h: the same program, started with the hidden first argument `decode-child`.
namespace pipeline {

inline constexpr std::string_view child_argument = "decode-child";

enum class ChildMode { pages, archive, demande, check_pdf, mail, searchable, form_fields };

struct ChildTask {
    ChildMode mode{};
    int first_page = 1;              ///< Mode pages.
    std::filesystem::path schema{};  ///< Mode demande.
};

/// The words to lay over a file, before its bytes in the input of mode searchable: a u32 size, then that many bytes.
std::vector<std::uint8_t> pack_words(std::span<const core::Page> pages);
/// Of our own making; what does not fit is left out.
std::vector<core::Page> unpack_words(std::span<const std::uint8_t> packed);

/// What the parent passes after the program's name.
std::vector<std::string> child_arguments(const ChildTask& task, const DecodeLimits& limits);

/// main() of the child. Reads descriptor 3, writes frames to descriptor 4, touches nothing else; does not return.
[[noreturn]] void run_decode_child(int argc, char** argv);

/// A relative path that stays below its folder, of names a file system and a person can bear.
bool is_safe_member_name(std::string_view name);

}  // namespace pipeline

template <>
struct core::EnumNames<pipeline::ChildMode> {
    static constexpr std::array<std::string_view, 7> names{"pages", "archive",    "demande",    "check_pdf",
                                                           "mail",  "searchable", "form_fields"};
};
