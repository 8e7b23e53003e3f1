// SPDX-License-Identifier: Apache-2.0
// The functions that kv_cells_model_dpi.v calls through DPI. Vectors are 32-bit words, lowest first, with bit b of all
// lanes in bits [b * lanes ...]. `array`: 0 = K, 1 = V. A handle of null is ignored.
#pragma once

#include <cstdint>

namespace kvolt {

/// From now on faults at the pins of macros (kv_pin_watch) are counted; until then the first one ends the simulation.
void count_pin_faults();
/// Since then, all macros of the process.
std::uint64_t pin_faults();

}  // namespace kvolt

extern "C" {

/// Null, and a line on standard error, for sizes and currents that the physics refuses.
void* kvolt_cells_create(int rows, int slots, int q_max, int unit_cycles, int phi_max, int phi_unit_cycles, int kv_bits,
                         int adc_bits, int out_bits, int window, int linear, double c0, double c1, double c2, double c3,
                         double v_max, double v_zero, double score_saturation, double lsb, double output_saturation,
                         double decay_per_token);
void kvolt_cells_destroy(void* handle);
/// A fault at the pins. Whether the simulation is to end.
int kvolt_cells_fault(void* handle);
/// Before anything is written, both of these.
void kvolt_cells_table(void* handle, int points, const std::uint32_t* volt, const std::uint32_t* ua);
void kvolt_cells_imperfections(void* handle, const char* path, int head, int tile, int group, int columns_per_converter,
                               const std::uint32_t* fields);
/// What happens has a time; `clock` is parameter CLOCK of the model. Before anything is written.
void kvolt_cells_clock(void* handle, const char* path, int head, int tile, int group, const std::uint32_t* clock);
/// The clock edge at which what follows happens.
void kvolt_cells_at(void* handle, std::uint64_t edges);
/// A score (array 0), or a weighing (1), begins.
void kvolt_cells_begin(void* handle, int array);
void kvolt_cells_age(void* handle, int array);
/// Levels of the slots on `lines`; `held`: those whose write goes on.
void kvolt_cells_write(void* handle, int array, const std::uint32_t* lines, const std::uint32_t* held,
                       const std::uint32_t* levels);
/// Charges of the K columns from the widths of the q pulses, and phi as the pulse path has it.
void kvolt_cells_score(void* handle, const std::uint32_t* counts, const std::uint32_t* live);
/// Those charges, offset binary.
void kvolt_cells_score_codes(void* handle, std::uint32_t* codes);
/// phi from the widths of pulses instead.
void kvolt_cells_pulses(void* handle, const std::uint32_t* counts);
/// Charges of the V rows from phi.
void kvolt_cells_weigh(void* handle, std::uint32_t* sign, std::uint32_t* size);

}  // extern "C"
