#include "pipeline/pdf_merge.h"

#include <memory>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <stdexcept>

namespace pipeline {
namespace {

QPDFPageObjectHelper blank_page(QPDF& document) {
    return QPDFPageObjectHelper{document.makeIndirectObject(
        QPDFObjectHandle::parse("<< /Type /Page /MediaBox [0 0 595.276 841.89] /Resources << >> >>"))};
}

}  // namespace

std::string merge_pdfs(const std::vector<std::string>& pdfs, Start start) {
    try {
        QPDF merged;
        merged.emptyPDF();
        QPDFPageDocumentHelper pages{merged};
        std::vector<std::unique_ptr<QPDF>> sources;  // Must outlive the writing.
        for (const auto& pdf : pdfs) {
            auto& source = *sources.emplace_back(std::make_unique<QPDF>());
            source.setSuppressWarnings(true);
            source.processMemoryFile("lettre.pdf", pdf.data(), pdf.size());
            const auto all = QPDFPageDocumentHelper{source}.getAllPages();
            for (const auto& page : all) pages.addPage(page, false);
            if (start == Start::on_front && all.size() % 2 == 1) pages.addPage(blank_page(merged), false);
        }
        QPDFWriter writer{merged};
        writer.setOutputMemory();
        writer.setDeterministicID(true);
        writer.setObjectStreamMode(qpdf_o_generate);
        writer.write();
        const auto bytes = writer.getBufferSharedPointer();
        return {reinterpret_cast<const char*>(bytes->getBuffer()), bytes->getSize()};  // NOLINT: bytes are bytes
    } catch (const std::exception& error) {
        throw std::logic_error(std::string{"PDF merge: "} + error.what());
    }
}

int count_pages(const std::string& pdf) {
    try {
        QPDF document;
        document.setSuppressWarnings(true);
        document.processMemoryFile("lettre.pdf", pdf.data(), pdf.size());
        return static_cast<int>(QPDFPageDocumentHelper{document}.getAllPages().size());
    } catch (const std::exception&) {
        return 0;
    }
}

}  // namespace pipeline
