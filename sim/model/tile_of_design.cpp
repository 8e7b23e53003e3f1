// SPDX-License-Identifier: Apache-2.0
#include "sim/model/tile_of_design.hpp"

namespace kvolt {

TileParameters tile_parameters(const Design& design) {
    const auto& analog = design.config.analog;
    TileParameters p;
    p.rows = design.rows;
    p.slots = design.slots;
    p.q_max = design.q_max;
    p.level_max = design.level_max;
    p.code_max = design.code_max;
    p.linear = analog.cell == CellKind::linear;
    p.c0 = p.linear ? 0.0 : analog.coefficients_ua[0];
    p.c1 = p.linear ? analog.slope_ua : analog.coefficients_ua[1];
    p.c2 = p.linear ? 0.0 : analog.coefficients_ua[2];
    p.c3 = p.linear ? 0.0 : analog.coefficients_ua[3];
    p.points = analog.points;
    p.v_max = analog.v_max;
    p.v_zero = analog.v_zero;
    p.score_saturation = analog.score_saturation_ua;
    p.output_saturation = analog.output_saturation_ua;
    p.decay_per_token = analog.decay_per_token;
    p.tau_cycles = design.time.tau_cycles;
    p.tau2_cycles = design.time.tau2_cycles;
    p.fraction2 = design.time.fraction2;
    p.max_age = design.age_window - 1;
    p.imperfections = analog;
    p.columns_per_converter = design.adc.on ? design.adc.scores.passes : 1;
    p.rows_per_converter = design.adc.on ? design.adc.outputs.passes : 1;
    return p;
}

}  // namespace kvolt
