#include "store/readings.h"

#include <set>

#include "store/connection.h"
#include "store/reading_json.h"
#include "store/search_index.h"

namespace store {

void Readings::set_head(std::string_view sha256, int pages, std::string_view reason, std::string_view detail) {
    connection_.change(
        "INSERT INTO readings (sha256, page_count, reason, detail) VALUES (:sha256, :pages, :reason, :detail) "
        "ON CONFLICT (sha256) DO UPDATE SET page_count = excluded.page_count, reason = excluded.reason, "
        "detail = excluded.detail",
        sha256, pages, reason, detail);
}

void Readings::set_page_count(std::string_view sha256, int pages) { set_head(sha256, pages, "", ""); }

void Readings::set_refusal(std::string_view sha256, const core::Refusal& refusal) {
    set_head(sha256, 0, core::to_text(refusal.reason), refusal.detail);
}

std::optional<int> Readings::page_count(std::string_view sha256) {
    const auto found = connection_.row<int>("SELECT page_count FROM readings WHERE sha256 = :sha256", sha256);
    if (!found) return std::nullopt;
    return std::get<0>(*found);
}

void Readings::save_page(std::string_view sha256, std::string_view reader, const core::Page& page) {
    connection_.transaction([&] {
        connection_.change(
            "INSERT INTO pages (sha256, page, reader, json) VALUES (:sha256, :page, :reader, :json) "
            "ON CONFLICT (sha256, page) DO UPDATE SET reader = excluded.reader, json = excluded.json",
            sha256, page.page, reader, page_text(page));
        index_text(connection_, Indexed::page, std::string{sha256} + "/" + std::to_string(page.page), page.text);
    });
}

std::optional<core::Page> Readings::page(std::string_view sha256, int page) {
    const auto found =
        connection_.row<std::string>("SELECT json FROM pages WHERE sha256 = :sha256 AND page = :page", sha256, page);
    if (!found) return std::nullopt;
    return parse_page(std::get<0>(*found));
}

std::vector<core::Page> Readings::pages(std::string_view sha256) {
    std::vector<core::Page> pages;
    for (const auto& [json] :
         connection_.rows<std::string>("SELECT json FROM pages WHERE sha256 = :sha256 ORDER BY page", sha256))
        pages.push_back(parse_page(json));
    return pages;
}

bool Readings::is_read(std::string_view sha256, std::string_view reader, int page) {
    return connection_
        .row<int>("SELECT page FROM pages WHERE sha256 = :sha256 AND reader = :reader AND page = :page", sha256, reader,
                  page)
        .has_value();
}

std::vector<int> Readings::missing(std::string_view sha256, std::string_view reader) {
    std::set<int> there;
    for (const auto& [page] :
         connection_.rows<int>("SELECT page FROM pages WHERE sha256 = :sha256 AND reader = :reader", sha256, reader))
        there.insert(page);
    std::vector<int> missing;
    for (int page = 1; page <= page_count(sha256).value_or(0); ++page)
        if (!there.contains(page)) missing.push_back(page);
    return missing;
}

core::Reading Readings::reading(std::string_view sha256) {
    core::Reading reading{.sha256 = std::string{sha256}};
    const auto head =
        connection_.row<std::string, std::string>("SELECT reason, detail FROM readings WHERE sha256 = :sha256", sha256);
    if (head)
        if (const auto reason = core::from_text<core::Reason>(std::get<0>(*head)))
            reading.refusal = core::Refusal{*reason, std::get<1>(*head)};
    reading.pages = pages(sha256);
    return reading;
}

}  // namespace store
