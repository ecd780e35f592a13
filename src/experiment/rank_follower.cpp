#include "experiment/rank_follower.h"

#include "greenlane/core/contract.h"

#include "experiment/rank_messages.h"
#include "experiment/unit_bytes.h"

#include <cstdint>
#include <vector>

namespace greenlane::experiment {

std::optional<ToldFailure> follow(Desk& desk) {
    Patience patience;
    bool asked = false;
    bool told_over = false;
    for (;;) {
        while (const auto own = desk.collect()) {
            send(leader, result, to_bytes(own->first, own->second));
        }
        if (const std::size_t wanted = desk.wanted(); wanted > 0 && !asked) {
            send(leader, ask, to_bytes(std::uint64_t{wanted}));
            asked = true;
            patience.renew();
        }
        const auto message = next_message();
        if (!message) {
            auto failure = desk.failure();
            if (!told_over && (failure || (desk.is_empty() && !asked))) {
                send(leader, over, to_bytes(failure));
                told_over = true;
            }
            desk.wait(patience);
        } else if (message->tag == grant) {
            std::vector<Unit> units;
            from_bytes(message->bytes, units);
            desk.put(std::move(units));
            asked = false;
        } else if (message->tag == stop) {
            Unit failed;
            from_bytes(message->bytes, failed);
            desk.stop_after(failed);
        } else {
            GREENLANE_EXPECT(message->tag == end);
            std::optional<ToldFailure> failure;
            from_bytes(message->bytes, failure);
            return failure;
        }
    }
}

}  // namespace greenlane::experiment
