// Letters and forms as a person last saw them. `scripts/golden --update [NAME...]` keeps what they look like now.
#include "tests/golden.h"

#include <algorithm>

#include "templates/form.h"
#include "tests/forms_data.h"
#include "tests/shipped_letters.h"
#include "tests/temporary_folder.h"

namespace {

namespace fs = std::filesystem;
using shipped::letters, shipped::said, shipped::sample;

const fs::path folder = fs::path(TEST_SOURCE_DIR) / "tests" / "golden";
const core::Date today{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{23}};

/// `-- --update NAME...` after the arguments of Boost.Test; no name: all.
struct Request {
    bool update = false;
    std::vector<std::string> names;

    Request() {
        const auto& suite = boost::unit_test::framework::master_test_suite();
        for (int i = 1; i < suite.argc; ++i)
            if (const std::string word = suite.argv[i]; word == "--update")
                update = true;
            else if (!word.starts_with("-"))
                names.push_back(word);
    }
    bool updates(const std::string& name) const {
        return update && (names.empty() || std::ranges::find(names, name) != names.end());
    }
};

void compare(const std::string& name, const std::string& pdf, const Request& request) {
    const auto seen = golden::look_at(pdf);
    if (request.updates(name)) return golden::keep(folder, name, seen);
    const auto kept = golden::load(folder, name);
    const auto command = "\nIf it is as it should be: scripts/golden --update " + name;
    if (!kept) {
        BOOST_ERROR(name << " was never looked at." << command);
        return;
    }
    constexpr std::size_t most_told = 12;
    const auto found = golden::differences(*kept, seen);
    std::string told;
    for (std::size_t i = 0; i < std::min(found.size(), most_told); ++i) told += "\n  " + found[i];
    if (found.size() > most_told) told += "\n  and " + std::to_string(found.size() - most_told) + " further";
    BOOST_TEST(found.empty(), name << ":" << told << command);
}

std::string letter(const std::string& id, const core::Fields& data) {
    const auto made = templates::load_letter(letters / (id + ".xml"));
    BOOST_REQUIRE_MESSAGE(made, said(made));
    auto pdf = templates::render_letter(*made, data, today);
    BOOST_REQUIRE_MESSAGE(pdf, id << ": " << said(pdf));
    return *std::move(pdf);
}

std::string form(const std::string& id, const core::Fields& data) {
    auto pdf = templates::print_form(templates::load_form(letters.parent_path(), id), data, "26-000123-5");
    BOOST_REQUIRE_MESSAGE(pdf, id << ": " << said(pdf));
    return *std::move(pdf);
}

std::vector<std::string> all_names() {
    auto names = templates::list_letters(letters);
    for (const auto& id : templates::form_ids(letters.parent_path())) names.push_back("form-" + id);
    names.emplace_back("form-integration-filled");
    std::ranges::sort(names);
    return names;
}

bool tells(const std::vector<std::string>& found, const std::string& part) {
    return std::ranges::any_of(found, [&](const std::string& one) { return shipped::holds(one, part); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(golden_tests)

BOOST_AUTO_TEST_CASE(every_letter_is_as_it_was_last_seen) {
    const Request request;
    for (const auto& id : templates::list_letters(letters)) compare(id, letter(id, sample(id)), request);
}

BOOST_AUTO_TEST_CASE(every_form_is_as_it_was_last_seen) {
    const Request request;
    for (const auto& id : templates::form_ids(letters.parent_path())) compare("form-" + id, form(id, {}), request);
    compare("form-integration-filled", form("integration", forms_data::request()), request);
}

BOOST_AUTO_TEST_CASE(nothing_is_kept_of_what_is_gone) {
    const auto known = all_names();
    for (const auto& name : golden::names(folder)) {
        if (std::ranges::binary_search(known, name)) continue;
        if (Request{}.update)
            golden::forget(folder, name);
        else
            BOOST_ERROR(name << " is kept, but there is no such document: scripts/golden --update");
    }
}

BOOST_AUTO_TEST_CASE(the_comparison_sees_what_moves) {
    const auto data = sample("refus-integration");
    const auto was = golden::look_at(letter("refus-integration", data));
    BOOST_TEST(golden::differences(was, was).empty());

    auto longer = data;
    longer["decision.motif.1"] = "Un motif.";
    const auto changed = golden::differences(was, golden::look_at(letter("refus-integration", longer)));
    BOOST_TEST(tells(changed, "gone: page 1"));
    BOOST_TEST(tells(changed, "« – Un motif. »"));
    BOOST_TEST(tells(changed, " mm up"));

    auto moved = was;
    moved.lines.front().x0 += 0.2;
    moved.lines.front().x1 += 0.2;
    moved.lines.back().page = 9;
    const auto found = golden::differences(was, moved);
    BOOST_TEST(found.size() == 2U);
    BOOST_TEST(tells(found, "moved 0.20 mm to the right"));
    BOOST_TEST(tells(found, "went to page 9"));

    auto inked = was;  // A thin rule nobody wrote: 20 mm of one row of pixels.
    const auto row = static_cast<std::size_t>(inked.pages.front().width) * 160 + 40;
    std::fill_n(inked.pages.front().pixels.begin() + static_cast<std::ptrdiff_t>(row), 32, std::uint8_t{96});
    BOOST_TEST(tells(golden::differences(was, inked), "other ink in"));

    auto shorter = was;
    shorter.pages.pop_back();
    BOOST_TEST(tells(golden::differences(was, shorter), " pages instead of "));
}

BOOST_AUTO_TEST_CASE(what_is_kept_comes_back) {
    const TemporaryFolder kept;
    const auto was = golden::look_at(form("integration", forms_data::request()));
    BOOST_TEST(!golden::load(kept.path(), "essai"));
    golden::keep(kept.path(), "essai", was);
    const auto back = golden::load(kept.path(), "essai");
    BOOST_REQUIRE(back);
    for (const auto& difference : golden::differences(*back, was)) BOOST_ERROR(difference);
    BOOST_TEST(back->lines.size() == was.lines.size());
    BOOST_TEST((golden::names(kept.path()) == std::vector<std::string>{"essai"}));
    for (const auto& entry : fs::directory_iterator(kept.path())) BOOST_TEST(entry.file_size() < 30'000U, entry.path());
}

BOOST_AUTO_TEST_SUITE_END()
