// Letters a second of one core.
//   letters TEMPLATES [SECONDS]        every letter of a folder of templates with its sample data, again and again
//   letters TEMPLATES LETTER COUNT     COUNT letters from one template to as many addressees; prints one line of JSON:
//                                      letters, seconds of processor time (first letter apart), peak_mb, bytes of one
// Compare with peers on the same machine in the same run: scripts/bench-letters.
#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <ctime>
#include <filesystem>
#include <vector>

#include "bench/imagined.h"
#include "templates/data.h"
#include "templates/letter.h"
#include "templates/schema.h"

namespace {

constexpr core::Date today{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{23}};

struct Job {
    std::string id;
    templates::LetterTemplate letter;
    core::Fields data;
};

core::Outcome<Job> load_job(const std::filesystem::path& letters, const std::string& id) {
    auto letter = templates::load_letter(letters / (id + ".xml"));
    if (!letter) return letter.refusal();
    auto data = templates::fields_from_xml(templates::read_template(letters / "samples" / (id + ".xml")), id);
    if (!data) return data.refusal();
    return Job{id, *std::move(letter), *std::move(data)};
}

double seconds_since(std::clock_t start) { return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC; }

double peak_mb() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

/// Another agent of another collectivité.
core::Fields addressed(core::Fields data, int number) {
    for (const auto& [key, value] : bench::request(number, today))
        if (key.starts_with("agent.") || key == "collectivite.denomination") data[key] = value;
    const auto office = bench::collectivite(number);
    data["dossier.numero"] = fmt::format("26-{:06}-{}", number, number % 10);
    data["destinataire.adresse.ligne.1"] = "MAIRIE DE " + office.locality.substr(0, 28);
    data["destinataire.adresse.ligne.3"] = fmt::format("{} RUE DE LA MAIRIE", number % 90 + 1);
    data["destinataire.adresse.ligne.4"] = office.code + " " + office.locality;
    return data;
}

int measure(const Job& job, int count) {
    std::size_t bytes = 0;
    double first = 0;
    auto start = std::clock();
    for (int number = 1; number <= count; ++number) {
        const auto pdf = templates::render_letter(job.letter, addressed(job.data, number), today);
        if (!pdf) return fmt::print(stderr, "{}: {}\n", number, core::describe(pdf.refusal())), 1;
        bytes = pdf->size();
        if (number > 1) continue;
        first = seconds_since(start);
        start = std::clock();
    }
    fmt::print(R"({{"letters": {}, "seconds": {:.4f}, "first": {:.4f}, "peak_mb": {:.1f}, "bytes": {}}})"
               "\n",
               count, seconds_since(start), first, peak_mb(), bytes);
    return 0;
}

int measure_all(const std::filesystem::path& letters, double seconds) {
    std::vector<Job> jobs;
    for (const auto& id : templates::list_letters(letters)) {
        auto job = load_job(letters, id);
        if (!job) return fmt::print(stderr, "{}: {}\n", id, core::describe(job.refusal())), 1;
        jobs.push_back(*std::move(job));
    }
    std::size_t count = 0, bytes = 0;
    const auto start = std::clock();
    double spent = 0;
    while (!jobs.empty() && spent < seconds) {
        for (const auto& job : jobs) {
            const auto pdf = templates::render_letter(job.letter, job.data, today);
            if (!pdf) return fmt::print(stderr, "{}: {}\n", job.id, core::describe(pdf.refusal())), 1;
            ++count;
            bytes += pdf->size();
        }
        spent = seconds_since(start);
    }
    if (count == 0) return fmt::print(stderr, "no letter was made\n"), 1;
    fmt::print("{} letters of {} kinds: {:.0f} letters per second of one core, {:.2f} ms and {:.0f} kB each\n", count,
               jobs.size(), static_cast<double>(count) / spent, 1000 * spent / static_cast<double>(count),
               static_cast<double>(bytes) / static_cast<double>(count) / 1000);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) return fmt::print(stderr, "usage: letters TEMPLATES [SECONDS] | letters TEMPLATES LETTER COUNT\n"), 2;
    const auto letters = std::filesystem::path(argv[1]) / "letters";
    if (argc < 4) return measure_all(letters, argc > 2 ? std::stod(argv[2]) : 5);
    const auto job = load_job(letters, argv[2]);
    if (!job) return fmt::print(stderr, "{}\n", core::describe(job.refusal())), 1;
    return measure(*job, std::stoi(argv[3]));
}
