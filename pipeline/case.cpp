#include "pipeline/case.h"

#include <algorithm>

#include "core/half_days.h"
#include "core/title.h"
#include "pipeline/match.h"
#include "pipeline/questions.h"

namespace pipeline {
namespace {

/// Dates and numbers; nothing for any other text.
std::optional<core::Range> number_of(const std::string& text) {
    if (const auto date = core::parse_date(text)) {
        const double day = static_cast<double>(std::chrono::sys_days{*date}.time_since_epoch().count());
        return core::Range{day, day};
    }
    if (const auto days = core::HalfDays::parse(text)) return core::Range{days->halves() / 2.0, days->halves() / 2.0};
    return std::nullopt;
}

/// What a person saw in a box stands for what the machine did.
void settle_zone(SeenZone& seen, const core::Settlement& said) {
    seen.who = said_by(said).place;
    seen.zone.score = 1;
    seen.zone.state = said.answer == "signed"    ? core::ZoneState::signed_
                      : said.answer == "stamped" ? core::ZoneState::read
                                                 : core::ZoneState::empty;
    if (seen.zone.kind == core::ZoneKind::stamp) seen.zone.stamped = said.answer == "stamped";
}

/// A box says a field is this: the value read in it, one of its lines, or what its tick stands for.
bool says(const core::ZoneLayout& layout, const core::Zone& zone, const std::string& value) {
    if (zone.kind == core::ZoneKind::checkbox) return zone.state == core::ZoneState::checked && layout.value == value;
    return zone.value == value || (zone.kind == core::ZoneKind::block && zone.value.find(value) != std::string::npos);
}

bool is_below(const std::string& field, const std::string& path) {
    return field == path || field.starts_with(path + ".");
}

}  // namespace

core::Evidence seen_on(const core::PageRef& ref, std::string field, std::string value, double confidence) {
    return {ref.arrival + " page " + std::to_string(ref.page), std::move(field), std::move(value), confidence, ref};
}

core::Evidence seen_in(const SeenZone& seen) {
    const auto& zone = seen.zone;
    const bool stamped = zone.kind == core::ZoneKind::stamp && zone.stamped.value_or(false);
    const auto state = std::string{stamped ? "stamped" : core::to_text(zone.state)};
    auto evidence = seen_on(seen.ref, zone.id, zone.value.empty() ? state : zone.value, zone.score);
    if (!seen.who.empty()) evidence.place = seen.who;
    return evidence;
}

core::Evidence said_by(const core::Settlement& settlement) {
    return {.place = settlement.who + ", le " + core::short_date(core::office_date(settlement.at)),
            .field = settlement.key,
            .value = settlement.answer};
}

Case::Case(const core::DossierView& view, const core::FormLayout& form, const core::ReferenceTables& tables,
           core::Training training, core::Date today)
    : view_(view),
      form_(form),
      tables_(tables),
      training_(training),
      today_(today),
      data_(view.dossier.data),
      pieces_(view.pieces) {
    for (const auto& settlement : view.settlements) settlements_[settlement.key] = settlement;
    settle_data();
    settle_pieces();
}

void Case::settle_data() {
    for (const auto& [key, settlement] : settlements_)
        if (key.find_first_of("/:") == std::string::npos) data_[data_path(key)] = settlement.answer;
}

void Case::settle_pieces() {
    for (auto& piece : pieces_) {
        const auto* said = settled(piece_key(piece));
        if (said == nullptr) continue;
        const auto kind = core::from_text<core::Kind>(said->answer);
        piece.kind = kind.value_or(core::Kind::other);
        piece.detail = kind ? "" : said->answer;
        piece.state = core::KindState::recognised;
        piece.score = 1;
    }
}

const core::Settlement* Case::settled(const std::string& key) const {
    const auto found = settlements_.find(key);
    return found == settlements_.end() ? nullptr : &found->second;
}

core::NamedPerson Case::agent() const {
    return {.family = core::field(data_, "agent.nom"),
            .usual = core::field(data_, "agent.nom_usage"),
            .first = core::field(data_, "agent.prenom"),
            .born = core::parse_date(core::field(data_, "agent.naissance"))};
}

std::string Case::resolved(const std::string& path, const Instance& instance) {
    return path.starts_with('.') ? instance.ground + path : path;
}

// --- Fields -------------------------------------------------------------------------------------------------------

std::vector<std::string> Case::zones_of_path(const std::string& path) const {
    std::vector<std::string> ids;
    for (const auto& page : form_.pages)
        for (const auto& zone : page.zones)
            if (!zone.field.empty() && (is_below(zone.field, path) || is_below(path, zone.field)))
                ids.push_back(zone.id);
    return ids;
}

Known Case::field(const std::string& path) const {
    const auto value = core::field(data_, path);
    if (value.empty()) return unread_field(path);

    Known known{.given = true, .text = value, .number = number_of(value)};
    if (const auto* said = settled(path)) {
        known.evidence.push_back(said_by(*said));
        return known;
    }
    if (view_.data_source == core::DataSource::paper)
        for (const auto& id : zones_of_path(path))
            for (const auto& seen : zones(id))
                if (says(*zone_layout(id), seen.zone, value)) {
                    known.evidence.push_back(seen_on(seen.ref, path, value, seen.zone.score));
                    known.sure = seen.zone.score >= sure_text;
                    if (!known.sure) known.questions.push_back(field_question(path, seen, label_of(id)));
                    return known;
                }
    known.evidence.push_back({"demande", path, value, 1});
    return known;
}

/// Not in the data. What came on paper may hold it all the same: only an empty box says that nothing is there.
Known Case::unread_field(const std::string& path) const {
    Known known{.evidence = {{"demande", path, "", 1}}};
    if (view_.data_source == core::DataSource::typed || settled(path) != nullptr) return known;
    const auto ids = zones_of_path(path);
    bool empty = !ids.empty() && !on_lost_page(path);
    for (const auto& id : ids)
        for (const auto& seen : zones(id)) {
            if (seen.zone.state == core::ZoneState::empty) continue;
            empty = false;
            known.evidence = {seen_in(seen)};
            known.questions = {field_question(path, seen, label_of(id))};
        }
    known.sure = empty;
    return known;
}

/// The page itself is asked for, and the field with it.
bool Case::on_lost_page(const std::string& path) const {
    const auto ids = zones_of_path(path);
    return view_.data_source == core::DataSource::paper && !ids.empty() &&
           std::none_of(ids.begin(), ids.end(), [&](const std::string& id) { return form_page(page_of(id)); });
}

Verdict Case::filled(const std::string& path) const {
    for (const auto& [key, value] : data_)
        if (!value.empty() && is_below(key, path)) {
            auto known = field(key);
            return {core::Answer::yes, std::move(known.evidence), {}};
        }
    if (on_lost_page(path)) return {};
    auto known = unread_field(path);
    return {known.sure ? core::Answer::no : core::Answer::doubt, std::move(known.evidence), std::move(known.questions)};
}

// --- The form -----------------------------------------------------------------------------------------------------

std::vector<SeenZone> Case::zones(const std::string& id) const {
    std::vector<SeenZone> found;
    for (const auto& [ref, page] : view_.pages) {
        if (!page.form || page.form->id != form_.id) continue;
        for (const auto& zone : page.zones) {
            if (zone.id != id) continue;
            found.push_back({.zone = zone, .ref = ref});
            if (const auto* said = settled(zone_key(ref, id))) settle_zone(found.back(), *said);
        }
    }
    return found;
}

std::optional<core::PageRef> Case::form_page(int page) const {
    for (const auto& [ref, seen] : view_.pages)
        if (seen.form && seen.form->id == form_.id && seen.form->page == page) return ref;
    return std::nullopt;
}

int Case::page_of(const std::string& zone) const {
    for (std::size_t i = 0; i < form_.pages.size(); ++i)
        for (const auto& candidate : form_.pages[i].zones)
            if (candidate.id == zone) return static_cast<int>(i) + 1;
    return 0;
}

const core::ZoneLayout* Case::zone_layout(const std::string& id) const {
    for (const auto& page : form_.pages)
        for (const auto& zone : page.zones)
            if (zone.id == id) return &zone;
    return nullptr;
}

std::string Case::label_of(const std::string& zone) const {
    const auto* layout = zone_layout(zone);
    return layout == nullptr || layout->label.empty() ? zone : layout->label;
}

// --- Pieces -------------------------------------------------------------------------------------------------------

bool Case::is_of(const core::Piece& piece, const std::vector<std::string>& natures) {
    const auto among = [&](std::string_view name) {
        return std::find(natures.begin(), natures.end(), name) != natures.end();
    };
    return among(core::to_text(piece.kind)) || (!piece.detail.empty() && among(piece.detail));
}

const core::Piece* Case::unread() const {
    for (const auto& piece : pieces_)
        if (piece.state != core::KindState::recognised && piece.kind != core::Kind::demande_dispense) return &piece;
    return nullptr;
}

const core::Piece* Case::nameless_form_page() const {
    for (const auto& piece : pieces_)
        if (piece.kind == core::Kind::demande_dispense && piece.state != core::KindState::recognised) return &piece;
    return nullptr;
}

std::string Case::text_of(const core::Piece& piece) const {
    std::string text;
    for (const auto& [ref, page] : view_.pages)
        if (std::find(piece.pages.begin(), piece.pages.end(), ref) != piece.pages.end()) text += page.text + '\n';
    return text;
}

std::vector<std::string> Case::grounds(const std::string& path) const {
    std::vector<std::string> all;
    for (int i = 1; i <= core::count_of(data_, path); ++i) all.push_back(path + "." + std::to_string(i));
    return all;
}

FoundPiece Case::find_piece(const std::vector<std::string>& natures, const Instance& instance) const {
    const auto dot = instance.ground.rfind('.');
    if (dot != std::string::npos) {
        const auto shares = shared_out(natures, instance.ground.substr(0, dot));
        return shares.at(static_cast<std::size_t>(std::stoi(instance.ground.substr(dot + 1))) - 1);
    }
    FoundPiece found;
    for (const auto& piece : pieces_) {
        if (!is_of(piece, natures)) continue;
        const bool sure = piece.state == core::KindState::recognised;
        if (found.piece == nullptr || (sure && !found.sure)) found = {&piece, sure};
    }
    return found;
}

/// Several trainings or diplomas: each takes the piece that carries its title, then what is left over is shared out, in
/// doubt. A single one takes any piece of the nature: whether its title agrees is another rule's question.
std::vector<FoundPiece> Case::shared_out(const std::vector<std::string>& natures, const std::string& path) const {
    const auto all = grounds(path);
    std::vector<const core::Piece*> candidates;
    for (const auto& piece : pieces_)
        if (is_of(piece, natures)) candidates.push_back(&piece);
    const auto recognised = [](const core::Piece* piece) { return piece->state == core::KindState::recognised; };
    const auto carries = [&](const core::Piece* piece, const std::string& title) {
        const auto facts = core::facts_of(view_, *piece);
        const auto* fact = core::find_fact(facts, core::FactName::title);
        if (fact != nullptr && core::same_title(fact->value, title) == core::Answer::yes) return true;
        const auto text = text_of(*piece);
        return !text.empty() && mentions(text, title);
    };

    std::vector<FoundPiece> shares(all.size());
    const auto taken = candidates;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto title = core::field(data_, all[i] + ".intitule");
        const auto best = std::find_if(candidates.begin(), candidates.end(), [&](const core::Piece* piece) {
            return recognised(piece) && carries(piece, title);
        });
        if (best == candidates.end()) continue;
        shares[i] = {*best, true};
        candidates.erase(best);
    }
    std::stable_partition(candidates.begin(), candidates.end(), recognised);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (shares[i].piece != nullptr) continue;
        if (!candidates.empty()) {
            shares[i] = {candidates.front(), all.size() == 1 && recognised(candidates.front())};
            candidates.erase(candidates.begin());
            continue;
        }
        const auto title = core::field(data_, all[i] + ".intitule");  // One paper may attest several trainings.
        const auto shared =
            std::find_if(taken.begin(), taken.end(), [&](const core::Piece* piece) { return carries(piece, title); });
        if (shared != taken.end()) shares[i] = {*shared, false};
    }
    return shares;
}

}  // namespace pipeline
