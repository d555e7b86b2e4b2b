#include "pipeline/unpack.h"

#include <sys/stat.h>
#include <zip.h>

#include <map>

#include "pipeline/decode_child.h"
#include "pipeline/pack.h"
#include "tests/decoding.h"

using namespace tests;

namespace {

struct Entry {
    std::string name, content;
    unsigned mode = 0;  ///< Unix, type included; 0: none said.
    const char* password = nullptr;
};

Bytes zip_of(const std::vector<Entry>& entries) {
    zip_error_t error{};
    zip_source_t* const memory = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_t* const zip = zip_open_from_source(memory, ZIP_CREATE | ZIP_TRUNCATE, &error);
    zip_source_keep(memory);
    for (const Entry& entry : entries) {
        const auto index =
            entry.name.ends_with('/')
                ? zip_dir_add(zip, entry.name.c_str(), ZIP_FL_ENC_UTF_8)
                : zip_file_add(zip, entry.name.c_str(),
                               zip_source_buffer(zip, entry.content.data(), entry.content.size(), 0), ZIP_FL_ENC_UTF_8);
        const auto place = static_cast<zip_uint64_t>(index);
        if (entry.mode != 0) zip_file_set_external_attributes(zip, place, 0, ZIP_OPSYS_UNIX, entry.mode << 16);
        if (entry.password != nullptr) zip_file_set_encryption(zip, place, ZIP_EM_AES_256, entry.password);
    }
    zip_close(zip);
    zip_source_open(memory);
    zip_stat_t facts{};
    zip_source_stat(memory, &facts);
    Bytes bytes(facts.size);
    zip_source_read(memory, bytes.data(), bytes.size());
    zip_source_close(memory);
    zip_source_free(memory);
    return bytes;
}

struct Unpacked {
    std::map<std::string, std::string> members;
    std::string refusal;
};

Unpacked unpacked(const Bytes& archive) {
    Unpacked got;
    const auto count = pipeline::unpack(std::span<const std::uint8_t>(archive), limits_for_tests(),
                                        [&](std::string&& name, std::span<const std::uint8_t> bytes) {
                                            got.members[name] = {bytes.begin(), bytes.end()};
                                        });
    if (!count) got.refusal = std::string(core::to_text(count.refusal().reason)) + ": " + count.refusal().detail;
    return got;
}

/// The name of the first member overwritten in the raw bytes: what no honest tool writes.
Bytes renamed(Bytes archive, const std::string& from, const std::string& to) {
    for (auto at = archive.begin(); (at = std::search(at, archive.end(), from.begin(), from.end())) != archive.end();)
        at = std::copy(to.begin(), to.end(), at);
    return archive;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(unpack_tests)

BOOST_AUTO_TEST_CASE(members_come_out_under_their_names) {
    const auto got =
        unpacked(zip_of({{"demande.xml", "<demande/>"}, {"pièces/", ""}, {"pièces/attestation n°1.pdf", "%PDF"}}));
    BOOST_TEST(got.refusal == "");
    BOOST_TEST((got.members == std::map<std::string, std::string>{{"demande.xml", "<demande/>"},
                                                                  {"pièces/attestation n°1.pdf", "%PDF"}}));
}

BOOST_AUTO_TEST_CASE(a_folder_common_to_all_and_the_litter_of_systems_are_left_out) {
    const auto got = unpacked(zip_of({{"depot/", ""},
                                      {"depot/demande.xml", "<demande/>"},
                                      {"depot/a.pdf", "%PDF"},
                                      {"__MACOSX/depot/._a.pdf", "x"},
                                      {"depot/Thumbs.db", "x"},
                                      {"depot/.DS_Store", "x"}}));
    BOOST_TEST(got.refusal == "");
    BOOST_TEST((got.members == std::map<std::string, std::string>{{"demande.xml", "<demande/>"}, {"a.pdf", "%PDF"}}));
}

BOOST_AUTO_TEST_CASE(what_intake_packs_comes_out_again_and_is_the_same_each_time) {
    const pipeline::PackedFiles files{{"demande.xml", "<demande/>"}, {"pieces/é.pdf", "%PDF"}, {"vide.txt", ""}};
    const auto packed = pipeline::pack_zip(files);
    BOOST_TEST(packed == pipeline::pack_zip(files));
    const auto got = unpacked({packed.begin(), packed.end()});
    BOOST_TEST(got.refusal == "");
    BOOST_TEST((got.members == std::map<std::string, std::string>(files.begin(), files.end())));
}

BOOST_AUTO_TEST_CASE(archives_that_are_not_a_deposit_are_refused) {
    const std::string zeros(30'000'000, '\0'), some(20'000, 'x');  // NOLINT(bugprone-string-constructor): large.
    std::vector<Entry> many;
    for (int i = 0; i < 201; ++i) many.push_back({"f" + std::to_string(i), "x"});
    const auto inner = zip_of({{"a.txt", "a"}});
    auto cut = zip_of({{"a.txt", some}});
    auto corrupt = zip_of({{"a.txt", "some text that is stored or deflated"}});
    for (std::size_t i = 40; i < 50; ++i) corrupt[i] = static_cast<std::uint8_t>(corrupt[i] ^ 0x5a);
    cut.resize(cut.size() / 2);
    struct Row {
        const char* title;
        Bytes archive;
        std::string start;
    };
    const Row rows[]{
        {"absolute path", zip_of({{"/etc/passwd", "x"}}),
         "archive_unsafe: archive, /etc/passwd : nom de fichier interdit"},
        {"path upwards", zip_of({{"../../x", "x"}}), "archive_unsafe"},
        {"path upwards within", zip_of({{"a/../../x", "x"}}), "archive_unsafe"},
        {"Windows path", zip_of({{"..\\x", "x"}}), "archive_unsafe"},
        {"drive", zip_of({{"C:x", "x"}}), "archive_unsafe"},
        {"empty part", zip_of({{"a//b", "x"}}), "archive_unsafe"},
        {"control character", zip_of({{"a\nb", "x"}}), "archive_unsafe"},
        {"very long name", zip_of({{std::string(300, 'n'), "x"}}), "archive_unsafe"},
        {"link", zip_of({{"l.pdf", "/etc/passwd", S_IFLNK | 0777U}}), "archive_unsafe: archive, l.pdf : lien"},
        {"device", zip_of({{"d", "", S_IFCHR | 0600U}}), "archive_unsafe"},
        {"the same name twice", renamed(zip_of({{"aa.txt", "1"}, {"bb.txt", "2"}}), "bb.txt", "aa.txt"), ""},
        {"too many members", zip_of(many), "archive_unsafe: archive : plus de 200 fichiers"},
        {"ratio of a bomb", zip_of({{"bomb.pdf", zeros}}), "archive_unsafe: archive, bomb.pdf : taux"},
        {"archive within", zip_of({{"in.zip", std::string(inner.begin(), inner.end())}}),
         "archive_unsafe: archive, in.zip : archive dans"},
        {"gzip within", zip_of({{"in.pdf", "\x1f\x8b\x08 and so on"}}), "archive_unsafe"},
        {"password", zip_of({{"secret.pdf", some, 0, "secret"}}), "encrypted"},
        {"cut in the middle", cut, "damaged"},
        {"content does not match its checksum", corrupt, "damaged"},
        {"no zip at all", Bytes{'P', 'K', 3, 4, 0, 0}, "damaged"},
        {"a PDF", pdf_of_texts({"x"}), "damaged"},
        {"nothing", Bytes{}, "empty_file"},
    };
    for (const Row& row : rows) {
        BOOST_TEST_CONTEXT(row.title) {
            const auto got = unpacked(row.archive);
            BOOST_TEST(!got.refusal.empty());
            BOOST_TEST(got.refusal.starts_with(row.start), got.refusal);
        }
    }
}

BOOST_AUTO_TEST_CASE(mutated_archives_never_take_the_parent_down) {
    const auto whole =
        zip_of({{"demande.xml", "<demande/>"}, {"a.pdf", std::string(500, 'y')}, {"b.pdf", std::string(300, 'z')}});
    std::uint32_t seed = 12345;
    for (int round = 0; round < 40; ++round) {
        auto bytes = whole;
        for (int i = 0; i < 4; ++i) {
            seed = seed * 1664525U + 1013904223U;
            bytes[seed % bytes.size()] = static_cast<std::uint8_t>(seed >> 24);
        }
        BOOST_TEST(unpacked(bytes).refusal.find("decoder_crashed") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_request_is_read_in_the_sandbox_with_line_numbers) {
    const std::filesystem::path schema = TEST_SOURCE_DIR "/templates/schema/demande.rng";
    const std::string bad = "<?xml version=\"1.0\"?>\n<demande>\n<procedure>autre</procedure>\n</demande>\n";
    const auto refused = pipeline::read_demande(
        std::span(reinterpret_cast<const std::uint8_t*>(bad.data()), bad.size()), schema, limits_for_tests());
    BOOST_TEST_REQUIRE(!refused);
    BOOST_TEST((refused.refusal().reason == core::Reason::invalid_demande));
    BOOST_TEST(refused.refusal().detail.starts_with("demande.xml, ligne 2 : "), refused.refusal().detail);

    const std::string good =
        R"(<demande><procedure>integration</procedure><type>INTEGRATION</type><date>2026-11-03</date>
<portee>TOTALE</portee><jours>5</jours><collectivite><denomination>Commune de Valmer</denomination><type>commune</type><siret>21140118500017</siret>
<adresse><ligne>MAIRIE</ligne><ligne>14999 VALMER</ligne></adresse><courriel>rh@valmer.example</courriel><telephone>02 31 00 00 00</telephone>
<representant><civilite>Madame</civilite><prenom>Odile</prenom><nom>TESNIÈRE</nom><qualite>Maire</qualite></representant>
<correspondant><prenom>Luc</prenom><nom>HAMARD</nom></correspondant></collectivite><agent><civilite>Madame</civilite><nom>LEMOINE</nom>
<prenom>Anne</prenom><naissance>1989-04-12</naissance><statut>STAGIAIRE</statut><categorie>C</categorie><mode_acces>SANS_CONCOURS</mode_acces>
<nomination>2026-03-01</nomination></agent><motifs><argumentaire>Libre.</argumentaire></motifs></demande>)";
    const auto read = pipeline::read_demande(std::span(reinterpret_cast<const std::uint8_t*>(good.data()), good.size()),
                                             schema, limits_for_tests());
    BOOST_TEST_REQUIRE(read.operator bool(), (read ? "" : read.refusal().detail));
    BOOST_TEST(core::field(*read, "agent.nom") == "LEMOINE");
    BOOST_TEST(core::field(*read, "collectivite.representant.nom") == "TESNIÈRE");
}

BOOST_AUTO_TEST_SUITE_END()
