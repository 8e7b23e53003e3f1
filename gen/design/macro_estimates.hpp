// SPDX-License-Identifier: Apache-2.0
// Estimates of the analog macros that all their records share; a characterization replaces them.
#pragma once

namespace kvolt::macro_estimate {

/// A pin is a gate or two and a few micrometers of wire.
inline constexpr double control_pin_ff = 5.0;
/// A word line or level line reaches a driver inside the macro, which is larger than a minimum gate.
inline constexpr double driver_pin_ff = 8.0;

/// Registers at the macro's edge: a fifth of a nanosecond on either side of the clock, whatever the technology around
/// it.
inline constexpr double setup_ns = 0.20;
inline constexpr double hold_ns = 0.05;
inline constexpr double clock_to_output_ns = 0.30;

// Periphery beside the cells. The published head has 0.5 mm2 for 16 tiles of 64 x 64 and its digital part; with 8192
// cells of 1 um2 a tile, that leaves room for about as much again: a charge-to-pulse block per column, a signed readout
// per row, a DAC per row and array; on the adc path integrator and converter in place of the first two.
// macro.overhead_um2 replaces the sum of them.
inline constexpr double charge_to_pulse_um2 = 50.0;  // per column
inline constexpr double readout_um2 = 50.0;          // per row
inline constexpr double dac_um2 = 10.0;              // per row and array
inline constexpr double integrator_um2 = 20.0;       // per column or row that is converted

}  // namespace kvolt::macro_estimate
