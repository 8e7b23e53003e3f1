// SPDX-License-Identifier: Apache-2.0
// One row each of what a head counts, reports and says of itself; gen/design/counters.hpp has the rows.
#pragma once

#include <optional>
#include <string>

namespace kvolt {

/// What a run of the bench knows a counter to be at its end.
enum class CounterCheck {
    not_known,        ///< only the engine knows
    results,          ///< delivered by the head
    saturated_words,  ///< of the golden model
    none,             ///< zero: the bench sends good packets into good macros
    violations,       ///< queries that met old tokens, of the golden model
    refreshes,        ///< writes of the golden model
};

/// A pulse of a head that sets a bit of IRQ_STATUS: `<name>_o` of the head, `event_<name>_i` of the register block.
struct HeadEvent {
    std::string name;
    int bit = 0;      ///< of IRQ_STATUS and IRQ_ENABLE
    std::string net;  ///< in the head; empty: the block that finds the event drives the port
    std::string doc;  ///< what happened: "a packet was dropped"
};

/// A counter of a head: `<name>_o` of the head, register <NAME>, `<name>` in reports.
struct HeadCounter {
    std::string name;
    int width = 32;
    int offset = 0;        ///< of its register behind the head's first, bytes
    std::string net;       ///< in the head: what is counted in a cycle
    std::string net_bits;  ///< width of that net, as Verilog writes it
    std::string doc;       ///< what is counted: "packets dropped"
    CounterCheck check = CounterCheck::not_known;
    std::optional<HeadEvent> event = {};
};

/// A level of a head that is a bit of STATUS where it is high in any: `<name>_o` of the head.
struct HeadState {
    std::string name;
    int bit = 0;       ///< of STATUS
    std::string doc;   ///< of the register: about some head
    std::string port;  ///< of the head's port
};

}  // namespace kvolt
