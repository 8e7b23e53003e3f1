// SPDX-License-Identifier: Apache-2.0
// The result files of the engines: shapes, what is kept on request, and what tells one file from another.
#include "sim/model/result_file.hpp"

#include <gtest/gtest.h>
#include <zip.h>

#include <algorithm>
#include <cstdio>

#include "gen/config/load_config.hpp"
#include "gen/config/to_toml.hpp"
#include "gen/design/elaborate.hpp"
#include "sim/model/engines.hpp"
#include "sim/model/npz_read.hpp"
#include "sim/model/token_random.hpp"
#include "tests/model/designs.hpp"
#include "tests/model/scratch.hpp"

namespace kvolt {
namespace {

using test::design_of;
using Shape = std::vector<std::size_t>;

const std::vector<std::string> wanted{"codes", "words", "output", "S", "phi", "cycles", "analog", "clipped", "seed"};

class ResultFile : public ::testing::Test {
protected:
    test::Scratch scratch;
    std::string path = scratch.file("result.npz");

    static Design two_heads() {
        test::Sizes sizes;
        sizes.heads = 2;
        sizes.tiles = 3;
        return design_of(sizes);
    }
    [[nodiscard]] std::map<std::string, NpyArray> written(const Design& d, const TokenSet& set,
                                                          const EngineResult& result) const {
        write_result(path, d, set, result, {"golden", 7});
        return read_npz(path, wanted);
    }
};

TEST_F(ResultFile, KeepsTheShapeOfTheInput) {
    Design d = two_heads();
    const TokenSet set = random_tokens(d, 4, 2, 5);
    EngineResult result = run_golden(d, set, {true, 2, 0, nullptr});
    for (std::int64_t i = 0; i < 40; ++i) result.cycles.push_back(1000 + i);
    auto arrays = written(d, set, result);
    EXPECT_EQ(arrays.size(), 6U);
    EXPECT_EQ(arrays.at("codes").shape, (Shape{5, 2, 4, 8}));
    EXPECT_EQ(arrays.at("output").shape, (Shape{5, 2, 4, 8}));
    EXPECT_EQ(arrays.at("S").shape, (Shape{5, 2, 4, 18}));
    EXPECT_EQ(arrays.at("phi").shape, (Shape{5, 2, 4, 18}));
    EXPECT_EQ(arrays.at("cycles").shape, (Shape{5, 2, 4}));
    EXPECT_EQ(arrays.at("S").real, result.s);
    EXPECT_EQ(arrays.at("phi").real, result.phi);
    EXPECT_EQ(arrays.at("cycles").integer, result.cycles);
    EXPECT_EQ(arrays.at("seed").integer, std::vector<std::int64_t>{7});
    for (std::size_t i = 0; i < result.codes.size(); ++i) {
        ASSERT_EQ(arrays.at("codes").integer[i], result.codes[i]);
        ASSERT_EQ(arrays.at("output").real[i], result.codes[i] / 15.0);
    }
    EXPECT_EQ(written(d, set, run_float(d, set)).size(), 2U);
    d.offset_reset = 1;
    EXPECT_EQ(written(d, set, run_golden(d, set)).at("words").integer[3], result.codes[3] + 1);
}

TEST_F(ResultFile, HoldsSAndPhiOfTheQueriesThatWereAskedFor) {
    const Design d = two_heads();
    const TokenSet set = random_tokens(d, 9, 2, 3);
    EngineOptions all, some;
    all.probe = some.probe = true;
    some.probe_from = 4;
    some.probe_to = 6;
    for (const bool quantized : {true, false}) {
        const auto run = quantized ? run_golden : run_float;
        const auto whole = written(d, set, run(d, set, all)), part = written(d, set, run(d, set, some));
        EXPECT_EQ(part.at("phi").shape, (Shape{3, 2, 2, 18}));
        EXPECT_EQ(part.at("output").shape, (Shape{3, 2, 9, 8}));
        for (const auto* name : {"S", "phi"})
            for (std::size_t sequence_and_head = 0; sequence_and_head < 6; ++sequence_and_head)
                for (std::size_t i = 0; i < std::size_t{2} * 18; ++i)
                    ASSERT_EQ(part.at(name).real[sequence_and_head * 36 + i],
                              whole.at(name).real[(sequence_and_head * 9 + 4) * 18 + i]);
    }
    some.probe_from = 8;
    some.probe_to = 100;
    EXPECT_EQ(written(d, set, run_golden(d, set, some)).at("S").shape, (Shape{3, 2, 1, 18}));
}

/// Outputs before any code: rounded they are the codes; where all tiles clip they are whole numbers.
TEST_F(ResultFile, HoldsAnalogOutputsAndClips) {
    for (const auto* preset : {"tiny", "adc-ramp"}) {
        const Design d = elaborate(load_config(preset, {"head.dimension=16", "tile.rows=0", "head.tiles=3",
                                                        "tile.slots=8", "analog.output_saturation_ua=10"}));
        const TokenSet set = random_tokens(d, 60, 3);
        EngineOptions options;
        options.analog = true;
        const auto golden = run_golden(d, set, options), real = run_float(d, set, options);
        EXPECT_EQ(golden.codes, run_golden(d, set).codes);
        const auto arrays = written(d, set, golden);
        EXPECT_EQ(arrays.at("analog").shape, (Shape{60, 16}));
        EXPECT_EQ(arrays.at("clipped").shape, (Shape{60, 16}));
        EXPECT_EQ(*std::max_element(golden.clipped.begin(), golden.clipped.end()), 3) << preset;
        for (std::size_t i = 0; i < golden.analog.size(); ++i) {
            ASSERT_NEAR(golden.analog[i], golden.output[i], 3 * 0.5001 / d.code_max);
            ASSERT_LE(golden.clipped[i], 3);
            ASSERT_EQ(real.analog[i], real.output[i]);
        }
        if (d.adc.on) continue;
        for (std::size_t i = 0; i < golden.analog.size(); ++i) {
            ASSERT_NEAR(golden.analog[i], real.analog[i], 1e-9);
            ASSERT_EQ(golden.clipped[i], real.clipped[i]);
        }
    }
}

/// A member of one string: NPY, type <U and as many code points of four bytes.
std::string text_member(const std::string& path, const std::string& name) {
    zip_t* archive = zip_open(path.c_str(), ZIP_RDONLY, nullptr);
    zip_stat_t stat;
    zip_stat_init(&stat);
    EXPECT_EQ(zip_stat(archive, (name + ".npy").c_str(), 0, &stat), 0) << name;
    std::string bytes(stat.size, '\0');
    zip_file_t* file = zip_fopen_index(archive, stat.index, 0);
    EXPECT_EQ(zip_fread(file, bytes.data(), bytes.size()), static_cast<zip_int64_t>(bytes.size()));
    zip_fclose(file);
    zip_discard(archive);
    const std::size_t header = 10 + static_cast<unsigned char>(bytes[8]) + 256 * static_cast<unsigned char>(bytes[9]);
    const std::string type = "'descr': '<U" + std::to_string((bytes.size() - header) / 4) + "'";
    EXPECT_NE(bytes.find(type), std::string::npos) << bytes.substr(10, header - 10);
    EXPECT_NE(bytes.find("'shape': ()"), std::string::npos);
    std::string text;
    for (std::size_t i = header; i < bytes.size(); i += 4) {
        EXPECT_EQ(bytes.substr(i + 1, 3), std::string(3, '\0'));
        text += bytes[i];
    }
    return text;
}

TEST_F(ResultFile, SaysWhatTheRunWas) {
    const std::string table = std::string("analog.table=") + KVOLT_SOURCE_DIR + "/tests/gen/cell.csv";
    const Design d = elaborate(load_config("tiny", {"bits.out=6", "analog.cell=table", table}));
    const TokenSet set = random_tokens(d, 2, 1);
    write_result(path, d, set, run_golden(d, set), {"golden", 42});
    char hash[17];
    std::snprintf(hash, sizeof hash, "%016llx", static_cast<unsigned long long>(d.hash));
    EXPECT_EQ(text_member(path, "config_hash"), hash);
    EXPECT_EQ(text_member(path, "engine"), "golden");
    EXPECT_EQ(text_member(path, "version"), version());
    EXPECT_EQ(text_member(path, "config"), to_toml(d.config));
    const auto arrays = read_npz(path, {"seed", "cell_table"});
    EXPECT_EQ(arrays.at("seed").integer, std::vector<std::int64_t>{42});
    EXPECT_EQ(arrays.at("cell_table").shape, (Shape{d.config.analog.points.size(), 2}));
    EXPECT_EQ(arrays.at("cell_table").real[1], d.config.analog.points[0].ua);
    // A file of results is no obstacle to one of inputs: members that nobody asked for are passed over.
    EXPECT_EQ(read_npz(path, {"codes"}).size(), 1U);
    const auto names = npz_names(path);
    for (const auto* name : {"config", "config_hash", "version", "engine", "seed", "cell_table"})
        EXPECT_EQ(std::count(names.begin(), names.end(), name), 1) << name;
}

}  // namespace
}  // namespace kvolt
