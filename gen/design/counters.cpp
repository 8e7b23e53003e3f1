// SPDX-License-Identifier: Apache-2.0
#include "gen/design/counters.hpp"

#include <algorithm>

#include "gen/design/design.hpp"

namespace kvolt {
namespace {

/// A row, and the designs that have it.
template <class T>
struct Row {
    bool (*on)(const Design&);
    T row;
};

bool always(const Design&) { return true; }
bool with_retention(const Design& d) { return d.retention.on; }
bool with_refresh(const Design& d) { return d.refresh.on; }
bool with_calibration(const Design& d) { return d.calibration.on; }
bool with_self_test(const Design& d) { return d.calibration.self_test; }

using Check = CounterCheck;

const std::vector<Row<HeadCounter>>& counters() {
    static const std::vector<Row<HeadCounter>> rows{
        {always, {"tokens", 32, 0x08, "token_done", "1", "results delivered", Check::results}},
        {always,
         {"stalls", 32, 0x0C, "stalled", "1", "cycles in which a frame could not start for want of room for a result",
          Check::not_known}},
        {always,
         {"saturations", 32, 0x10, "saturated", "FLAG_BITS", "result words that saturated", Check::saturated_words,
          HeadEvent{"saturation", 2, "saturation", "a result word saturated"}}},
        {always,
         {"packet_errors", 32, 0x14, "packet_error", "1", "packets dropped", Check::none,
          HeadEvent{"packet_error", 0, "packet_error", "a packet was dropped"}}},
        {always,
         {"readout_faults", 32, 0x18, "readout_fault", "1", "readouts with a pulse where none may be", Check::none,
          HeadEvent{"readout_fault", 1, "readout_fault", "a readout saw a pulse where none may be"}}},
        {with_retention,
         {"retention_violations", 32, 0x1C, "retention_violation", "1",
          "queries that met tokens beyond the retention limit", Check::violations,
          HeadEvent{"retention_violation", 3, "retention_violation", "a query met tokens beyond the retention limit"}}},
        {with_refresh,
         {"refreshes", 32, 0x20, "refreshed", "1", "tokens written again from the digital copy", Check::refreshes}},
    };
    return rows;
}

/// Events without a counter.
const std::vector<Row<HeadEvent>>& events() {
    static const std::vector<Row<HeadEvent>> rows{
        {with_calibration, {"calibrated", 4, "", "the calibration of a head is complete"}},
    };
    return rows;
}

const std::vector<Row<HeadState>>& states() {
    static const std::vector<Row<HeadState>> rows{
        {always,
         {"busy", 0, "a token is on its way in some head",
          "a token is held, on its way, or its result not yet delivered"}},
        {with_calibration,
         {"calibrating", 1, "some head is calibrating or about to", "a calibration is going on or about to"}},
        {with_self_test,
         {"self_testing", 2, "some head has not finished its test token, or not let go of its stream after the last",
          "a test token is not finished, or the stream not let go"}},
    };
    return rows;
}

template <class T>
std::vector<T> rows_of(const std::vector<Row<T>>& all, const Design& design) {
    std::vector<T> list;
    for (const auto& one : all) {
        if (one.on(design)) list.push_back(one.row);
    }
    return list;
}

}  // namespace

std::vector<HeadCounter> head_counters(const Design& design) { return rows_of(counters(), design); }

std::vector<HeadEvent> head_events(const Design& design) {
    auto list = rows_of(events(), design);
    for (const auto& counter : head_counters(design)) {
        if (counter.event) list.push_back(*counter.event);
    }
    std::sort(list.begin(), list.end(), [](const HeadEvent& a, const HeadEvent& b) { return a.bit < b.bit; });
    return list;
}

std::vector<HeadState> head_states(const Design& design) { return rows_of(states(), design); }

}  // namespace kvolt
