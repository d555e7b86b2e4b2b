#include "pipeline/copy_manifest.h"

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/failures.h"
#include "store/names.h"
#include "store/sha256.h"

namespace pipeline {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr int manifest_format = 1;

[[noreturn]] void refuse(const fs::path& copy, const std::string& what) {
    throw core::BadSetup{"copie endommagée : " + copy.filename().string() + " : " + what};
}

CopyManifest parse_manifest(const Json& json) {
    if (json.at("format").get<int>() != manifest_format) throw core::BadSetup{"manifeste d'une autre version"};
    CopyManifest manifest{.events = json.at("events").get<long long>(),
                          .head = json.at("head").get<std::string>(),
                          .database = json.at("database").get<std::string>(),
                          .blob_list = json.at("blob_list").get<std::string>(),
                          .faults = json.at("faults").get<std::vector<std::string>>()};
    for (const auto& file : json.at("files")) {
        manifest.files.push_back({file.at("path").get<std::string>(), file.at("sha256").get<std::string>()});
        const fs::path path = manifest.files.back().path;
        if (path.is_absolute() || path.lexically_normal() != path || path.begin()->string() == ".." ||
            !store::is_sha256(manifest.files.back().sha256))
            throw core::BadSetup{"fichier mal nommé « " + path.string() + " »"};
    }
    return manifest;
}

std::vector<store::Blob> parse_list(const std::string& text) {
    std::vector<store::Blob> blobs;
    std::istringstream lines{text};
    for (store::Blob blob; lines >> blob.sha256 >> blob.size;) {
        if (!store::is_sha256(blob.sha256)) throw core::BadSetup{"liste des contenus illisible"};
        blobs.push_back(blob);
    }
    return blobs;
}

}  // namespace

std::string manifest_text(const CopyManifest& manifest) {
    Json files = Json::array();
    for (const auto& file : manifest.files) files.push_back({{"path", file.path}, {"sha256", file.sha256}});
    const Json json{{"format", manifest_format},     {"program", VAGUEMESTRE_VERSION},
                    {"events", manifest.events},     {"head", manifest.head},
                    {"database", manifest.database}, {"blob_list", manifest.blob_list},
                    {"faults", manifest.faults},     {"files", files}};
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

CopyContent read_copy(const fs::path& copy) {
    try {
        CopyContent content{.manifest = parse_manifest(Json::parse(store::read_file(store::copy_manifest_path(copy))))};
        const auto list = store::read_file(store::copy_blob_list_path(copy));
        if (store::sha256(list) != content.manifest.blob_list) refuse(copy, "liste des contenus altérée");
        content.blobs = parse_list(list);
        return content;
    } catch (const Json::exception& error) {
        refuse(copy, std::string{"manifeste illisible : "} + error.what());
    } catch (const core::TryLater& error) {
        refuse(copy, error.what());
    }
}

std::string hash_of_file(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    store::Sha256 hash;
    std::array<char, 1 << 16> chunk{};
    while (in.read(chunk.data(), chunk.size()) || in.gcount() > 0)
        hash.add({chunk.data(), static_cast<std::size_t>(in.gcount())});
    if (in.bad() || !in.eof()) throw core::TryLater{"lecture impossible : " + file.string()};
    return hash.finish();
}

}  // namespace pipeline
