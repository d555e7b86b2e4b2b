#include "mail/tnef.h"

extern "C" {
#include <ytnef.h>
}

#include <memory>

#include "core/utf8.h"

namespace mail {
namespace {

struct TnefFree {
    void operator()(TNEFStruct* tnef) const noexcept {
        TNEFFree(tnef);
        delete tnef;  // NOLINT: its own allocation below
    }
};

std::string text_of(const variableLength& value) {
    std::string text{reinterpret_cast<const char*>(value.data),
                     static_cast<std::size_t>(std::max(value.size, 0))};  // NOLINT
    text = text.substr(0, text.find('\0'));
    return core::utf8_or_latin1(text.substr(text.find_last_of("/\\") + 1));
}

variableLength* property(Attachment* attachment, unsigned type, unsigned id) {
    auto* found = MAPIFindProperty(&attachment->MAPI, PROP_TAG(type, id));
    return found == MAPI_UNDEFINED ? nullptr : found;
}

std::string name_of(Attachment* attachment) {
    for (const unsigned type : {PT_STRING8, PT_UNICODE})
        if (const auto* name = property(attachment, type, PR_ATTACH_LONG_FILENAME); name != nullptr && name->size > 1)
            return text_of(*name);
    return attachment->Title.size > 0 ? text_of(attachment->Title) : std::string{};
}

}  // namespace

bool is_tnef(std::string_view bytes) { return bytes.starts_with("\x78\x9F\x3E\x22"); }

std::vector<Part> tnef_files(std::string_view bytes, int max_files) {
    const std::unique_ptr<TNEFStruct, TnefFree> tnef{new TNEFStruct{}};  // NOLINT: freed by TnefFree
    TNEFInitialize(tnef.get());
    std::string memory{bytes};
    std::vector<Part> files;
    if (TNEFParseMemory(reinterpret_cast<unsigned char*>(memory.data()), static_cast<long>(memory.size()),  // NOLINT
                        tnef.get()) < 0)
        return files;
    for (auto* attachment = tnef->starting_attach.next;
         attachment != nullptr && static_cast<int>(files.size()) < max_files; attachment = attachment->next) {
        if (attachment->FileData.size <= 0) continue;
        auto name = name_of(attachment);
        if (name.empty()) name = "piece-" + std::to_string(files.size() + 1) + ".bin";
        files.push_back({.name = std::move(name),
                         .bytes = {reinterpret_cast<const char*>(attachment->FileData.data),  // NOLINT
                                   static_cast<std::size_t>(attachment->FileData.size)}});
    }
    return files;
}

}  // namespace mail
