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

void load(QPDF& document, const std::string& pdf) {
    document.setSuppressWarnings(true);
    document.processMemoryFile("lettre.pdf", pdf.data(), pdf.size());
}

std::string written(QPDF& document) {
    QPDFWriter writer{document};
    writer.setOutputMemory();
    writer.setDeterministicID(true);
    writer.setObjectStreamMode(qpdf_o_generate);
    writer.write();
    const auto bytes = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(bytes->getBuffer()), bytes->getSize()};  // NOLINT: bytes are bytes
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
            load(source, pdf);
            const auto all = QPDFPageDocumentHelper{source}.getAllPages();
            for (const auto& page : all) pages.addPage(page, false);
            if (start == Start::on_front && all.size() % 2 == 1) pages.addPage(blank_page(merged), false);
        }
        return written(merged);
    } catch (const std::exception& error) {
        throw std::logic_error(std::string{"PDF merge: "} + error.what());
    }
}

std::string overlay_pdf(const std::string& pdf, const std::string& mark) {
    try {
        QPDF document;
        QPDF source;
        load(document, pdf);
        load(source, mark);
        const auto form =
            document.copyForeignObject(QPDFPageDocumentHelper{source}.getAllPages().at(0).getFormXObjectForPage());
        for (auto& page : QPDFPageDocumentHelper{document}.getAllPages()) {
            auto resources = page.getAttribute("/Resources", true);
            int suffix = 1;
            const auto name = resources.getUniqueResourceName("/Projet", suffix);
            auto forms = resources.getKey("/XObject");
            if (!forms.isDictionary()) {
                forms = QPDFObjectHandle::newDictionary();
                resources.replaceKey("/XObject", forms);
            }
            forms.replaceKey(name, form);
            page.addPageContents(document.newStream("q\n"), true);
            page.addPageContents(document.newStream("\nQ\nq " + name + " Do Q\n"), false);
        }
        return written(document);
    } catch (const std::exception& error) {
        throw std::logic_error(std::string{"PDF overlay: "} + error.what());
    }
}

int count_pages(const std::string& pdf) {
    try {
        QPDF document;
        load(document, pdf);
        return static_cast<int>(QPDFPageDocumentHelper{document}.getAllPages().size());
    } catch (const std::exception&) {
        return 0;
    }
}

}  // namespace pipeline
