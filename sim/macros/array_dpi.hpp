// SPDX-License-Identifier: Apache-2.0
// The functions that kv_k_array_model_dpi.v and kv_v_array_model_dpi.v call through DPI.
#pragma once

#include <cstdint>

extern "C" {

void* kvolt_array_create(int rows, int slots, int pulse_max, int unit_cycles, int kv_bits, int code_bits, int window,
                         int linear, double c0, double c1, double c2, double c3, double v_max, double v_zero,
                         double output_saturation, double decay_per_token);
void kvolt_array_destroy(void* handle);
void kvolt_array_age(void* handle);
void kvolt_array_table(void* handle, int points, const std::uint32_t* volt, const std::uint32_t* ua);
void kvolt_array_imperfections(void* handle, const char* path, int head, int tile, int group, int columns_per_converter,
                               std::uint64_t seed, double gain_mismatch, double offset_mismatch, double read_noise,
                               double write_noise, double comparator_offset, double stuck_cells, double leakage_spread);
void kvolt_array_write(void* handle, const std::uint32_t* word_lines, const std::uint32_t* levels, int lasts);
void kvolt_array_score(void* handle, double lsb, const std::uint32_t* counts, const std::uint32_t* live,
                       std::uint32_t* code);
void kvolt_array_weigh(void* handle, const std::uint32_t* counts, std::uint32_t* sign, std::uint32_t* size);

}  // extern "C"
