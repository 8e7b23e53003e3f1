// SPDX-License-Identifier: Apache-2.0
// The time base of the engine, whose ticks every head counts; docs/time.md.
#include "gen/emit/feature.hpp"

namespace kvolt {
namespace {

HeadParts head(const Design&) {
    HeadParts parts;
    parts.ports = {{{PortDirection::in, "", "tick_i", "pulse: time goes on by a tick"}, "tick", 0}};
    return parts;
}

TopParts top(const Design& design) {
    TopParts parts;
    parts.title = "Time base: ages of stored tokens are counted in its ticks";
    parts.nets = {{"", "tick"}};
    parts.instances = {{"kv_time_base",
                        {{"TICK_BITS", std::to_string(design.time.tick_bits)}},
                        "u_time_base",
                        {{"clk_i", "clk_i"}, {"rst_ni", "rst_n"}, {"cycles_i", "tick_cycles"}, {"tick_o", "tick"}}}};
    return parts;
}

}  // namespace

const Feature time_feature{
    "time", {"retention.limit_us=20"}, [](const Design& design) { return design.time.base; }, head, nullptr, top};

}  // namespace kvolt
