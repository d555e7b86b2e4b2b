#include <curl/curl.h>

#include <algorithm>
#include <exception>
#include <map>
#include <regex>

#include "core/failures.h"
#include "mail/mailbox.h"

namespace mail {
namespace {

struct EasyFree {
    void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
};
struct CurlFree {
    void operator()(char* text) const noexcept { curl_free(text); }
};

/// Once, before any thread uses it.
void use_curl() {
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (ready != CURLE_OK) throw core::BadSetup(std::string{"libcurl : "} + curl_easy_strerror(ready));
}

/// What a transfer gives, and what its sink threw: no exception may cross libcurl's C frames.
struct Taking {
    const Mailbox::Sink* sink = nullptr;
    std::exception_ptr thrown;
};

std::size_t take(char* bytes, std::size_t size, std::size_t count, void* to) noexcept {
    auto& taking = *static_cast<Taking*>(to);
    try {
        (*taking.sink)({bytes, size * count});
        return size * count;
    } catch (...) {
        taking.thrown = std::current_exception();
        return 0;
    }
}

/// One connection, kept by libcurl between requests.
class ImapBox : public Mailbox {
  public:
    explicit ImapBox(const BoxSettings& settings) : settings_(settings) {
        use_curl();
        easy_.reset(curl_easy_init());
        if (!easy_) throw core::TryLater("libcurl : mémoire");
        const bool tls = settings.security == Security::tls;
        base_ = std::string{tls ? "imaps" : "imap"} + "://" + settings.host + ":" + std::to_string(settings.port) + "/";
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_PROTOCOLS_STR, "imap,imaps");
        set(CURLOPT_USERNAME, settings.user.c_str());
        set(CURLOPT_PASSWORD, settings.password.c_str());
        set(CURLOPT_USE_SSL, static_cast<long>(settings.security == Security::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
        set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        if (!settings.ca_file.empty()) {
            set(CURLOPT_CAINFO, settings.ca_file.c_str());
            set(CURLOPT_CAPATH, nullptr);
        }
        const long limit = static_cast<long>(settings.timeout.count());
        set(CURLOPT_CONNECTTIMEOUT, limit);
        set(CURLOPT_SERVER_RESPONSE_TIMEOUT, limit);
        set(CURLOPT_LOW_SPEED_LIMIT, 1L);
        set(CURLOPT_LOW_SPEED_TIME, limit);
        set(CURLOPT_WRITEFUNCTION, &take);
        validity_ = validity();
    }

    std::vector<BoxEntry> list() override {
        // Both, since what another program marked as deleted does not wait any more.
        const auto found = ask(folder_url(), "UID SEARCH UNDELETED");
        const auto sizes = sizes_by_uid();
        std::vector<BoxEntry> entries;
        static const std::regex number{R"([0-9]+)"};
        for (std::size_t at = 0; at < found.size();) {
            const auto end = std::min(found.find('\n', at), found.size());
            const auto line = found.substr(at, end - at);
            at = end + 1;
            if (!line.starts_with("* SEARCH")) continue;
            for (std::sregex_iterator it{line.begin(), line.end(), number}, last; it != last; ++it) {
                const auto uid = it->str();
                const auto size = sizes.find(uid);
                entries.push_back(
                    {.id = uid, .mark = validity_ + "/" + uid, .size = size == sizes.end() ? 0 : size->second});
            }
        }
        std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
            return a.id.size() != b.id.size() ? a.id.size() < b.id.size() : a.id < b.id;
        });
        return entries;
    }

    void fetch(const BoxEntry& entry, const Sink& sink) override {
        run(base_ + escaped(settings_.folder) + ";UIDVALIDITY=" + validity_ + "/;UID=" + entry.id, "", sink,
            "relève du message " + entry.id);
    }

    /// MOVE where the server has it (RFC 6851), else COPY, flag and expunge of this one alone (RFC 4315).
    void done(const BoxEntry& entry) override {
        const auto target = " \"" + settings_.done_folder + "\"";
        if (try_to("UID MOVE " + entry.id + target)) return;
        try_to("CREATE" + target);
        if (try_to("UID MOVE " + entry.id + target)) return;
        ask(folder_url(), "UID COPY " + entry.id + target);
        ask(folder_url(), "UID STORE " + entry.id + " +FLAGS.SILENT (\\Deleted)");
        try_to("UID EXPUNGE " + entry.id);
    }

    void leave() override { easy_.reset(); }  // LOGOUT.

  private:
    template <class Value>
    void set(CURLoption option, Value value) {
        if (curl_easy_setopt(easy_.get(), option, value) != CURLE_OK)
            throw core::BadSetup("libcurl ne connaît pas un réglage nécessaire à la boîte « " + settings_.name + " »");
    }

    std::string escaped(const std::string& text) const {
        const std::unique_ptr<char, CurlFree> out{
            curl_easy_escape(easy_.get(), text.c_str(), static_cast<int>(text.size()))};
        return out ? out.get() : "";
    }
    std::string folder_url() const { return base_ + escaped(settings_.folder); }

    CURLcode perform(const std::string& url, const std::string& request, const Sink& sink) {
        Taking taking{&sink, nullptr};
        set(CURLOPT_URL, url.c_str());
        set(CURLOPT_CUSTOMREQUEST, request.empty() ? nullptr : request.c_str());
        set(CURLOPT_WRITEDATA, &taking);
        const auto result = curl_easy_perform(easy_.get());
        if (taking.thrown) std::rethrow_exception(taking.thrown);
        return result;
    }

    void run(const std::string& url, const std::string& request, const Sink& sink, const std::string& what) {
        const auto result = perform(url, request, sink);
        if (result != CURLE_OK)
            throw core::TryLater("boîte « " + settings_.name + " » (IMAP), " + what + " : " +
                                 curl_easy_strerror(result));
    }

    std::string ask(const std::string& url, const std::string& request) {
        std::string answer;
        run(
            url, request, [&](std::string_view bytes) { answer += bytes; }, request);
        return answer;
    }

    bool try_to(const std::string& request) {
        const auto result = perform(folder_url(), request, [](std::string_view) {});
        if (result == CURLE_OK) return true;
        if (result == CURLE_QUOTE_ERROR) return false;  // The server said NO or BAD.
        throw core::TryLater("boîte « " + settings_.name + " » (IMAP), " + request + " : " +
                             curl_easy_strerror(result));
    }

    std::string validity() {
        static const std::regex form{R"(UIDVALIDITY ([0-9]+))", std::regex::icase};
        const auto status = ask(base_, "STATUS \"" + settings_.folder + "\" (UIDVALIDITY)");
        std::smatch found;
        if (!std::regex_search(status, found, form))
            throw core::TryLater("boîte « " + settings_.name + " » (IMAP) : UIDVALIDITY absent");
        return found[1].str();
    }

    std::map<std::string, std::uint64_t> sizes_by_uid() {
        static const std::regex uid{R"(UID ([0-9]+))", std::regex::icase};
        static const std::regex size{R"(RFC822\.SIZE ([0-9]+))", std::regex::icase};
        const auto answer = ask(folder_url(), "UID FETCH 1:* (UID RFC822.SIZE)");
        std::map<std::string, std::uint64_t> sizes;
        for (std::size_t at = 0; at < answer.size();) {
            const auto end = std::min(answer.find('\n', at), answer.size());
            const auto line = answer.substr(at, end - at);
            at = end + 1;
            std::smatch number, bytes;
            if (std::regex_search(line, number, uid) && std::regex_search(line, bytes, size))
                sizes[number[1].str()] = std::stoull(bytes[1].str());
        }
        return sizes;
    }

    const BoxSettings settings_;
    std::unique_ptr<CURL, EasyFree> easy_;
    std::string base_;
    std::string validity_;
};

}  // namespace

std::unique_ptr<Mailbox> open_imap(const BoxSettings& settings) { return std::make_unique<ImapBox>(settings); }

}  // namespace mail
