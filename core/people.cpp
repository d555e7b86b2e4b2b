#include "core/people.h"

#include <algorithm>

#include "core/identifiers.h"
#include "core/normalise.h"

namespace core {
namespace {

std::vector<std::string> names_of(const Agent& agent) {
    std::vector<std::string> names;
    for (const auto& name : {agent.name, agent.usual_name})
        if (auto key = normalised(name); !key.empty() && std::find(names.begin(), names.end(), key) == names.end())
            names.push_back(std::move(key));
    return names;
}

bool begins(const std::string& whole, const std::string& part) {
    return whole.starts_with(part) && (whole.size() == part.size() || whole[part.size()] == ' ');
}

bool first_names_agree(const Agent& one, const Agent& other) {
    const auto a = normalised(one.first_name);
    const auto b = normalised(other.first_name);
    return !a.empty() && !b.empty() && (begins(a, b) || begins(b, a));
}

}  // namespace

SamePerson same_person(const Agent& one, const Agent& other) {
    const auto names = names_of(one);
    const auto others = names_of(other);
    const bool share = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
        return std::find(others.begin(), others.end(), name) != others.end();
    });
    if (!share || !first_names_agree(one, other)) return SamePerson::no;
    if (!one.born || !other.born) return SamePerson::doubt;
    return *one.born == *other.born ? SamePerson::yes : SamePerson::no;
}

std::vector<std::string> name_keys(const Agent& agent) {
    auto first = normalised(agent.first_name);
    first = first.substr(0, first.find(' '));
    std::vector<std::string> keys;
    if (first.empty()) return keys;
    for (const auto& name : names_of(agent)) keys.push_back(name + "/" + first);
    return keys;
}

Agent agent_of(const Fields& request) {
    return {.name = field(request, "agent.nom"),
            .usual_name = field(request, "agent.nom_usage"),
            .first_name = field(request, "agent.prenom"),
            .born = parse_date(field(request, "agent.naissance")),
            .email = field(request, "agent.courriel")};
}

Collectivite collectivite_of(const Fields& request) {
    const auto siret = Siret::parse(field(request, "collectivite.siret"));
    return {.siret = siret ? siret->text() : std::string{},
            .name = field(request, "collectivite.denomination"),
            .email = field(request, "collectivite.courriel"),
            .telephone = field(request, "collectivite.telephone"),
            .address = lines_of(request, "collectivite.adresse.ligne")};
}

}  // namespace core
