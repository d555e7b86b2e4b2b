#include "tests/rule_rows.h"

#include <toml++/toml.h>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

namespace {

using Table = toml::table;

constexpr double sure = 0.97;
constexpr double unsure = 0.6;

const std::set<std::string> row_keys{"titre",   "loi",   "base",   "formation",     "canal",         "jour",
                                     "donnees", "zones", "lu",     "cas",           "pages_perdues", "sans_pieces",
                                     "pieces",  "piece", "attend", "lu_sur_papier", "comme"};

struct PieceSpec {
    std::string nature;
    core::KindState state = core::KindState::recognised;
    std::map<std::string, std::string> facts;
    std::set<std::string> unsure;
    std::vector<std::pair<std::string, std::string>> periods;
    std::set<int> unsure_periods;
};

struct ReadBox {
    std::string state = "read";
    double confidence = sure;
};

/// A row as it is told, before it is a view.
struct Told {
    std::string training;
    std::string channel = "post";
    std::string today = "2026-11-25";
    bool on_paper = false;
    core::Fields data;
    std::map<std::string, std::string> boxes;
    std::map<std::string, ReadBox> read;
    std::set<int> lost_pages;
    std::vector<PieceSpec> pieces;
};

[[noreturn]] void refuse(const toml::node& node, const std::string& file, const std::string& cause) {
    throw std::runtime_error(file + ", ligne " + std::to_string(node.source().begin.line) + " : " + cause);
}

std::string text(const toml::node& node, const std::string& file) {
    if (const auto value = node.value_exact<std::string>()) return *value;
    refuse(node, file, "un texte est attendu");
}

template <class Visit>
void each(const Table& table, const char* key, Visit visit) {
    if (const auto* array = table[key].as_array())
        for (const auto& item : *array) visit(item);
}

template <class Visit>
void each_entry(const Table& table, const char* key, Visit visit) {
    if (const auto* inner = table[key].as_table())
        for (const auto& [name, value] : *inner) visit(std::string{name.str()}, value);
}

void change(PieceSpec& piece, const Table& told, const std::string& file) {
    if (const auto* state = told.get("etat")) {
        const auto known = core::from_text<core::KindState>(text(*state, file));
        if (!known) refuse(*state, file, "etat inconnu");
        piece.state = *known;
    }
    each_entry(told, "faits", [&](const std::string& name, const toml::node& value) {
        if (!core::from_text<core::FactName>(name)) refuse(value, file, "fait inconnu " + name);
        piece.facts[name] = text(value, file);
    });
    each(told, "peu_surs", [&](const toml::node& name) { piece.unsure.insert(text(name, file)); });
    each(told, "sans", [&](const toml::node& name) { piece.facts.erase(text(name, file)); });
    each(told, "periodes", [&](const toml::node& period) {
        const auto& ends = *period.as_array();
        piece.periods.emplace_back(text(ends[0], file), text(ends[1], file));
    });
    each(told, "periodes_peu_sures", [&](const toml::node& number) {
        piece.unsure_periods.insert(static_cast<int>(*number.value<std::int64_t>()));
    });
}

void apply(Told& row, const Table& told, const std::string& file) {
    for (const auto& [key, node] : told)
        if (!row_keys.contains(std::string{key.str()}))
            refuse(node, file, "clé inconnue « " + std::string{key.str()} + " »");
    if (const auto* node = told.get("formation")) row.training = text(*node, file);
    if (const auto* node = told.get("canal")) row.channel = text(*node, file);
    if (const auto* node = told.get("jour")) row.today = text(*node, file);
    if (const auto* node = told.get("lu_sur_papier")) row.on_paper = *node->value<bool>();
    each_entry(told, "donnees", [&](const std::string& path, const toml::node& value) {
        row.data[path] = text(value, file);
        if (row.data[path].empty()) row.data.erase(path);
    });
    each_entry(told, "zones",
               [&](const std::string& zone, const toml::node& value) { row.boxes[zone] = text(value, file); });
    each_entry(told, "lu", [&](const std::string& path, const toml::node& value) {
        ReadBox box;
        const auto& entry = *value.as_table();
        if (const auto* state = entry.get("etat")) box.state = text(*state, file);
        if (const auto* confidence = entry.get("confiance")) box.confidence = *confidence->value<double>();
        row.read[path] = box;
    });
    each(told, "pages_perdues",
         [&](const toml::node& page) { row.lost_pages.insert(static_cast<int>(*page.value<std::int64_t>())); });
    each(told, "sans_pieces", [&](const toml::node& nature) {
        const auto gone = text(nature, file);
        if (std::erase_if(row.pieces, [&](const PieceSpec& piece) { return piece.nature == gone; }) == 0)
            refuse(nature, file, "aucune pièce « " + gone + " » à ôter");
    });
    each_entry(told, "piece", [&](const std::string& nature, const toml::node& value) {
        const auto found = std::find_if(row.pieces.begin(), row.pieces.end(),
                                        [&](const PieceSpec& piece) { return piece.nature == nature; });
        if (found == row.pieces.end()) refuse(value, file, "aucune pièce « " + nature + " » à changer");
        change(*found, *value.as_table(), file);
    });
    each(told, "pieces", [&](const toml::node& node) {
        const auto& entry = *node.as_table();
        PieceSpec piece{.nature = text(*entry.get("nature"), file)};
        change(piece, entry, file);
        row.pieces.push_back(std::move(piece));
    });
}

void apply_base(Told& row, const Table& bases, const std::string& name) {
    const auto* base = bases[name].as_table();
    if (base == nullptr) throw std::runtime_error("base inconnue : " + name);
    if (const auto parent = (*base)["comme"].value<std::string>()) apply_base(row, bases, *parent);
    apply(row, *base, "bases.toml");
}

// --- From what is told to what a check sees -----------------------------------------------------------------------

core::Zone marked_zone(const core::ZoneLayout& layout, const std::string& state) {
    core::Zone zone{.id = layout.id, .kind = layout.kind, .score = sure};
    if (layout.kind == core::ZoneKind::stamp) zone.stamped = state == "stamped";
    zone.state = state == "signed"    ? core::ZoneState::signed_
                 : state == "stamped" ? core::ZoneState::read
                 : state == "doubt"   ? core::ZoneState::doubt
                                      : core::ZoneState::empty;
    return zone;
}

/// What a box says when the request was read on paper: its field, unless the row tells otherwise.
core::Zone read_zone(const core::ZoneLayout& layout, const Told& row) {
    core::Zone zone{.id = layout.id, .kind = layout.kind, .state = core::ZoneState::empty, .score = sure};
    const auto told = row.read.find(layout.field);
    const auto box = told == row.read.end() ? ReadBox{} : told->second;
    if (layout.kind == core::ZoneKind::checkbox) {
        const bool ticked = core::field(row.data, layout.field) == layout.value && !layout.value.empty();
        if (ticked) zone.state = core::ZoneState::checked;
        zone.score = box.confidence;
        if (box.state == "doubt") zone.state = core::ZoneState::doubt;
        return zone;
    }
    if (box.state != "read") {
        zone.state = box.state == "doubt" ? core::ZoneState::doubt : core::ZoneState::empty;
        return zone;
    }
    const auto value = layout.kind == core::ZoneKind::block && core::count_of(row.data, layout.field) > 0
                           ? core::field(row.data, layout.field + ".1")
                           : core::field(row.data, layout.field);
    if (value.empty()) return zone;
    zone.state = core::ZoneState::read;
    zone.value = value;
    zone.score = box.confidence;
    return zone;
}

void add_form(core::DossierView& view, const Told& row, const core::FormLayout& layout) {
    for (int number = 1; number <= static_cast<int>(layout.pages.size()); ++number) {
        if (row.lost_pages.contains(number)) continue;
        core::Page page{.page = number, .form = core::FormMatch{.id = layout.id, .version = 1, .page = number}};
        for (const auto& zone : layout.pages[static_cast<std::size_t>(number - 1)].zones) {
            const auto box = row.boxes.find(zone.id);
            if (box != row.boxes.end())
                page.zones.push_back(marked_zone(zone, box->second));
            else if (row.on_paper && !zone.field.empty())
                page.zones.push_back(read_zone(zone, row));
        }
        view.pages.push_back({{"A000001", number}, page});
    }
}

void add_piece(core::DossierView& view, const PieceSpec& told) {
    const core::PageRef ref{"A000002", static_cast<int>(view.pieces.size()) + 1};
    const auto kind = core::from_text<core::Kind>(told.nature);
    view.pieces.push_back({.kind = kind.value_or(core::Kind::other),
                           .detail = kind ? "" : told.nature,
                           .state = told.state,
                           .score = told.state == core::KindState::recognised ? sure : unsure,
                           .pages = {ref}});
    core::Page page{.page = ref.page};
    for (const auto& [name, value] : told.facts) {
        const auto fact = *core::from_text<core::FactName>(name);
        const bool end = fact == core::FactName::from || fact == core::FactName::to;
        page.facts.push_back({.name = fact,
                              .value = value,
                              .confidence = told.unsure.contains(name) ? unsure : sure,
                              .item = end ? 1 : 0});
    }
    int item = 0;
    for (const auto& [from, to] : told.periods) {
        ++item;
        const double confidence = told.unsure_periods.contains(item) ? unsure : sure;
        page.facts.push_back({.name = core::FactName::from, .value = from, .confidence = confidence, .item = item});
        page.facts.push_back({.name = core::FactName::to, .value = to, .confidence = confidence, .item = item});
    }
    view.pages.push_back({ref, page});
}

/// A box that could not be read leaves nothing in the data.
void take_out_unread(Told& row) {
    for (const auto& [path, box] : row.read)
        if (box.state != "read")
            std::erase_if(row.data, [&](const auto& entry) {
                return entry.first == path || entry.first.starts_with(path + ".");
            });
}

core::DossierView view_of(Told row, const pipeline::Catalogue& catalogue) {
    take_out_unread(row);
    core::DossierView view{.channel = *core::from_text<core::Channel>(row.channel),
                           .data_source = row.on_paper ? core::DataSource::paper : core::DataSource::typed};
    view.dossier.training = *core::Training::parse(row.training);
    const auto* procedure = catalogue.procedure(view.dossier.training);
    if (procedure == nullptr) throw std::runtime_error("formation sans procédure : " + row.training);
    view.dossier.procedure = procedure->kind;
    view.dossier.data = row.data;
    const auto* layout = catalogue.layout(procedure->form);
    if (layout != nullptr && row.channel != "online") add_form(view, row, *layout);
    for (const auto& piece : row.pieces) add_piece(view, piece);
    return view;
}

RuleRow finished(const Told& row, const Table& told, const std::string& where, const pipeline::Catalogue& catalogue,
                 const std::string& file) {
    RuleRow made{.where = where, .view = view_of(row, catalogue), .today = *core::parse_date(row.today)};
    each(told, "attend", [&](const toml::node& finding) { made.expected.push_back(text(finding, file)); });
    std::sort(made.expected.begin(), made.expected.end());
    return made;
}

std::string title_of(const Table& row, const std::string& otherwise) {
    return row["titre"].value<std::string>().value_or(otherwise);
}

void add_rows(std::vector<RuleRow>& rows, const Table& told, const Table& bases, const pipeline::Catalogue& catalogue,
              const std::string& file) {
    const auto line = [&](const toml::node& node) {
        return file + ", ligne " + std::to_string(node.source().begin.line) + " : ";
    };
    if (!told.contains("titre") || !told.contains("loi")) refuse(told, file, "un dossier a un titre et une loi");
    const auto start = [&](const Table& base_of) {
        Told row;
        const auto base = base_of["base"].value<std::string>();
        if (!base) refuse(base_of, file, "un dossier a une base");
        apply_base(row, bases, *base);
        return row;
    };
    const auto* cases = told["cas"].as_array();
    if (cases == nullptr) {
        auto row = start(told);
        apply(row, told, file);
        rows.push_back(finished(row, told, line(told) + title_of(told, ""), catalogue, file));
        return;
    }
    for (const auto& node : *cases) {
        const auto& one = *node.as_table();
        auto row = start(one.contains("base") ? one : told);
        apply(row, told, file);
        apply(row, one, file);
        rows.push_back(finished(row, one.contains("attend") ? one : told, line(one) + title_of(one, title_of(told, "")),
                                catalogue, file));
    }
}

}  // namespace

RuleRow rule_base(const std::filesystem::path& folder, const std::string& name, const pipeline::Catalogue& catalogue) {
    Told row;
    apply_base(row, toml::parse_file((folder / "bases.toml").string()), name);
    return {.where = name, .view = view_of(row, catalogue), .today = *core::parse_date(row.today), .expected = {}};
}

std::vector<RuleRow> rule_rows(const std::filesystem::path& folder, const pipeline::Catalogue& catalogue) {
    const auto bases = toml::parse_file((folder / "bases.toml").string());
    std::vector<RuleRow> rows;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator{folder})
        if (entry.path().extension() == ".toml" && entry.path().stem() != "bases") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const auto& path : files) {
        const auto file = toml::parse_file(path.string());
        each(file, "dossier", [&](const toml::node& row) {
            add_rows(rows, *row.as_table(), bases, catalogue, path.filename().string());
        });
    }
    return rows;
}
