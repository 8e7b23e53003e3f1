// SPDX-License-Identifier: Apache-2.0
// The schedule walk against the RTL: what `kvolt simulate tiny --set ... --tokens 70` measured. A change of the
// sequencer or of a stream block that moves a token by a cycle shows here in milliseconds; to renew a line, run that
// command.
#include <gtest/gtest.h>

#include <ostream>

#include "gen/config/load_config.hpp"
#include "gen/design/design.hpp"
#include "gen/design/elaborate.hpp"

namespace kvolt::test {
namespace {

struct Measured {
    const char* why;
    std::vector<std::string> overrides;
    int latency, interval;
};

std::ostream& operator<<(std::ostream& out, const Measured& measured) { return out << measured.why; }

class MeasuredOnRtl : public testing::TestWithParam<Measured> {};

TEST_P(MeasuredOnRtl, IsWhatTheWalkSays) {
    const auto schedule = elaborate(load_config("tiny", GetParam().overrides)).schedule;
    EXPECT_EQ(schedule.latency_cycles, GetParam().latency);
    EXPECT_EQ(schedule.interval_cycles, GetParam().interval);
}

/// The shortest frames there are.
std::vector<std::string> shortest(std::vector<std::string> more) {
    more.insert(more.begin(),
                {"head.dimension=2", "tile.slots=3", "bits.q=1", "bits.kv=1", "bits.out=2", "stream.word_bits=8"});
    return more;
}

/// Long result packets behind short frames.
std::vector<std::string> wide(std::vector<std::string> more) {
    more.insert(more.begin(), {"head.dimension=40", "stream.word_bits=32", "bits.q=1", "bits.kv=1", "bits.out=2"});
    return more;
}

const std::string kTwo = "analog.integrators=2";

INSTANTIATE_TEST_SUITE_P(
    Walk, MeasuredOnRtl,
    testing::Values(
        Measured{"frames alone", {kTwo}, 61, 18},
        Measured{"the paper's rows", {kTwo, "readout.sync_stages=1", "head.dimension=64"}, 60, 18},
        Measured{"byte streams", {"stream.data_bits=8", "stream.word_bits=8"}, 59, 34},
        Measured{"byte streams, overlapped", {kTwo, "stream.data_bits=8", "stream.word_bits=8"}, 61, 18},
        Measured{"readout is longest, overlapped", {kTwo, "bits.out=9", "head.tiles=3"}, 301, 256},
        Measured{"readout is longest", {"bits.out=9", "head.tiles=3"}, 299, 272},
        Measured{"every phase has a length of its own",
                 {"timing.write_cycles=4", "timing.guard_cycles=3", "timing.settle_cycles=5", "timing.phi_cycles=9"},
                 68,
                 43},
        Measured{"weighing is longest, overlapped",
                 {kTwo, "timing.write_cycles=4", "timing.guard_cycles=3", "timing.settle_cycles=5",
                  "timing.phi_cycles=40", "readout.sync_stages=3"},
                 107,
                 53},
        Measured{"long units, short phi", {"timing.unit_cycles=3", "timing.phi_cycles=1", "bits.q=3"}, 51, 26},
        Measured{"a token arrives while another is read alone",
                 {"head.dimension=20", "stream.data_bits=16", "bits.q=2"},
                 35,
                 26},
        Measured{"a token arrives just in time",
                 {"head.dimension=12", "stream.data_bits=8", "stream.word_bits=8", "bits.q=3", "bits.kv=1"},
                 43,
                 24},
        Measured{
            "wide codes",
            {"head.dimension=13", "stream.data_bits=8", "stream.word_bits=8", "bits.q=5", "bits.kv=5", "bits.out=6"},
            107,
            66},
        Measured{"results are the bottleneck",
                 {"head.dimension=20", "stream.data_bits=32", "stream.word_bits=32", "bits.q=2", "bits.out=3"},
                 23,
                 20},
        Measured{"results are the bottleneck, overlapped",
                 {kTwo, "head.dimension=50", "stream.data_bits=16", "bits.q=1", "bits.kv=1", "bits.out=4"},
                 25,
                 50},
        Measured{"one word a beat", wide({"stream.data_bits=32", "readout.sync_stages=0"}), 15, 40},
        Measured{"one word a beat, overlapped", wide({kTwo, "stream.data_bits=32"}), 19, 40},
        Measured{"two words a beat, overlapped", wide({kTwo, "readout.sync_stages=3"}), 20, 20},
        Measured{"shortest", shortest({"readout.sync_stages=0"}), 15, 6},
        Measured{"shortest, overlapped", shortest({kTwo, "readout.sync_stages=0"}), 17, 8},
        Measured{"shortest, window over before the pulses are through", shortest({kTwo, "readout.sync_stages=3"}), 20,
                 8},
        Measured{"converted scores, ramp", {"score.path=adc"}, 130, 87},
        Measured{"converted scores, successive approximation",
                 {"score.path=adc", "adc.kind=sar", "head.dimension=24", "stream.data_bits=8", "stream.word_bits=8"},
                 90,
                 47}));

}  // namespace
}  // namespace kvolt::test
