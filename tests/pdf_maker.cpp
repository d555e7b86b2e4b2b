#include "tests/documents.h"

namespace tests {
namespace {

std::string text_of(double value) { return std::to_string(value); }

}  // namespace

PdfMaker::PdfMaker()
    : out_("%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), offsets_(2, 0) {}  // 1 the catalogue, 2 the page tree: written last.

int PdfMaker::add(const std::string& body) {
    offsets_.push_back(out_.size());
    const int number = static_cast<int>(offsets_.size());
    out_ += std::to_string(number) + " 0 obj\n" + body + "\nendobj\n";
    return number;
}

int PdfMaker::add_stream(const std::string& dictionary, const Bytes& data) {
    return add("<< " + dictionary + " /Length " + std::to_string(data.size()) + " >>\nstream\n" +
               std::string(data.begin(), data.end()) + "\nendstream");
}

void PdfMaker::add_page(const std::string& media_box, const std::string& resources, const std::string& content,
                        const std::string& more) {
    const int stream = add_stream("", content);
    pages_.push_back(add("<< /Type /Page /Parent 2 0 R /MediaBox [" + media_box + "] /Resources << " + resources +
                         " >> /Contents " + std::to_string(stream) + " 0 R " + more + " >>"));
}

void PdfMaker::add_scan(const std::string& image_dictionary, const Bytes& data, double width_pt, double height_pt,
                        const std::string& more, const std::string& extra_content, const std::string& matrix) {
    const int image = add_stream("/Type /XObject /Subtype /Image " + image_dictionary, data);
    const std::string laid = matrix.empty() ? text_of(width_pt) + " 0 0 " + text_of(height_pt) + " 0 0" : matrix;
    add_page("0 0 " + text_of(width_pt) + " " + text_of(height_pt),
             "/XObject << /Im0 " + std::to_string(image) +
                 " 0 R >> /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>",
             "q " + laid + " cm /Im0 Do Q " + extra_content, more);
}

Bytes PdfMaker::finish(int count) {
    std::string kids;
    for (const int page : pages_) kids += std::to_string(page) + " 0 R ";
    offsets_[0] = out_.size();
    out_ += "1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n";
    offsets_[1] = out_.size();
    out_ += "2 0 obj\n<< /Type /Pages /Kids [" + kids + "] /Count " +
            std::to_string(count >= 0 ? count : static_cast<int>(pages_.size())) + " >>\nendobj\n";
    const std::size_t table = out_.size();
    out_ += "xref\n0 " + std::to_string(offsets_.size() + 1) + "\n0000000000 65535 f \n";
    for (const std::size_t offset : offsets_) {
        const std::string digits = std::to_string(offset);
        out_ += std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
    }
    out_ += "trailer\n<< /Size " + std::to_string(offsets_.size() + 1) + " /Root 1 0 R >>\nstartxref\n" +
            std::to_string(table) + "\n%%EOF\n";
    return {out_.begin(), out_.end()};
}

std::string image_dictionary(const core::Raster& page, const std::string& filter) {
    return "/Width " + std::to_string(page.width) + " /Height " + std::to_string(page.height) + " /ColorSpace " +
           (page.channels == 3 ? "/DeviceRGB" : "/DeviceGray") + " /BitsPerComponent " +
           (filter == "/CCITTFaxDecode" || filter == "/JBIG2Decode" ? "1" : "8") +
           (filter.empty() ? "" : " /Filter " + filter);
}

Bytes pdf_of_texts(const std::vector<std::string>& texts) {
    PdfMaker pdf;
    for (const auto& text : texts)
        pdf.add_page("0 0 595.28 841.89", "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>",
                     "BT /F1 12 Tf 72 700 Td (" + text + ") Tj ET");
    return pdf.finish();
}

}  // namespace tests
