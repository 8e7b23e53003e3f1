// SPDX-License-Identifier: Apache-2.0
// A Verilated tile behind four C functions; compiled with each model under test into a shared object of its own.
#include "Vtile_top.h"
#include "tests/model/macro/tile_pins.hpp"

double sc_time_stamp() { return 0; }

namespace {

using kvolt::test::TileInputs;
using kvolt::test::TileOutputs;

template <class Port>
void drive(Port& port, const std::uint32_t* words) {
    port = static_cast<Port>(words[0] | std::uint64_t{words[1]} << 32);
}
template <std::size_t N>
void drive(VlWide<N>& port, const std::uint32_t* words) {
    for (std::size_t i = 0; i < N; ++i) port[i] = words[i];
}
template <class Port>
void sample(const Port& port, std::uint32_t* words) {
    words[0] = static_cast<std::uint32_t>(port);
    words[1] = static_cast<std::uint32_t>(std::uint64_t{port} >> 32);
}
template <std::size_t N>
void sample(const VlWide<N>& port, std::uint32_t* words) {
    for (std::size_t i = 0; i < N; ++i) words[i] = port[i];
}

struct Tile {
    VerilatedContext context;
    Vtile_top top{&context, "top"};
};

}  // namespace

extern "C" {

void* tile_make() { return new Tile; }

void tile_end(void* handle) {
    auto* tile = static_cast<Tile*>(handle);
    tile->top.final();
    delete tile;
}

void tile_cycle(void* handle, const TileInputs* in, TileOutputs* out) {
    auto& top = static_cast<Tile*>(handle)->top;
    top.clk_i = 0;
    top.rst_ni = in->rst_n;
    top.k_write_i = in->k_write;
    top.v_write_i = in->v_write;
    top.score_start_i = in->score_start;
    top.weigh_start_i = in->weigh_start;
    top.read_start_i = in->read_start;
    drive(top.k_wl_i, in->k_wl);
    drive(top.v_wl_i, in->v_wl);
    drive(top.live_i, in->live);
    drive(top.q_pulse_i, in->q_pulse);
    drive(top.k_level_i, in->k_level);
    drive(top.v_level_i, in->v_level);
    top.eval();
    top.clk_i = 1;
    top.eval();
    sample(top.a_sign_o, out->sign);
    sample(top.a_pulse_o, out->pulse);
}

}  // extern "C"
