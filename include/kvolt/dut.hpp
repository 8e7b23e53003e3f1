// SPDX-License-Identifier: Apache-2.0
// The seam between the kvolt binary and a generated model: plain levels at the pins, one call per clock edge. The
// emitted bench/<name>_bind.cpp implements Dut over the Verilated SystemC module; kvolt loads it as a shared object.
// C++17, standard headers only.
#pragma once

#include <cstdint>
#include <vector>

namespace kvolt {

/// AXI4-Stream into one head; `tready` is driven by the engine.
struct StreamInPins {
    std::uint64_t tdata = 0;
    std::uint8_t tuser = 0;
    bool tvalid = false;
    bool tlast = false;
    bool tready = false;
};

/// AXI4-Stream out of one head; `tready` is driven by the bench.
struct StreamOutPins {
    std::uint64_t tdata = 0;
    bool tvalid = false;
    bool tlast = false;
    bool tready = false;
};

/// AXI4-Lite, 32 bits of data.
struct ControlPins {
    std::uint32_t awaddr = 0, wdata = 0, araddr = 0;
    std::uint8_t wstrb = 0;
    bool awvalid = false, wvalid = false, bready = false, arvalid = false, rready = false;
    bool awready = false, wready = false, bvalid = false, arready = false, rvalid = false;
    std::uint8_t bresp = 0, rresp = 0;
    std::uint32_t rdata = 0;
};

class Dut {
public:
    virtual ~Dut() = default;

    std::vector<StreamInPins> in;    ///< one per head
    std::vector<StreamOutPins> out;  ///< one per head
    ControlPins control;
    bool rst_n = false;
    bool irq = false;

    /// Drives inputs from the members above, evaluates one rising and one falling clock edge, and reads the outputs
    /// back.
    virtual void cycle() = 0;
    /// Settles combinational paths after inputs changed, without a clock edge.
    virtual void settle() = 0;
    /// Waveforms from now on, FST. A cycle takes `period_ps` picoseconds; its rising edge is at its beginning.
    virtual void open_trace(const char* path, std::uint64_t period_ps) = 0;
    /// Whether the cycles from now on are written; time goes on where they are not.
    virtual void set_tracing(bool on) = 0;
    virtual void close_trace() = 0;
};

/// Exported by every generated model.
using MakeDut = Dut* (*)();
inline constexpr const char* make_dut_symbol = "kvolt_make_dut";

}  // namespace kvolt
