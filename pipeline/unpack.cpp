#include "pipeline/unpack.h"

#include <sys/stat.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <string_view>
#include <vector>

#include "core/utf8.h"
#include "pipeline/decode_child.h"

namespace pipeline {
namespace {

constexpr std::uint64_t ratio_counts_from = 1'000'000;  // Small members of plain text pack very well.
constexpr std::size_t longest_name = 200;

struct ZipFree {
    void operator()(zip_t* archive) const noexcept { zip_discard(archive); }
    void operator()(zip_file_t* member) const noexcept { zip_fclose(member); }
};
using ZipPtr = std::unique_ptr<zip_t, ZipFree>;

core::Refusal refuse(core::Reason reason, const std::string& name, std::string_view cause) {
    return {reason, "archive" + (name.empty() ? "" : ", " + core::as_utf8(name)) + " : " + std::string(cause)};
}
core::Refusal unsafe(const std::string& name, std::string_view cause) {
    return refuse(core::Reason::archive_unsafe, name, cause);
}

/// What systems add of their own, and nobody sent.
bool is_litter(std::string_view name) {
    const auto last = name.substr(name.find_last_of('/') == name.npos ? 0 : name.find_last_of('/') + 1);
    return name.starts_with("__MACOSX/") || last == ".DS_Store" || last == "Thumbs.db" || last == "desktop.ini";
}

bool is_archive(std::span<const std::uint8_t> bytes) {
    static constexpr std::string_view starts[]{"PK\x03\x04",
                                               "PK\x05\x06",
                                               "Rar!",
                                               "7z\xbc\xaf",
                                               "\x1f\x8b",
                                               "BZh",
                                               "\xfd"
                                               "7zXZ"};
    return std::any_of(std::begin(starts), std::end(starts), [&](std::string_view start) {
        return bytes.size() >= start.size() &&
               std::equal(start.begin(), start.end(), bytes.begin(),
                          [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
    });
}

struct Member {
    zip_uint64_t index = 0;
    std::string name;
    std::uint64_t packed = 0, size = 0;
};

bool is_link_or_device(zip_t* archive, zip_uint64_t index) {
    zip_uint8_t system = 0;
    zip_uint32_t attributes = 0;
    if (zip_file_get_external_attributes(archive, index, 0, &system, &attributes) != 0) return true;
    const mode_t mode = attributes >> 16;
    return system == ZIP_OPSYS_UNIX && (mode & S_IFMT) != 0 && !S_ISREG(mode) && !S_ISDIR(mode);
}

core::Outcome<std::vector<Member>> list(zip_t* archive, const UnpackBounds& bounds) {
    const auto count = zip_get_num_entries(archive, 0);
    if (count > 4 * bounds.max_members) return unsafe("", std::to_string(count) + " fichiers");
    std::vector<Member> members;
    std::set<std::string> names;
    std::uint64_t total = 0;
    for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
        zip_stat_t facts{};
        constexpr zip_uint64_t wanted = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_ENCRYPTION_METHOD;
        if (zip_stat_index(archive, i, 0, &facts) != 0 || (facts.valid & wanted) != wanted)
            return refuse(core::Reason::damaged, "", "table illisible");
        const std::string name(facts.name);  // UTF-8: libzip converts the DOS code page.
        if (facts.encryption_method != ZIP_EM_NONE)
            return refuse(core::Reason::encrypted, name, "protégé par mot de passe");
        if (is_link_or_device(archive, i)) return unsafe(name, "lien ou fichier spécial");
        if (is_litter(name)) continue;
        const bool folder = name.ends_with('/');
        if (!is_safe_member_name(folder ? name.substr(0, name.size() - 1) : name))
            return unsafe(name, "nom de fichier interdit");
        if (folder) continue;
        if (!names.insert(name).second) return unsafe(name, "présent deux fois");
        if (facts.size > ratio_counts_from &&
            facts.size / std::max<std::uint64_t>(facts.comp_size, 1) > bounds.max_ratio)
            return unsafe(name, "taux de compression démesuré");
        total += std::min(facts.size, bounds.max_bytes + 1);
        if (total > bounds.max_bytes)
            return unsafe("", "plus de " + std::to_string(bounds.max_bytes / 1'000'000) + " Mo");
        members.push_back({.index = i, .name = name, .packed = facts.comp_size, .size = facts.size});
        if (members.size() > static_cast<std::size_t>(bounds.max_members))
            return unsafe("", "plus de " + std::to_string(bounds.max_members) + " fichiers");
    }
    return members;
}

/// `dossier/demande.xml`, `dossier/piece.pdf`: the folder the sender packed says nothing.
void drop_common_folder(std::vector<Member>& members) {
    if (members.empty()) return;
    const auto slash = members.front().name.find('/');
    if (slash == std::string::npos) return;
    const std::string folder = members.front().name.substr(0, slash + 1);
    for (const Member& member : members)
        if (!member.name.starts_with(folder)) return;
    for (Member& member : members) member.name.erase(0, folder.size());
    drop_common_folder(members);
}

/// Never more bytes than the table said, and never fewer; the checksum is verified by libzip at the last read.
core::Outcome<std::vector<std::uint8_t>> extract(zip_t* archive, const Member& member) {
    const std::unique_ptr<zip_file_t, ZipFree> file(zip_fopen_index(archive, member.index, 0));
    if (!file) return refuse(core::Reason::archive_unsafe, member.name, "compression inconnue");
    std::vector<std::uint8_t> bytes;
    std::array<std::uint8_t, 65536> part{};
    for (;;) {
        const auto count = zip_fread(file.get(), part.data(), part.size());
        if (count < 0) return refuse(core::Reason::damaged, member.name, "contenu abîmé");
        if (count == 0) break;
        if (bytes.size() + static_cast<std::size_t>(count) > member.size)
            return unsafe(member.name, "plus long qu'annoncé");
        bytes.insert(bytes.end(), part.begin(), part.begin() + count);
    }
    if (bytes.size() != member.size) return refuse(core::Reason::damaged, member.name, "contenu coupé");
    if (is_archive(bytes)) return unsafe(member.name, "archive dans l'archive");
    return bytes;
}

ZipPtr open(std::span<const std::uint8_t> bytes) {
    zip_error_t error{};
    zip_source_t* const source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    if (source == nullptr) return nullptr;
    ZipPtr archive(zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error));
    if (!archive) zip_source_free(source);
    return archive;
}

}  // namespace

bool is_safe_member_name(std::string_view name) {
    if (name.empty() || name.size() > longest_name || name.front() == '/' || !core::is_utf8(name)) return false;
    if (name.find_first_of("\\:*?\"<>|") != name.npos) return false;
    if (std::any_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }))
        return false;
    for (std::size_t start = 0; start <= name.size();) {
        const auto end = std::min(name.find('/', start), name.size());
        const auto part = name.substr(start, end - start);
        if (part.empty() || part == "." || part == "..") return false;
        start = end + 1;
    }
    return true;
}

core::Outcome<int> unpack_zip(std::span<const std::uint8_t> bytes, const UnpackBounds& bounds,
                              const std::function<void(const std::string&, std::span<const std::uint8_t>)>& sink) {
    const ZipPtr archive = open(bytes);
    if (!archive) return refuse(core::Reason::damaged, "", "zip illisible");
    auto members = list(archive.get(), bounds);
    if (!members) return members.refusal();
    drop_common_folder(*members);
    for (const Member& member : *members) {
        const auto content = extract(archive.get(), member);
        if (!content) return content.refusal();
        sink(member.name, *content);
    }
    return static_cast<int>(members->size());
}

}  // namespace pipeline
