// Letters a second: every letter template with its sample data, composed again and again on one thread.
//   letters TEMPLATES_DIRECTORY [SECONDS]
// Compare with a peer on the same machine in the same run; docs/letters.md says how.
#include <fmt/format.h>

#include <chrono>
#include <ctime>
#include <filesystem>
#include <vector>

#include "templates/data.h"
#include "templates/letter.h"
#include "templates/schema.h"

namespace {

struct Job {
    std::string id;
    templates::LetterTemplate letter;
    core::Fields data;
};

std::vector<Job> load_jobs(const std::filesystem::path& letters) {
    std::vector<Job> jobs;
    for (const auto& id : templates::list_letters(letters)) {
        auto letter = templates::load_letter(letters / (id + ".xml"));
        auto data = templates::fields_from_xml(templates::read_template(letters / "samples" / (id + ".xml")), id);
        if (letter && data) jobs.push_back({id, *std::move(letter), *std::move(data)});
    }
    return jobs;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) return fmt::print(stderr, "usage: letters TEMPLATES_DIRECTORY [SECONDS]\n"), 2;
    const auto jobs = load_jobs(std::filesystem::path(argv[1]) / "letters");
    const double seconds = argc > 2 ? std::stod(argv[2]) : 5;
    const core::Date today{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{23}};
    std::size_t count = 0, bytes = 0, refused = 0;
    const auto start = std::clock();
    double spent = 0;
    while (!jobs.empty() && spent < seconds) {
        for (const auto& job : jobs) {
            const auto pdf = templates::render_letter(job.letter, job.data, today);
            ++(pdf ? count : refused);
            if (pdf) bytes += pdf->size();
        }
        spent = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    }
    if (count == 0) return fmt::print(stderr, "no letter was made\n"), 1;
    fmt::print(
        "{} letters of {} kinds, {} refused: {:.0f} letters per second of one core, {:.2f} ms and {:.0f} kB each\n",
        count, jobs.size(), refused, static_cast<double>(count) / spent, 1000 * spent / static_cast<double>(count),
        static_cast<double>(bytes) / static_cast<double>(count) / 1000);
    return refused == 0 ? 0 : 1;
}
