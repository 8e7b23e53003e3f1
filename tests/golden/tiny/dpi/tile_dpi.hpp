// SPDX-License-Identifier: Apache-2.0
// The functions that kv_tile_model_dpi.v calls through DPI.
#pragma once

#include <cstdint>

extern "C" {

void* kvolt_tile_create(int rows, int slots, int q_max, int unit_cycles, int kv_bits, int out_bits, int window,
                        int linear, double c0, double c1, double c2, double c3, double v_max, double v_zero,
                        double score_saturation, double output_saturation, double decay_per_token);
void kvolt_tile_destroy(void* handle);
void kvolt_tile_age_k(void* handle);
void kvolt_tile_age_v(void* handle);
void kvolt_tile_table(void* handle, int points, const std::uint32_t* volt, const std::uint32_t* ua);
void kvolt_tile_imperfections(void* handle, const char* path, int head, int tile, std::uint64_t seed,
                              double gain_mismatch, double offset_mismatch, double read_noise, double write_noise,
                              double comparator_offset, double stuck_cells, double leakage_spread);
void kvolt_tile_write_k(void* handle, const std::uint32_t* word_lines, const std::uint32_t* levels, int lasts);
void kvolt_tile_write_v(void* handle, const std::uint32_t* word_lines, const std::uint32_t* levels, int lasts);
void kvolt_tile_score(void* handle, const std::uint32_t* counts, const std::uint32_t* live);
void kvolt_tile_weigh(void* handle, std::uint32_t* sign, std::uint32_t* magnitude);

}  // extern "C"
