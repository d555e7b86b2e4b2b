/// Outbox after a restoration.
#include "store/connection.h"
#include "store/journal.h"
#include "store/outbox.h"
#include "store/outbox_rows.h"

namespace store {
namespace {

using State = core::DispatchState;

const std::string memory = "outbox_shut";

}  // namespace

Shut Outbox::shut(std::string_view why) {
    Shut made;
    connection_.transaction([&] {
        connection_.change("INSERT INTO remembered (name, value) VALUES (:name, :why) ON CONFLICT (name) DO NOTHING",
                           memory, why);
        journal_.append(program, "outbox_shut", "", why);
        for (const auto state : {State::waiting, State::connecting, State::final_dot})
            for (const auto& dispatch : list(state)) {
                const bool mail = dispatch.channel == core::DispatchChannel::mail;
                move(dispatch, {state}, mail ? State::uncertain : State::held, program, Fence::any_attempt);
                connection_.change("UPDATE dispatches SET reply = :why WHERE number = :number", why,
                                   number_of(dispatch));
                ++(mail ? made.uncertain : made.held);
            }
    });
    return made;
}

bool Outbox::is_shut() {
    return connection_.row<std::string>("SELECT name FROM remembered WHERE name = :name", memory).has_value();
}

bool Outbox::open(std::string_view who) {
    bool was_shut = false;
    connection_.transaction([&] {
        was_shut = connection_.change("DELETE FROM remembered WHERE name = :name", memory) == 1;
        if (was_shut) journal_.append(who, "outbox_opened", "");
    });
    return was_shut;
}

}  // namespace store
