// SPDX-License-Identifier: Apache-2.0
#include "gen/draw/head_layout.hpp"

namespace kvolt {
namespace {

constexpr std::string_view digital = "digital", analog = "analog";

const std::vector<HeadPlace>& common_places() {
    static const std::vector<HeadPlace> table{
        {"token_in", "kv_token_in", 0, 0, 1, digital, "", {"packets checked,", "one token kept"}},
        {"switch", "kv_token_switch", 0, 3, 1, digital, "", {"stream, or tokens", "of the head's own"}},
        {"window", "kv_window", 0, 1, 2, digital, "", {"slot to write,", "how many are live"}},
        {"pulse_driver", "kv_pulse_driver", 1, 0, 1, digital, "", {"codes to widths"}},
        {"word_lines", "kv_word_lines", 1, 1, 1, digital, "", {"one-hot, no glitches"}},
        {"live", "kv_live", 1, 2, 1, digital, "", {"first slots are live"}},
        {"hold", "u_v_level", 1, 3, 1, digital, "", {"levels of v", "until P"}},
        {"sequencer", "u_sequencer", 0, 4, 1, digital, "", {}},
    };
    return table;
}

const std::vector<HeadPlace>& pulse_places() {
    static const std::vector<HeadPlace> table{
        {"tile", "u_tile", 2, 0, 4, analog, "tile", {"K array", "charge to pulse", "V array"}},
        {"readout", "kv_readout", 3, 1, 1, digital, "", {"pulses of all tiles", "summed as they last"}},
        {"protected", "u_protected", 3, 3, 1, digital, "", {"tokens computed", "digitally"}},
        {"result", "kv_result", 4, 1, 1, digital, "", {"scale, round,", "saturate, stream"}},
        {"retention", "kv_retention", 4, 2, 1, digital, "", {"ages of tokens"}},
        {"refresh", "kv_refresh", 4, 2, 1, digital, "", {"writes old tokens", "again"}},
        {"lane_memory", "kv_lane_memory", 5, 2, 1, digital, "", {"offset and trim", "of each lane"}},
        {"calibration", "kv_calibration", 4, 3, 1, digital, "", {"measures lanes by", "reading zero"}},
        {"self_test", "kv_self_test", 5, 3, 1, digital, "", {"tokens from", "registers"}},
    };
    return table;
}

const std::vector<HeadPlace>& adc_places() {
    static const std::vector<HeadPlace> table{
        {"karray", "u_k", 2, 0, 2, analog, "K array", {"charge of each", "column: a score"}},
        {"varray", "u_v", 2, 2, 2, analog, "V array", {"charge of each row:", "an output"}},
        {"score_control", "u_score_ramp", 3, 1, 1, digital, "", {"counts the ramp"}},
        {"score_control", "u_score_sar", 3, 1, 1, digital, "", {"bit by bit"}},
        {"converter", "u_score_sum", 3, 0, 1, digital, "", {"codes of the groups,", "added"}},
        {"converter", "u_score_registers", 3, 0, 1, digital, "", {"keeps the bits that", "were found"}},
        {"normalizer", "kv_norm_", 4, 0, 1, digital, "", {"score code", "to phi code"}},
        {"reciprocal", "kv_reciprocal", 4, 1, 1, digital, "", {"gain over live slots"}},
        {"phi_driver", "kv_phi_driver", 5, 0, 1, digital, "", {"codes to widths"}},
        {"readout", "kv_readout", 3, 2, 1, digital, "", {"pulses of all tiles", "summed as they last"}},
        {"readout", "u_read_sum", 3, 2, 1, digital, "", {"codes of the tiles,", "added"}},
        {"read_control", "u_read_ramp", 3, 3, 1, digital, "", {"counts the ramp"}},
        {"read_control", "u_read_sar", 3, 3, 1, digital, "", {"bit by bit"}},
        {"gather", "kv_gather", 4, 2, 1, digital, "", {"rows in order"}},
        {"result", "kv_result", 5, 2, 1, digital, "", {"scale, round,", "saturate, stream"}},
        {"protected", "u_protected", 4, 3, 1, digital, "", {"tokens computed", "digitally"}},
        {"self_test", "kv_self_test", 5, 3, 1, digital, "", {"tokens from", "registers"}},
        {"calibration", "kv_calibration", 4, 3, 1, digital, "", {"measures lanes by", "reading zero"}},
    };
    return table;
}

/// One ramp counter for all columns: it is normalized, and what the latches keep is phi.
const std::vector<HeadPlace>& shared_ramp_places() {
    static const std::vector<HeadPlace> table{
        {"normalizer", "kv_norm_", 3, 0, 1, digital, "", {"ramp's counter", "to phi code"}},
        {"converter", "u_latches", 4, 0, 1, digital, "", {"a latch a column", "keeps its phi"}},
    };
    return table;
}

bool begins(const std::string& text, std::string_view with) { return text.compare(0, with.size(), with) == 0; }

const HeadPlace* in(const std::vector<HeadPlace>& table, const HeadInstance& instance) {
    for (const auto& place : table) {
        const bool by_name = begins(std::string(place.match), "u_");
        if (by_name ? instance.name == place.match : begins(instance.module, place.match)) return &place;
    }
    return nullptr;
}

}  // namespace

const HeadPlace* head_place(const HeadInstance& instance, const Design& design) {
    if (design.adc.shared_normalizer) {
        if (const auto* place = in(shared_ramp_places(), instance)) return place;
    }
    if (const auto* place = in(design.adc.on ? adc_places() : pulse_places(), instance)) return place;
    return in(common_places(), instance);
}

const std::vector<HeadArrow>& head_arrows() {
    using Way = ArrowWay;
    static const std::vector<HeadArrow> table{
        // from, to, way, heights, shift, label
        {"token_in", "pulse_driver", Way::right, 0, 0, 0, "q"},
        {"token_in", "tile", Way::under, 0, 0, 0, "k, v"},
        {"token_in", "karray", Way::under, 0, 0, 0, "k"},
        {"window", "word_lines", Way::right, 1, 1, 0, ""},
        {"window", "live", Way::right, 2, 2, 0, ""},
        {"pulse_driver", "tile", Way::right, 0, 0, 0, ""},
        {"pulse_driver", "karray", Way::right, 0, 0, 0, ""},
        {"word_lines", "tile", Way::right, 1, 1, 0, ""},
        {"word_lines", "karray", Way::right, 1, 1, 0, ""},
        {"word_lines", "varray", Way::right, 1.15, 2.2, 4, ""},
        {"live", "tile", Way::right, 2, 2, 0, ""},
        {"live", "karray", Way::right, 2, 1.2, -4, ""},
        {"hold", "tile", Way::right, 3, 3, 0, ""},
        {"hold", "varray", Way::right, 3, 3, 0, ""},
        {"tile", "readout", Way::right, 1, 1, 0, ""},
        {"readout", "result", Way::right, 1, 1, 0, ""},
        {"karray", "converter", Way::right, 0, 0, 0, ""},
        {"karray", "converter", Way::around, 0, 0, 0, ""},
        {"karray", "score_control", Way::right, 0.85, 0.85, 0, ""},
        {"score_control", "karray", Way::left, 1.15, 1.15, 0, ""},
        {"score_control", "normalizer", Way::up, 0, 0, 0, ""},
        {"score_control", "converter", Way::up, 0, 0, 0, ""},
        {"converter", "normalizer", Way::right, 0, 0, 0, ""},
        {"normalizer", "converter", Way::right, 0, 0, 0, ""},
        {"reciprocal", "normalizer", Way::up, 0, 0, 0, ""},
        {"converter", "phi_driver", Way::right, 0, 0, 0, ""},
        {"normalizer", "phi_driver", Way::right, 0, 0, 0, ""},
        {"phi_driver", "varray", Way::back, 0, 0, 0, "phi pulses"},
        {"varray", "readout", Way::right, 2, 2, 0, ""},
        {"read_control", "varray", Way::left, 3, 3, 0, ""},
        {"read_control", "readout", Way::up, 0, 0, 0, ""},
        {"readout", "gather", Way::right, 2, 2, 0, ""},
        {"readout", "result", Way::right, 2, 2, 0, ""},
        {"gather", "result", Way::right, 2, 2, 0, ""},
        {"calibration", "lane_memory", Way::right, 3, 2, 0, ""},
        {"lane_memory", "result", Way::over, 0, 1.2, 0, ""},
        {"protected", "result", Way::right, 3, 1.2, 0, ""},
        {"protected", "result", Way::right, 3, 2.2, 0, ""},
        {"token_in", "switch", Way::margin, 0, 3, 0, ""},
        {"switch", "pulse_driver", Way::right, 2.85, 0, 5, "q"},
        {"switch", "hold", Way::right, 3.1, 3.1, 0, ""},
        {"switch", "tile", Way::right, 3.1, 3.1, 0, ""},
        {"self_test", "switch", Way::lane, 0, 0, 0, ""},
        {"retention", "live", Way::lane, 0, 0, 1, ""},
    };
    return table;
}

}  // namespace kvolt
