#include "pipeline/intake_copy.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "core/utf8.h"
#include "ocr/decode.h"
#include "pipeline/child_process.h"
#include "pipeline/pack.h"

namespace pipeline {
namespace {

namespace fs = std::filesystem;

constexpr int reading = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;

Descriptor open_file(const fs::path& path) { return Descriptor(open(path.c_str(), reading)); }

/// No link on the way: whoever writes to the share may swap a folder for one.
Descriptor open_below(const Descriptor& folder, const std::string& name) {
    open_how how{};
    how.flags = reading;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS;
    return Descriptor(static_cast<int>(syscall(SYS_openat2, folder.number(), name.c_str(), &how, sizeof how)));
}

/// Feeds the whole file to `take`; false when it did not give exactly `size` bytes.
template <class Take>
bool read_whole(const Descriptor& file, std::uint64_t size, const Take& take) {
    std::vector<char> part(1 << 20);
    std::uint64_t total = 0;
    for (;;) {
        const auto count = read(file.number(), part.data(), part.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return false;
        if (count == 0) return total == size;
        total += static_cast<std::uint64_t>(count);
        if (total > size) return false;
        take(std::string_view(part.data(), static_cast<std::size_t>(count)));
    }
}

core::Refusal too_large(std::uint64_t size) {
    return {core::Reason::too_large, std::to_string(size / 1'000'000) + " Mo"};
}

std::optional<core::Refusal> refusal_of(Wholeness look, core::Channel channel) {
    switch (look) {
        case Wholeness::whole:
            return std::nullopt;
        case Wholeness::empty:
            return core::Refusal{core::Reason::empty_file, "0 octet"};
        case Wholeness::unended:
            return core::Refusal{core::Reason::incomplete_file, "la fin du fichier manque"};
        case Wholeness::unknown:
            break;
    }
    return core::Refusal{core::Reason::unsupported, channel == core::Channel::online
                                                        ? "un dépôt en ligne est un dossier ou un zip avec demande.xml"
                                                        : "contenu inconnu"};
}

std::optional<core::Refusal> refusal_of_file(const Descriptor& file, std::uint64_t size, core::Channel channel,
                                             std::uint64_t max_bytes) {
    if (size > max_bytes) return too_large(size);
    auto refusal = refusal_of(look_at(file.number(), size, channel), channel);
    if (!refusal || refusal->reason != core::Reason::unsupported || channel == core::Channel::online) return refusal;
    std::array<std::uint8_t, 64> head{};
    const auto count = pread(file.number(), head.data(), head.size(), 0);
    const auto name = ocr::name_of_unsupported(std::span(head).first(count > 0 ? static_cast<std::size_t>(count) : 0));
    if (!name.empty()) refusal->detail = std::string(name);
    return refusal;
}

std::optional<core::Refusal> refusal_of_deposit(const Deposit& deposit, const fs::path& folder,
                                                std::uint64_t max_bytes) {
    if (deposit.unsafe) return core::Refusal{core::Reason::archive_unsafe, "lien, fichier spécial ou trop de fichiers"};
    if (deposit.print.size > max_bytes) return too_large(deposit.print.size);
    const auto look = look_at_path(folder, core::Channel::online);
    return look == Wholeness::unknown ? core::Refusal{core::Reason::demande_missing, ""}
                                      : refusal_of(look, core::Channel::online);
}

std::optional<Copied> copy_file(const fs::path& path, core::Channel channel, std::uint64_t max_bytes,
                                const store::Spool& spool) {
    const Descriptor file = open_file(path);
    const auto before = file ? fingerprint(file.number()) : std::nullopt;
    if (!before) return std::nullopt;
    Copied copied{.print = *before, .refusal = refusal_of_file(file, before->size, channel, max_bytes)};
    auto incoming = spool.incoming();
    if (!read_whole(file, before->size, [&](std::string_view part) { incoming.append(part); })) return std::nullopt;
    if (fingerprint(file.number()) != before) return std::nullopt;
    copied.blob = incoming.commit();
    return copied;
}

std::optional<Copied> copy_deposit(const fs::path& path, std::uint64_t max_bytes, const store::Spool& spool) {
    const Descriptor folder(open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
    const Deposit before = look_into(path);
    if (!folder || before.files.empty()) return std::nullopt;
    Copied copied{.print = before.print, .refusal = refusal_of_deposit(before, path, max_bytes)};
    PackedFiles files;
    std::uint64_t room = max_bytes;  // A deposit that is too large is kept as far as it goes.
    for (const DepositFile& member : before.files) {
        const Descriptor file = open_below(folder, member.name);
        std::string content;
        if (!file || fingerprint(file.number()) != member.print) return std::nullopt;
        if (member.print.size > room) continue;
        if (!read_whole(file, member.print.size, [&](std::string_view part) { content += part; })) return std::nullopt;
        room -= content.size();
        files[core::utf8_or_latin1(member.name)] = std::move(content);
    }
    if (look_into(path).print != before.print || files.empty()) return std::nullopt;
    copied.blob = [&] {
        auto incoming = spool.incoming();
        incoming.append(pack_zip(files));
        return incoming.commit();
    }();
    return copied;
}

}  // namespace

Wholeness look_at_path(const fs::path& path, core::Channel channel) {
    struct stat facts {};
    if (lstat(path.c_str(), &facts) != 0) return Wholeness::unended;
    if (!S_ISDIR(facts.st_mode)) {
        const Descriptor file = open_file(path);
        return file ? look_at(file.number(), static_cast<std::uint64_t>(facts.st_size), channel) : Wholeness::unended;
    }
    const Deposit deposit = look_into(path);
    if (deposit.unsafe) return Wholeness::whole;  // Nothing to wait for: it will be refused.
    bool has_request = false;
    for (const DepositFile& member : deposit.files) {
        const Descriptor file = open_file(path / member.name);
        if (!file || look_at_member(file.number(), member.print.size) != Wholeness::whole) return Wholeness::unended;
        has_request = has_request || member.name == "demande.xml";
    }
    return has_request ? Wholeness::whole : Wholeness::unknown;
}

std::optional<Copied> copy_to_spool(const fs::path& path, core::Channel channel, std::uint64_t max_bytes,
                                    const store::Spool& spool) {
    struct stat facts {};
    if (lstat(path.c_str(), &facts) != 0) return std::nullopt;
    return S_ISDIR(facts.st_mode) ? copy_deposit(path, max_bytes, spool) : copy_file(path, channel, max_bytes, spool);
}

}  // namespace pipeline
