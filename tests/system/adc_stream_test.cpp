// SPDX-License-Identifier: Apache-2.0
// Whole engines of the adc path, driven pin by pin: full tokens, write only, query only, new sequences, dropped packets
// and pauses on both sides in any order, word for word against the golden model. Each engine runs in a process of its
// own, because SystemC elaborates once.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <deque>
#include <random>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/flows/models/verilate.hpp"
#include "sim/bench/dut_library.hpp"
#include "sim/model/golden_head.hpp"
#include "sim/model/token.hpp"
#include "tests/gen/kind_variants.hpp"

extern "C" int sc_main(int, char**);

namespace kvolt {
namespace {

/// libsystemc, which a generated model brings along, looks for sc_main here; the bench has it.
[[maybe_unused]] auto* const volatile linked_bench = &sc_main;

class Runner {
public:
    Runner(const Design& design, Dut& dut, std::uint64_t seed)
        : d_(design), dut_(dut), golden_(design), random_(seed) {}

    /// Empty when all is well.
    std::string run(int packets) {
        reset();
        for (long cycle = 0; sent_ < packets || !expected_.empty() || !beats_.empty(); ++cycle) {
            if (cycle > 2000L * packets) return "stuck with " + std::to_string(expected_.size()) + " results to come";
            offer(packets);
            dut_.out[0].tready = below(4) != 0;
            dut_.settle();
            const bool taken = dut_.in[0].tvalid && dut_.in[0].tready;
            const bool given = dut_.out[0].tvalid && dut_.out[0].tready;
            const auto data = dut_.out[0].tdata;
            const bool last = dut_.out[0].tlast;
            dut_.cycle();
            if (taken) accept();
            if (given && !receive(data, last)) return "wrong result, token " + std::to_string(results_);
        }
        return results_ > packets / 4 ? "" : "too few results to mean anything";
    }

private:
    struct Beat {
        std::uint64_t data = 0;
        std::uint8_t user = 0;
        bool last = false;
    };

    int below(int bound) { return static_cast<int>(random_() % static_cast<std::uint64_t>(bound)); }

    void reset() {
        dut_.rst_n = false;
        for (int i = 0; i < 4; ++i) dut_.cycle();
        dut_.rst_n = true;
        for (int i = 0; i < 4; ++i) dut_.cycle();
    }

    static void put(std::vector<std::uint64_t>& words, int at, int bits, std::uint64_t value) {
        for (int b = 0; b < bits; ++b)
            words[static_cast<std::size_t>((at + b) / 64)] |= (value >> b & 1U) << ((at + b) % 64);
    }

    Token draw() {
        Token token;
        const int kind = below(8);
        token.writes = kind > 1;
        token.queries = kind != 2 && kind != 3;
        token.first = below(12) == 0;
        const int bias = below(d_.level_max + 1);
        for (int r = 0; r < d_.rows; ++r) {
            token.q.push_back(static_cast<std::uint16_t>(below(d_.q_max + 1)));
            token.k.push_back(static_cast<std::uint8_t>(below(2) == 0 ? bias : below(d_.level_max + 1)));
            token.v.push_back(
                static_cast<std::uint8_t>(below(2) == 0 ? r % (d_.level_max + 1) : below(d_.level_max + 1)));
        }
        return token;
    }

    /// Queues a packet's beats and, unless the packet is spoiled, what the engine must answer.
    void make_packet() {
        const Token token = draw();
        std::vector<std::uint64_t> words(static_cast<std::size_t>(d_.stream.token_bits) / 64 + 1, 0);
        const int q = d_.config.bits.q, kv = d_.config.bits.kv;
        for (int r = 0; r < d_.rows; ++r) {
            put(words, r * q, q, token.q[static_cast<std::size_t>(r)]);
            put(words, d_.stream.q_bits + r * kv, kv, token.k[static_cast<std::size_t>(r)]);
            put(words, d_.stream.q_bits + d_.stream.k_bits + r * kv, kv, token.v[static_cast<std::size_t>(r)]);
        }
        const int beats = token.writes ? d_.stream.token_beats : d_.stream.query_beats;
        const bool spoiled = below(10) == 0;
        const int sent = spoiled ? beats + 1 : beats;
        const int user = (token.first ? 1 : 0) | (token.writes ? 0 : 2) | (token.queries ? 0 : 4);
        const int width = d_.stream.data_bits;
        for (int i = 0; i < sent; ++i) {
            Beat beat;
            for (int b = 0; b < width && i * width + b < d_.stream.token_bits; ++b)
                beat.data |= (words[static_cast<std::size_t>((i * width + b) / 64)] >> ((i * width + b) % 64) & 1U)
                             << b;
            beat.user = static_cast<std::uint8_t>(user);
            beat.last = i == sent - 1;
            beats_.push_back(beat);
        }
        ++sent_;
        if (spoiled) return;
        const auto result = golden_.step(token);
        if (token.queries) expected_.push_back(result.words);
    }

    void offer(int packets) {
        if (beats_.empty() && sent_ < packets) make_packet();
        auto& in = dut_.in[0];
        if (!in.tvalid && !beats_.empty() && below(5) != 0) {
            in.tvalid = true;
            in.tdata = beats_.front().data;
            in.tuser = beats_.front().user;
            in.tlast = beats_.front().last;
        }
    }
    void accept() {
        beats_.pop_front();
        dut_.in[0].tvalid = false;
    }

    bool receive(std::uint64_t data, bool last) {
        if (expected_.empty()) return false;
        const int bits = d_.stream.word_bits;
        for (int j = 0; j < d_.stream.words_per_beat && lane_ < d_.rows; ++j, ++lane_) {
            const std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
            if (((data >> (j * bits)) & mask) !=
                (static_cast<std::uint64_t>(expected_.front()[static_cast<std::size_t>(lane_)]) & mask))
                return false;
        }
        if (last != (lane_ == d_.rows)) return false;
        if (last) {
            lane_ = 0;
            ++results_;
            expected_.pop_front();
        }
        return true;
    }

    const Design& d_;
    Dut& dut_;
    GoldenHead golden_;
    std::mt19937_64 random_;
    std::deque<Beat> beats_;
    std::deque<std::vector<std::int32_t>> expected_;
    int sent_ = 0, results_ = 0, lane_ = 0;
};

struct Engine {
    std::string name;
    std::vector<std::string> keys;
};

void PrintTo(const Engine& engine, std::ostream* out) { *out << engine.name; }

class AdcStream : public testing::TestWithParam<Engine> {};

TEST_P(AdcStream, EveryKindOfPacketGivesTheGoldenModelsWords) {
    auto keys = GetParam().keys;
    keys.insert(keys.begin(), "score.path=adc");
    const Design design = elaborate(load_config("tiny", keys));
    const auto model = build_model(design);
    const pid_t child = fork();
    if (child == 0) {
        const auto dut = load_dut(model.library);
        const auto problem = Runner(design, *dut, 7).run(250);
        if (!problem.empty()) std::fprintf(stderr, "%s: %s\n", GetParam().name.c_str(), problem.c_str());
        std::fflush(nullptr);
        _exit(problem.empty() ? 0 : 1);
    }
    int status = -1;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

const std::vector<Engine> chosen{
    {"ramp", {"adc.kind=ramp", "adc.readout=pulse", "normalizer.kind=hardsigmoid"}},
    {"ramp_shared_columns",
     {"tile.slots=10", "adc.columns_per_converter=3", "head.tiles=2", "bits.phi=3", "adc.bits=4"}},
    {"ramp_groups",
     {"head.dimension=11", "tile.rows=4", "tile.slots=7", "head.tiles=3", "adc.readout=ramp", "adc.bits=5"}},
    {"ramp_relu", {"normalizer.kind=relu", "bits.q=1", "adc.bits=3", "head.tiles=2", "readout.sync_stages=0"}},
    {"sar", {"adc.kind=sar", "head.dimension=9", "stream.data_bits=16", "analog.decay_per_token=0.01"}},
    {"sar_groups_shared",
     {"adc.kind=sar", "adc.readout=sar", "adc.columns_per_converter=3", "head.dimension=11", "tile.rows=4",
      "tile.slots=7", "head.tiles=3", "adc.compare_cycles=3", "normalizer.kind=sigmoid", "bits.phi=5"}},
    {"consmax_mixed",
     {"normalizer.kind=consmax", "adc.readout=sar", "adc.columns_per_converter=2", "timing.phi_unit_cycles=2",
      "timing.unit_cycles=3", "timing.write_cycles=2", "timing.settle_cycles=1", "readout.sync_stages=3"}},
    {"guarded",
     {"bits.q=1", "bits.out=2", "bits.phi=2", "adc.bits=3", "timing.write_cycles=2", "timing.guard_cycles=5",
      "timing.level_setup_cycles=2", "timing.level_hold_cycles=3", "normalizer.kind=sigmoid"}},
    {"write_only_bursts",
     {"bits.q=1", "bits.out=2", "bits.phi=2", "adc.bits=3", "timing.write_cycles=6", "stream.data_bits=64",
      "tile.slots=3"}},
};

/// And every kind of the tables of normalizers and converters that is not among them.
std::vector<Engine> engines() {
    auto list = chosen;
    std::vector<std::vector<std::string>> keys;
    for (const auto& engine : chosen) keys.push_back(engine.keys);
    for (const auto& kind : test::kinds_beyond(keys))
        list.push_back({kind.name,
                        {kind.key + "=" + kind.kind, "adc.columns_per_converter=2", "head.dimension=6", "tile.rows=4",
                         "tile.slots=5", "head.tiles=2"}});
    return list;
}

INSTANTIATE_TEST_SUITE_P(Engines, AdcStream, testing::ValuesIn(engines()),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace kvolt
