// SPDX-License-Identifier: Apache-2.0
// Pictures: those of the pages are what their commands draw, texts stay apart and can be read, arrows are nets.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

#include "gen/config/load_config.hpp"
#include "gen/config/presets.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/draw/draw_head.hpp"
#include "gen/draw/head_graph.hpp"
#include "gen/draw/pictures.hpp"
#include "gen/emit/emit.hpp"

namespace kvolt::test {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

struct Outcome {
    int status = 0;
    std::string output;
};

Outcome shell(const std::string& command) {
    Outcome outcome;
    FILE* pipe = popen(command.c_str(), "r");
    char buffer[4096];
    for (std::size_t got = 0; (got = fread(buffer, 1, sizeof buffer, pipe)) > 0;) outcome.output.append(buffer, got);
    const int status = pclose(pipe);
    outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return outcome;
}

std::vector<Design> designs() {
    std::vector<Design> list;
    for (const auto& preset : presets()) list.push_back(elaborate(load_config(preset.name)));
    const std::vector<std::vector<std::string>> changes{
        {"analog.integrators=2"},
        {"head.dimension=2", "tile.slots=2"},
        {"head.tiles=3", "repair.slots=2", "retention.limit=600", "calibration.average=16",
         "calibration.self_test=true"},
        {"retention.limit=400", "retention.refresh=true", "bits.kv=6", "bits.q=8", "stream.data_bits=16"},
        {"protected.first=4", "protected.newest=4"},
        {"score.path=adc", "normalizer.kind=relu"},
        {"score.path=adc", "adc.kind=sar", "tile.rows=32", "normalizer.kind=consmax", "protected.newest=2"},
        {"score.path=adc", "adc.kind=ramp", "tile.rows=16", "adc.readout=ramp", "adc.columns_per_converter=4"},
    };
    for (const auto& change : changes) list.push_back(elaborate(load_config("tile64", change)));
    return list;
}

TEST(Draw, PicturesOfThePagesAreWhatTheirCommandsDraw) {
    int compared = 0;
    for (const auto& entry : fs::directory_iterator(KVOLT_SOURCE_DIR "/docs/pictures")) {
        const auto committed = text_of(entry.path());
        std::smatch command;
        ASSERT_TRUE(std::regex_search(committed, command, std::regex("<desc>(.*)</desc>"))) << entry.path();
        const std::string line = command[1];
        if (line.compare(0, 5, "kvolt") != 0) continue;  // the map of rooms: tests/house
        const auto run = shell(KVOLT_BINARY + line.substr(5));
        EXPECT_EQ(run.status, 0) << line;
        EXPECT_TRUE(run.output == committed)
            << entry.path() << " is stale; build/bin/" << line << " > " << entry.path();
        ++compared;
    }
    EXPECT_GE(compared, 9);
}

TEST(Draw, TextsNeitherCollideNorLeaveThePicture) {
    for (const auto& design : designs()) {
        for (const auto& picture : pictures()) {
            if (!picture.refusal(design).empty()) continue;
            const auto svg = picture.draw(design, "");
            const auto& texts = svg.texts();
            const auto where = fmt::format("{} of {}", picture.name, design.name);
            for (std::size_t i = 0; i < texts.size(); ++i) {
                const auto& box = texts[i].box;
                EXPECT_TRUE(box.x >= 0 && box.y >= 0 && box.right() <= svg.width() && box.bottom() <= svg.height())
                    << where << ": " << texts[i].text;
                for (std::size_t j = 0; j < i; ++j)
                    EXPECT_FALSE(box.overlaps(texts[j].box))
                        << where << ": " << texts[i].text << " on " << texts[j].text;
            }
        }
    }
}

/// Relative luminance of #rrggbb; WCAG 2.1.
double luminance(std::string_view colour) {
    double sum = 0;
    const double weight[] = {0.2126, 0.7152, 0.0722};
    for (std::size_t i = 0; i < 3; ++i) {
        const double c = std::stoi(std::string(colour.substr(1 + 2 * i, 2)), nullptr, 16) / 255.0;
        sum += weight[i] * (c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
}

double contrast(std::string_view a, std::string_view b) {
    const double x = luminance(a), y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

TEST(Draw, TextIsReadableInLightAndDark) {
    const auto paint = [](std::string_view name) {
        for (const auto& each : paints())
            if (each.name == name) return each;
        throw std::runtime_error("no such paint");
    };
    for (const char* ink : {"ink", "muted"})
        for (const char* ground : {"background", "panel", "digital", "analog", "first", "second", "third", "quiet"}) {
            EXPECT_GE(contrast(paint(ink).light_fill, paint(ground).light_fill), 4.5) << ink << " on " << ground;
            EXPECT_GE(contrast(paint(ink).dark_fill, paint(ground).dark_fill), 4.5) << ink << " on " << ground;
        }
}

TEST(Draw, EveryPictureIsXml) {
    const auto design = elaborate(load_config("adc-sar"));
    for (const auto& picture : pictures()) {
        if (!picture.refusal(design).empty()) continue;
        const auto path = fs::temp_directory_path() / fmt::format("kvolt_draw_{}_{}.svg", getpid(), picture.name);
        std::ofstream(path) << picture.draw(design, "kvolt draw <&> --set a=b").finish();
        const auto run = shell(fmt::format("xmllint --noout {} 2>&1", path.string()));
        EXPECT_EQ(run.status, 0) << picture.name << run.output;
        fs::remove(path);
    }
}

TEST(HeadPicture, ShowsEveryBlockThatTheHeadInstantiates) {
    for (const auto& design : designs()) {
        std::string verilog, words;
        for (const auto& file : emit_all(design))
            if (file.path == fmt::format("rtl/{}.v", design.head_module)) verilog = file.text;
        const HeadGraph graph(verilog);
        ASSERT_GE(graph.instances().size(), 10U) << design.name;
        const auto svg = head_picture.draw(design, "");
        for (const auto& text : svg.texts()) words += text.text + "\n";
        for (const auto& instance : graph.instances()) {
            const bool macro = instance.module.compare(0, 6, "kvolt_") == 0;
            EXPECT_TRUE(macro || words.find(instance.module) != std::string::npos)
                << design.name << ": " << instance.module;
        }
    }
}

/// A block that hears others, or is heard, has an arrow that says so.
TEST(HeadPicture, NoBlockStandsAlone) {
    for (const auto& design : designs()) {
        const auto map = head_picture_map(design);
        std::set<std::string> enters, leaves, hears, heard;
        for (const auto& [from, to] : map.arrows) leaves.insert(from), enters.insert(to);
        for (const auto& [from, to] : map.connected) heard.insert(from), hears.insert(to);
        for (const auto& block : map.blocks) {
            EXPECT_TRUE(enters.count(block) > 0 || hears.count(block) == 0) << design.name << ": into " << block;
            EXPECT_TRUE(leaves.count(block) > 0 || heard.count(block) == 0) << design.name << ": out of " << block;
        }
        EXPECT_GE(map.blocks.size(), 8U) << design.name;
    }
}

/// Small arrow paths: the way of the data must be there whatever the head is made of.
TEST(HeadGraph, FollowsNetsThroughWiresAndWiringBlocks) {
    const HeadGraph graph(
        "module m;\n    wire [3:0] a; // not kv_c u_c (.x_i(a));\n    wire [3:0] b = {a[1:0], 2'b0};\n"
        "    kv_x #(.N(1)) u_x (.clk_i(clk_i), .y_o(a[t*2 +: 2]));\n    kv_transpose u_t (.d_i(b), .q_o(c));\n"
        "    kv_z u_z (.d_i(c & t));\n    kv_w u_w (.d_i(clk_i));\nendmodule\n");
    ASSERT_EQ(graph.instances().size(), 4U);
    const auto& list = graph.instances();
    EXPECT_EQ(graph.nets(list[0], list[2]), (std::set<std::string>{"a"}));
    EXPECT_TRUE(graph.nets(list[0], list[3]).empty());
    EXPECT_TRUE(graph.nets(list[2], list[0]).empty());
}

TEST(DrawCommand, ListsDrawsAndRefuses) {
    const std::string kvolt = KVOLT_BINARY;
    const auto list = shell(kvolt + " draw --list");
    EXPECT_EQ(list.status, 0);
    for (const auto& picture : pictures()) EXPECT_NE(list.output.find(picture.name), std::string::npos);
    EXPECT_EQ(shell(kvolt + " draw tiny tyle 2>&1").output, "kvolt draw: tyle: no such picture, did you mean tile?\n");
    EXPECT_EQ(shell(kvolt + " draw tiny 2>&1").status, 2);
    EXPECT_EQ(shell(kvolt + " draw 2>&1").status, 2);
    EXPECT_EQ(shell(kvolt + " draw adc-sar score 2>&1").status, 2);
    const auto directory = fs::temp_directory_path() / fmt::format("kvolt_pictures_{}", getpid());
    const auto run = shell(fmt::format("{} draw adc-sar -o {} 2>&1", kvolt, directory.string()));
    EXPECT_EQ(run.status, 0) << run.output;
    EXPECT_TRUE(fs::exists(directory / "head.svg"));
    EXPECT_FALSE(fs::exists(directory / "score.svg"));
    fs::remove_all(directory);
}

}  // namespace
}  // namespace kvolt::test
