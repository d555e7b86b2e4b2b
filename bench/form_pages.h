#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/form_layout.h"
#include "core/raster.h"
#include "tests/drawing/capture.h"

/// The product's own forms, printed, filled by hand and worn: pages whose every millimetre is known.
namespace scoring {

struct PrintedPage {
    core::FormLayout layout;
    int page = 1;
    std::string dossier;
    core::Raster sheet;  ///< 300 dpi.
};

/// Prints forms with invented data and fills them by pen: signatures, ticks, dates, stamps. `variant` chooses form,
/// page and data; the same one gives the same sheet.
class FormPrinter {
  public:
    explicit FormPrinter(const std::filesystem::path& templates);
    ~FormPrinter();
    PrintedPage print(unsigned variant);
    const std::vector<core::FormLayout>& layouts() const;

  private:
    struct Press;
    std::unique_ptr<Press> press_;
};

/// A way a page comes in.
struct Wear {
    std::string kind;
    drawing::Capture capture;
    drawing::Scan scan;
    int lost_marks = 0;      ///< Corners torn, stapled or hidden.
    bool code_whole = true;  ///< The code is not cut.
};

/// The seed thresholds are chosen on, with values of wear that lie elsewhere than the scored ones.
inline constexpr unsigned tuning_seed = 7;

/// `which`: one kind of wear after the other.
Wear wear_of(unsigned which, bool tuning, drawing::Random& random);
std::size_t wear_count();

/// Tears corners off a sheet: white beneath, or black.
void lose_marks(core::Raster& sheet, const core::FormPageLayout& page, int count, drawing::Random& random);

}  // namespace scoring
