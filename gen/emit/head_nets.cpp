// SPDX-License-Identifier: Apache-2.0
#include "gen/emit/head_nets.hpp"

#include <fmt/format.h>

namespace kvolt {
bool counts_stored(const Design& design) { return design.adc.on && design.adc.reciprocal_cycles > 0; }

std::string stored_tile(const Design& design) {
    if (design.config.repair.slots == 0) return "frontier_tile";
    return counts_stored(design) ? "stored_tile" : "unused_stored_tile";
}

std::string stored_slot(const Design& design) {
    if (design.config.repair.slots == 0) return "frontier_slot";
    return counts_stored(design) ? "stored_slot" : "unused_stored_slot";
}

std::string stream_token(const Design& design, const std::string& what) {
    return (design.calibration.on ? "stream_" : "token_") + what;
}

std::string admission_enable(const Design& design) { return design.calibration.on ? "1'b1" : "enable_i"; }

std::string admissible(const Design& design) {
    std::string token = "token_valid";
    if (design.config.repair.slots > 0) token += " & slot_ready";
    if (design.protect.on) token += " & protected_ready";
    return design.refresh.on ? fmt::format("refresh_ready | ({} & ~refresh_hold)", token) : token;
}

std::string admissible_write(const Design& design) {
    return design.refresh.on ? "refresh_ready | token_write" : array_write(design);
}

std::string admissible_query(const Design& design) {
    return design.refresh.on ? "~refresh_ready & token_query" : "token_query";
}

std::string released(const Design& design) { return design.refresh.on ? "write_done" : "token_pop"; }

std::string counted_admit(const Design& design) { return design.calibration.on ? "counted_admit" : "admit"; }

std::string packet_admit(const Design& design) { return design.refresh.on ? "token_admit" : counted_admit(design); }

void add_admission_nets(const Design& design, std::vector<VerilogNet>& nets) {
    if (design.config.repair.slots > 0) nets.push_back({"", "slot_ready", "", "the slot of the token is known"});
    if (design.calibration.on)
        nets.push_back({"", "counted_admit", "admit & ~zero_read", "reads of zero leave the window as it is"});
    if (design.protect.on) {
        nets.push_back({"", "array_write", "", "the token, if it writes, is not one of the first that are protected"});
        nets.push_back({"", "protected_ready", "", "nobody reads the protected tokens"});
        nets.push_back({"", "protected_done", "", "what they add to the next readout is complete"});
    }
    if (!design.refresh.on) return;
    nets.push_back({"", "refresh_hold", "", "no token before the refresh that is due"});
    nets.push_back({"", "refresh_ready", "", "a stored token is to be written again, in place of a token"});
    nets.push_back({"", "token_admit", counted_admit(design) + " & ~refresh_ready"});
}

std::string array_write(const Design& design) { return design.protect.on ? "array_write" : "token_write"; }

std::string readable(const Design& design) {
    return design.protect.on ? "result_space & protected_done" : "result_space";
}

}  // namespace kvolt
