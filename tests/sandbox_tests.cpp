#include "pipeline/sandbox.h"

#include <cstdio>
#include <fstream>
#include <map>
#include <memory>
#include <set>

#include "tests/store_home.h"

BOOST_AUTO_TEST_SUITE(sandbox_tests)

BOOST_AUTO_TEST_CASE(nothing_a_hostile_document_might_try_succeeds) {
    const TemporaryFolder folder;
    const auto file = folder.path() / "precieux.txt";
    std::ofstream(file) << "ne pas toucher";
    std::string command = TEST_CANARY;
    command += " '" + file.string() + "' '" + folder.path().string() + "'";
    const std::unique_ptr<FILE, int (*)(FILE*)> out(popen(command.c_str(), "r"), pclose);
    BOOST_REQUIRE(out != nullptr);
    std::map<std::string, std::string> answers;
    bool landlock = true;
    char line[200];
    while (std::fgets(line, sizeof line, out.get()) != nullptr) {
        const std::string text(line);
        const auto space = text.find(' ');
        if (text.starts_with("note "))
            landlock = text.find("landlock") == std::string::npos;
        else
            answers[text.substr(0, space)] = text.substr(space + 1, text.size() - space - 2);
    }
    BOOST_TEST(answers["useful_work"] == "ok");
    answers.erase("useful_work");
    std::set<std::string> not_held;
    if (!landlock) {
        BOOST_TEST_MESSAGE("this kernel has no Landlock: reading other files is not held back");
        not_held = {"read_other_file", "read_environment_of_parent"};
    }
#ifdef VAGUEMESTRE_SANITIZED
    BOOST_TEST_MESSAGE("under a sanitizer the address space is not limited");
    not_held.insert("much_memory");
#endif
    BOOST_TEST(answers.size() >= 28U);
    for (const auto& [act, answer] : answers)
        if (!not_held.contains(act)) BOOST_TEST(answer == "refused", act + " " + answer);
    std::string content;
    std::getline(std::ifstream(file), content);
    BOOST_TEST(content == "ne pas toucher");
}

BOOST_AUTO_TEST_SUITE_END()
