#include "store/names.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

#include "core/identifiers.h"

namespace store {
namespace {

constexpr std::string_view claim_prefix = ".pris-";
constexpr std::string_view partial_prefix = ".en-cours-";
constexpr std::string_view tmp_prefix = "tmp/";
constexpr std::string_view received_prefix = ".recus/";
constexpr std::string_view motive_suffix = ".motif.txt";
constexpr std::size_t longest_extension = 12;

bool is_hex(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Lower-case words joined by single hyphens: a letter template id.
bool is_slug(std::string_view text) {
    if (text.empty() || text.front() == '-' || text.back() == '-' || text.find("--") != std::string_view::npos)
        return false;
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

template <class Number>
std::optional<Number> parse_number(std::string_view text, int base = 10) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::string padded(long long number, std::size_t width) {
    const auto text = std::to_string(number);
    return std::string(width - std::min(width, text.size()), '0') + text;
}

/// Digits as `padded` makes them: at least `width`, and no superfluous zero; at least 1.
std::optional<long long> parse_padded(std::string_view text, std::size_t width) {
    if (!is_digits(text)) return std::nullopt;
    const auto number = parse_number<long long>(text);
    if (!number || *number < 1 || padded(*number, width) != text) return std::nullopt;
    return number;
}

std::string hex16(std::uint64_t number) {
    std::string text(16, '0');
    for (std::size_t i = text.size(); i-- > 0; number >>= 4) text[i] = "0123456789abcdef"[number & 15U];
    return text;
}

std::optional<std::uint64_t> parse_hex16(std::string_view text) {
    if (text.size() != 16 || !is_hex(text)) return std::nullopt;
    return parse_number<std::uint64_t>(text, 16);
}

/// Nothing unless `text` begins with `prefix`; else the rest.
std::optional<std::string_view> after(std::string_view text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return std::nullopt;
    return text.substr(prefix.size());
}

/// Where the extension begins (its dot), or the size when there is none.
std::size_t extension_start(std::string_view name) {
    const auto dot = name.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || name.size() - dot > longest_extension) return name.size();
    return dot;
}

bool continues_a_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

std::string one_name(std::string_view name) {
    if (name.empty() || name == "." || name == ".." || name.find('/') != std::string_view::npos ||
        name.find('\0') != std::string_view::npos)
        throw std::logic_error{"not a file name: " + std::string{name}};
    return std::string{name};
}

std::string lower(std::string_view text) {
    std::string out{text};
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::optional<long long> parse_id(char letter, std::string_view id) {
    return id.starts_with(letter) ? parse_padded(id.substr(1), 6) : std::nullopt;
}

}  // namespace

std::filesystem::path config_path(const std::filesystem::path& home) { return home / "vaguemestre.toml"; }
std::filesystem::path database_path(const std::filesystem::path& home) { return home / "store.sqlite"; }
std::filesystem::path lock_path(const std::filesystem::path& home) { return home / "verrou"; }
std::filesystem::path spool_path(const std::filesystem::path& home) { return home / "spool"; }
std::filesystem::path templates_path(const std::filesystem::path& home) { return home / "templates"; }
std::filesystem::path published_path(const std::filesystem::path& home, long long publication) {
    return home / "publies" / std::to_string(publication);
}
std::filesystem::path post_out_path(const std::filesystem::path& home) { return home / "post" / "out"; }

std::filesystem::path box_lock_path(const std::filesystem::path& home, std::string_view box) {
    if (!is_box_name(box)) throw std::logic_error{"not a mailbox's name: " + std::string{box}};
    return home / ("verrou-boite-" + std::string{box});
}

bool is_box_name(std::string_view text) {
    return !text.empty() && text.size() <= 60 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
               c == '-';
    });
}

std::filesystem::path watch_path(const std::filesystem::path& home, core::Channel channel) {
    if (channel == core::Channel::mail) throw std::logic_error{"mail has no watch folder"};
    return home / "post" / "in" / core::to_text(channel);
}

bool is_sha256(std::string_view text) { return text.size() == 64 && is_hex(text); }

std::string blob_name(std::string_view sha256) {
    if (!is_sha256(sha256)) throw std::logic_error{"not a SHA-256: " + std::string{sha256}};
    return std::string{sha256.substr(0, 2)} + "/" + std::string{sha256};
}

std::optional<std::string> parse_blob_name(std::string_view name) {
    if (name.size() != 67 || name[2] != '/' || !is_sha256(name.substr(3)) || name.substr(0, 2) != name.substr(3, 2))
        return std::nullopt;
    return std::string{name.substr(3)};
}

std::string spool_tmp_name(std::uint64_t random) { return std::string{tmp_prefix} + hex16(random); }

std::optional<std::uint64_t> parse_spool_tmp_name(std::string_view name) {
    const auto rest = after(name, tmp_prefix);
    return rest ? parse_hex16(*rest) : std::nullopt;
}

std::string partial_name(std::uint64_t random) { return std::string{partial_prefix} + hex16(random); }

std::optional<std::uint64_t> parse_partial_name(std::string_view name) {
    const auto rest = after(name, partial_prefix);
    return rest ? parse_hex16(*rest) : std::nullopt;
}

bool is_ignored(std::string_view name) {
    static constexpr std::array<std::string_view, 4> unfinished{".tmp", ".part", ".filepart", ".crdownload"};
    if (name.empty() || name.front() == '.' || name.front() == '~' || name.back() == '~') return true;
    const auto small = lower(name);
    if (small == "thumbs.db" || small == "desktop.ini") return true;
    return std::any_of(unfinished.begin(), unfinished.end(), [&](auto suffix) { return small.ends_with(suffix); });
}

std::string kept_name(std::string_view name) {
    auto kept = one_name(name);
    if (kept.size() <= longest_kept_name) return kept;
    const auto dot = extension_start(kept);
    const auto extension = kept.substr(dot);
    auto end = longest_kept_name - extension.size();
    while (end > 0 && continues_a_character(kept[end])) --end;
    return kept.substr(0, end) + extension;
}

std::string claim_name(std::string_view name) { return std::string{claim_prefix} + kept_name(name); }

std::optional<std::string> parse_claim_name(std::string_view name) {
    const auto rest = after(name, claim_prefix);
    if (!rest || rest->empty() || rest->find('/') != std::string_view::npos) return std::nullopt;
    return std::string{*rest};
}

std::string numbered_name(std::string_view name, int number) {
    if (number < 1) throw std::logic_error{"files are numbered from 1"};
    auto whole = one_name(name);
    if (number == 1) return whole;
    const auto dot = extension_start(whole);
    return whole.substr(0, dot) + " (" + std::to_string(number) + ")" + whole.substr(dot);
}

std::string received_folder(core::Date day) { return std::string{received_prefix} + core::iso_date(day); }

std::optional<core::Date> parse_received_folder(std::string_view name) {
    const auto rest = after(name, received_prefix);
    return rest ? core::parse_date(*rest) : std::nullopt;
}

std::string motive_name(std::string_view name) { return one_name(name) + std::string{motive_suffix}; }

std::optional<std::string> parse_motive_name(std::string_view name) {
    if (!name.ends_with(motive_suffix) || name.size() == motive_suffix.size()) return std::nullopt;
    return std::string{name.substr(0, name.size() - motive_suffix.size())};
}

std::string run_name(const PrintRun& run) {
    if (run.number < 1) throw std::logic_error{"print runs are numbered from 1"};
    return core::iso_date(run.day) + (run.number == 1 ? std::string{} : "-" + std::to_string(run.number));
}

std::optional<PrintRun> parse_run_name(std::string_view name) {
    const auto day = core::parse_date(name.substr(0, std::min<std::size_t>(10, name.size())));
    if (!day) return std::nullopt;
    if (name.size() == 10) return PrintRun{.day = *day};
    const auto number = name[10] == '-' ? parse_padded(name.substr(11), 1) : std::nullopt;
    if (!number || *number < 2 || *number > 9999) return std::nullopt;
    return PrintRun{.day = *day, .number = static_cast<int>(*number)};
}

std::string letter_name(const RunLetter& letter) {
    if (letter.rank < 1 || letter.version < 1 || !core::DossierNumber::parse(letter.dossier) || !is_slug(letter.letter))
        throw std::logic_error{"not a letter of a run: " + letter.dossier + " " + letter.letter};
    const auto version = letter.version == 1 ? std::string{} : "-v" + std::to_string(letter.version);
    return padded(letter.rank, 3) + "-" + letter.dossier + "-" + letter.letter + version + ".pdf";
}

std::optional<RunLetter> parse_letter_name(std::string_view name) {
    const auto dash = name.find('-');
    if (dash == std::string_view::npos || !name.ends_with(".pdf")) return std::nullopt;
    const auto rank = parse_padded(name.substr(0, dash), 3);
    auto rest = name.substr(dash + 1, name.size() - dash - 1 - 4);
    if (!rank || *rank > 999999 || rest.size() < 13 || rest[11] != '-') return std::nullopt;

    RunLetter letter{.rank = static_cast<int>(*rank), .dossier = std::string{rest.substr(0, 11)}};
    rest = rest.substr(12);
    const auto mark = rest.rfind("-v");
    if (mark != std::string_view::npos && is_digits(rest.substr(mark + 2))) {
        const auto version = parse_padded(rest.substr(mark + 2), 1);
        if (!version || *version < 2 || *version > 9999) return std::nullopt;
        letter.version = static_cast<int>(*version);
        rest = rest.substr(0, mark);
    }
    letter.letter = std::string{rest};
    if (!core::DossierNumber::parse(letter.dossier) || !is_slug(letter.letter)) return std::nullopt;
    return letter;
}

std::string merged_name(const PrintRun& run) { return "tirage-" + run_name(run) + ".pdf"; }
std::string bordereau_name(const PrintRun& run) { return "bordereau-" + run_name(run) + ".pdf"; }
std::string bordereau_csv_name(const PrintRun& run) { return "bordereau-" + run_name(run) + ".csv"; }

std::filesystem::path session_path(const std::filesystem::path& home, std::string_view month) {
    return home / "sessions" / month;
}

std::string minutes_name(std::string_view month) { return "proces-verbal-" + std::string{month} + ".pdf"; }
std::string minutes_csv_name(std::string_view month) { return "proces-verbal-" + std::string{month} + ".csv"; }
std::string session_bordereau_name(std::string_view month) {
    return "bordereau-session-" + std::string{month} + ".pdf";
}
std::string session_bordereau_csv_name(std::string_view month) {
    return "bordereau-session-" + std::string{month} + ".csv";
}

std::string copy_name(core::Instant made_at) {
    auto name = core::iso_instant(made_at);
    std::replace(name.begin(), name.end(), ':', '-');
    return name;
}

std::optional<core::Instant> parse_copy_name(std::string_view name) {
    std::string iso{name};
    if (iso.size() != 24 || iso[13] != '-' || iso[16] != '-') return std::nullopt;
    iso[13] = iso[16] = ':';
    return core::parse_instant(iso);
}

std::filesystem::path copy_blobs_path(const std::filesystem::path& copies) { return copies / "contenus"; }
std::filesystem::path copy_lock_path(const std::filesystem::path& copies) { return copies / "verrou"; }
std::filesystem::path copy_manifest_path(const std::filesystem::path& copy) { return copy / "sauvegarde.json"; }
std::filesystem::path copy_blob_list_path(const std::filesystem::path& copy) { return copy / "contenus.txt"; }
std::filesystem::path blob_lock_path(const std::filesystem::path& home) { return home / "verrou-copie"; }

std::string arrival_id(long long number) { return "A" + padded(number, 6); }
std::string dispatch_id(long long number) { return "E" + padded(number, 6); }
std::string review_id(long long number) { return "R" + padded(number, 6); }
std::string agent_id(long long number) { return "P" + padded(number, 6); }
std::string collectivite_id(long long number) { return "C" + padded(number, 6); }

std::optional<long long> parse_arrival_id(std::string_view id) { return parse_id('A', id); }
std::optional<long long> parse_dispatch_id(std::string_view id) { return parse_id('E', id); }
std::optional<long long> parse_agent_id(std::string_view id) { return parse_id('P', id); }
std::optional<long long> parse_collectivite_id(std::string_view id) { return parse_id('C', id); }
std::optional<long long> parse_review_id(std::string_view id) { return parse_id('R', id); }

}  // namespace store
