// SPDX-License-Identifier: Apache-2.0
// What `kvolt simulate` reads and writes: shapes of several heads, waveforms, refusals that leave nothing behind, and
// Ctrl-C.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zip.h>

#include <chrono>
#include <cmath>
#include <csignal>
#include <cstring>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <thread>

#include "sim/model/npz_read.hpp"
#include "sim/model/npz_write.hpp"
#include "tests/system/system_run.hpp"

namespace kvolt {
namespace {

/// The engine of the packet tests, so that one model serves both.
const std::vector<std::string> two_heads{"engine.heads=2", "head.tiles=2", "analog.decay_per_token=0.02",
                                         "stream.data_bits=32"};

NpyOutput reals(const std::string& name, const std::vector<std::size_t>& shape, double scale, unsigned salt = 0) {
    NpyOutput array{name, shape, NpyType::f8, {}, {}};
    std::size_t size = 1;
    for (const auto n : shape) size *= n;
    for (std::size_t i = 0; i < size; ++i)
        array.real.push_back(static_cast<double>((i * i * 37 + i * 11 + salt) % 101) / 100 * scale);
    return array;
}

void write_tokens(const std::string& path, const std::vector<std::size_t>& shape) {
    write_npz(path, {reals("Q", shape, 1.0, 3), reals("K", shape, 0.9, 5), reals("V", shape, 0.9, 7)});
}

std::vector<std::string> with(std::vector<std::string> arguments, const std::vector<std::string>& keys) {
    for (const auto& word : set(keys)) arguments.push_back(word);
    return arguments;
}

TEST(TokenFiles, OutputsKeepTheShapeOfTheInput) {
    const Scratch scratch;
    for (const auto& shape : std::vector<std::vector<std::size_t>>{{2, 30, 8}, {3, 2, 12, 8}, {1, 2, 5, 8}}) {
        write_tokens(scratch.file("in.npz"), shape);
        const auto run = simulate(with({"tiny", "--input", scratch.file("in.npz"), "--output", scratch.file("out.npz"),
                                        "--probe", "--stall", "0.1"},
                                       two_heads));
        ASSERT_EQ(run.said.status, 0) << run.said.out << run.said.err;
        const auto out = read_npz(scratch.file("out.npz"), {"codes", "output", "S", "phi", "cycles"});
        auto leading = shape;
        leading.pop_back();
        auto window = leading;
        window.push_back(16);
        EXPECT_EQ(out.at("codes").shape, shape);
        EXPECT_EQ(out.at("output").shape, shape);
        EXPECT_EQ(out.at("S").shape, window);
        EXPECT_EQ(out.at("phi").shape, window);
        EXPECT_EQ(out.at("cycles").shape, leading);
        for (std::size_t i = 0; i < out.at("codes").size(); ++i)
            ASSERT_EQ(out.at("output").real[i], static_cast<double>(out.at("codes").integer[i]) / 15);
    }
}

// Head 1 alone, in an engine with one head, gives what it gives beside head 0.
TEST(TokenFiles, HeadsAndSequencesDoNotMix) {
    const Scratch scratch;
    write_tokens(scratch.file("both.npz"), {2, 2, 20, 8});
    const auto both = read_npz(scratch.file("both.npz"));
    std::vector<NpyOutput> part;
    for (const auto* name : {"Q", "K", "V"}) {
        const auto& all = both.at(name).real;
        part.push_back({name, {20, 8}, NpyType::f8, {all.begin() + 3 * 160, all.end()}, {}});  // sequence 1, head 1
    }
    write_npz(scratch.file("part.npz"), part);
    const auto rtl =
        simulate(with({"tiny", "--input", scratch.file("both.npz"), "--output", scratch.file("rtl.npz")}, two_heads));
    ASSERT_EQ(rtl.said.status, 0) << rtl.said.err;
    const auto golden =
        kvolt({"simulate", "tiny", "--set", "head.tiles=2", "--set", "analog.decay_per_token=0.02", "--engine",
               "golden", "--input", scratch.file("part.npz"), "--output", scratch.file("golden.npz")});
    ASSERT_EQ(golden.status, 0) << golden.err;
    const auto codes = read_npz(scratch.file("rtl.npz"), {"codes"}).at("codes").integer;
    const std::vector<std::int64_t> last(codes.begin() + 3 * 160, codes.end());
    EXPECT_EQ(last, read_npz(scratch.file("golden.npz"), {"codes"}).at("codes").integer);
    EXPECT_GT(*std::max_element(last.begin(), last.end()), 0);
}

/// A zip of one stored member.
void zip_up(const std::string& path, const std::string& name, const std::string& bytes) {
    int code = 0;
    zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    ASSERT_NE(archive, nullptr);
    zip_source_t* source = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
    ASSERT_GE(zip_file_add(archive, name.c_str(), source, 0), 0);
    ASSERT_EQ(zip_close(archive), 0);
}

std::string npy_of_shape(const std::string& shape) {
    std::string header = "{'descr': '<f8', 'fortran_order': False, 'shape': " + shape + ", }";
    header.resize(118 - 1, ' ');
    header += '\n';
    return std::string("\x93NUMPY\x01\x00", 8) + static_cast<char>(header.size()) + '\0' + header +
           std::string(64, '\0');
}

class Refusals : public testing::Test {
protected:
    /// Exit 2, as many lines as there are problems, each saying its words, and no file more than before.
    void refuses(const std::vector<std::string>& arguments, const std::vector<std::string>& words) {
        auto all = arguments;
        all.insert(all.begin(), "simulate");
        all.insert(all.end(), {"--output", scratch_.file("out.npz"), "--report", scratch_.file("out.json")});
        const auto before = scratch_.names();
        const auto run = kvolt(all);
        EXPECT_EQ(run.status, 2) << run.err;
        EXPECT_EQ(run.out, "");
        const auto lines = run.error_lines();
        ASSERT_EQ(lines.size(), words.size()) << run.err;
        for (std::size_t i = 0; i < words.size(); ++i)
            EXPECT_NE(lines[i].find(words[i]), std::string::npos) << lines[i];
        EXPECT_EQ(scratch_.names(), before);
    }
    std::string file(const std::string& name) { return scratch_.file(name); }

    Scratch scratch_;
};

TEST_F(Refusals, FilesThatAreNotTokens) {
    refuses({"tiny", "--input", file("absent.npz")}, {"absent.npz: cannot be read"});
    std::ofstream(file("empty.npz")).flush();
    refuses({"tiny", "--input", file("empty.npz")}, {"empty.npz"});
    refuses({"tiny", "--input", scratch_.path().string()}, {scratch_.path().string()});
    write_tokens(file("whole.npz"), {40, 8});
    std::ifstream whole(file("whole.npz"), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(whole)), {});
    for (const std::size_t kept : {bytes.size() - 1, bytes.size() - 30, bytes.size() / 2, std::size_t{40}}) {
        std::ofstream(file("truncated.npz"), std::ios::binary | std::ios::trunc) << bytes.substr(0, kept);
        refuses({"tiny", "--input", file("truncated.npz")}, {"truncated.npz"});
    }
}

TEST_F(Refusals, SizesThatCannotBeTrue) {
    for (const auto* shape : {"(1099511627776, 8)", "(9223372036854775807, 9223372036854775807)",
                              "(18446744073709551617, 8)", "(-1, 8)", "(1000, 8)"}) {
        zip_up(file("absurd.npz"), "Q.npy", npy_of_shape(shape));
        refuses({"tiny", "--input", file("absurd.npz")}, {"absurd.npz"});
    }
}

TEST_F(Refusals, ArraysOfTheWrongShapeEachWithItsLine) {
    write_tokens(file("wide.npz"), {40, 9});
    refuses({"tiny", "--input", file("wide.npz")}, {"Q: shape (40, 9)", "K: shape (40, 9)", "V: shape (40, 9)"});
    write_tokens(file("heads.npz"), {3, 40, 8});
    refuses(with({"tiny", "--input", file("heads.npz")}, two_heads), {"Q: shape (3, 40, 8)", "K: ", "V: "});
    write_npz(file("narrow.npz"), {reals("Q", {40, 8}, 1), reals("K", {40, 8}, 0.9), reals("V", {40, 7}, 0.9)});
    refuses({"tiny", "--input", file("narrow.npz")}, {"V: shape (40, 7)"});
    write_npz(file("uneven.npz"), {reals("Q", {40, 8}, 1), reals("K", {41, 8}, 0.9), reals("V", {40, 8}, 0.9)});
    refuses({"tiny", "--input", file("uneven.npz")}, {"V: shape (40, 8), must equal the shape of K, (41, 8)"});
    write_npz(file("lonely.npz"), {reals("Q", {40, 8}, 1)});
    refuses({"tiny", "--input", file("lonely.npz")}, {"K: ", "V: "});
}

TEST_F(Refusals, ValuesThatAreNoNumbersOrNoCodes) {
    for (const double bad : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
                             -std::numeric_limits<double>::infinity()}) {
        auto k = reals("K", {40, 8}, 0.9);
        k.real[77] = bad;
        write_npz(file("nan.npz"), {reals("Q", {40, 8}, 1), k, reals("V", {40, 8}, 0.9)});
        refuses({"tiny", "--input", file("nan.npz")}, {"K: "});
    }
    NpyOutput codes{"V", {40, 8}, NpyType::i4, {}, std::vector<std::int64_t>(320, 7)};
    codes.integer[5] = 8;  // three bits end at 7
    write_npz(file("codes.npz"), {reals("Q", {40, 8}, 1), reals("K", {40, 8}, 0.9), codes});
    refuses({"tiny", "--input", file("codes.npz")}, {"V: "});
}

TEST_F(Refusals, OptionsOutOfRangeAndNamesThatAreNot) {
    refuses({"tiny", "--stall", "2"}, {"--stall"});
    refuses({"tiny", "--stall", "-0.1"}, {"--stall"});
    refuses({"tiny", "--stall", "nan"}, {"--stall"});
    refuses({"tiny", "--window", "9"}, {"--window: 9 is out of range, 1..8"});
    refuses({"tiny", "--window", "-1"}, {"--window"});
    refuses({"tiny", "--engine", "fast"}, {"--engine"});
    refuses({"tinny"}, {"did you mean tiny"});
    refuses({"tiny", "--set", "tile.slotz=3"}, {"tile.slotz: unknown key, did you mean tile.slots"});
    refuses({"tiny", "--set", "tile.slots=900", "--set", "bits.q=99"},
            {"tile.slots: 900 is out of range", "bits.q: 99 is out of range"});
    refuses({"tiny", "--trace", file("no/such/run.fst")}, {"run.fst"});
}

TEST_F(Refusals, PlacesWhereNothingCanBeWritten) {
    for (const auto* option : {"--output", "--report"}) {
        for (const auto& where : {file("no/such/place"), scratch_.path().string()}) {
            const auto before = scratch_.names();
            const auto run = kvolt({"simulate", "tiny", option, where});
            EXPECT_EQ(run.status, 2) << run.err;
            EXPECT_EQ(run.error_lines().size(), 1U) << run.err;
            EXPECT_EQ(scratch_.names(), before);
        }
    }
}

TEST_F(Refusals, ATomlFileWithItsLine) {
    std::ofstream(file("bad.toml")) << "name = \"bad\"\n\n[tile]\nslots = 0\n";
    refuses({file("bad.toml")}, {"bad.toml:4: tile.slots: 0 is out of range"});
}

/// True once the process catches SIGINT.
bool catches_interrupt(pid_t process) {
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    for (std::string line; std::getline(status, line);)
        if (line.rfind("SigCgt:", 0) == 0) return (std::stoull(line.substr(7), nullptr, 16) >> (SIGINT - 1) & 1U) != 0;
    return false;
}

TEST(Interrupt, EndsALongRunWithoutAFile) {
    ASSERT_EQ(simulate({"tiny", "--tokens", "2"}).said.status, 0);  // the model is there before the run begins
    const Scratch scratch;
    const auto out = scratch.file("out.npz"), report = scratch.file("report.json"), words = scratch.file("stderr");
    const pid_t child = fork();
    if (child == 0) {
        if (std::freopen(words.c_str(), "w", stderr) == nullptr) _exit(126);
        execl(KVOLT_BINARY, KVOLT_BINARY, "simulate", "tiny", "--quick", "--tokens", "200000", "--stall", "0.97",
              "--output", out.c_str(), "--report", report.c_str(), static_cast<char*>(nullptr));
        _exit(127);
    }
    const auto start = std::chrono::steady_clock::now();
    while (!catches_interrupt(child) && std::chrono::steady_clock::now() - start < std::chrono::minutes(2))
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    ASSERT_EQ(kill(child, SIGINT), 0);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status)) << "killed by signal " << WTERMSIG(status);
    EXPECT_EQ(WEXITSTATUS(status), 1);
    EXPECT_EQ(scratch.names(), std::vector<std::string>{"stderr"});
    std::ifstream said(words);
    std::string line, more;
    std::getline(said, line);
    EXPECT_NE(line.find("interrupted"), std::string::npos) << line;
    EXPECT_FALSE(std::getline(said, more)) << more;
}

}  // namespace
}  // namespace kvolt
