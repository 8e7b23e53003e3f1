// SPDX-License-Identifier: Apache-2.0
// The comparison of normalizers: its figures follow from the models, its page is the command's output.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/design/normalizer.hpp"
#include "gen/flows/estimate/normalizer_area.hpp"
#include "sim/model/normalizer_error.hpp"

namespace kvolt::test {
namespace {

Design design_of(std::string_view kind, int bits, std::vector<std::string> more = {}) {
    more.push_back(fmt::format("normalizer.kind={}", kind));
    more.push_back(fmt::format("bits.phi={}", bits));
    return elaborate(load_config("adc-ramp", more));
}

/// Rows of the page by "kind bits", cells trimmed.
std::map<std::string, std::vector<std::string>> page() {
    std::ifstream file(std::string(KVOLT_SOURCE_DIR) + "/docs/normalizers.md");
    std::map<std::string, std::vector<std::string>> rows;
    for (std::string line; std::getline(file, line);) {
        std::vector<std::string> cells;
        std::istringstream in(line);
        for (std::string cell; std::getline(in, cell, '|');) {
            const auto begin = cell.find_first_not_of(' ');
            cells.push_back(begin == std::string::npos ? ""
                                                       : cell.substr(begin, cell.find_last_not_of(' ') - begin + 1));
        }
        if (cells.size() > 8) rows[cells[1] + " " + cells[2]] = cells;
    }
    return rows;
}

TEST(NormalizerTable, ThePageHasTheFiguresOfToday) {
    const auto rows = page();
    for (const auto* kind : normalizers())
        for (int bits = 2; bits <= 8; ++bits) {
            const auto found = rows.find(fmt::format("{} {}", kind->name, bits));
            ASSERT_NE(found, rows.end()) << kind->name << bits;
            const auto& cells = found->second;
            const auto design = design_of(kind->name, bits);
            const double error = normalizer_error_codes(design.adc.normalizer);
            EXPECT_LE(error, kind->error_bound(design.adc.normalizer));
            EXPECT_EQ(cells[3], fmt::format("{:.3f} ({:.3f})", error, kind->error_bound(design.adc.normalizer)));
            EXPECT_EQ(cells[5], fmt::format("{}", design.adc.normalizer_cycles));
            const auto attention = attention_error(design, 512, 1);
            EXPECT_EQ(cells[9], fmt::format("{:.1f}", attention.snr_db)) << "run `kvolt normalizers` again";
        }
}

TEST(NormalizerTable, MoreBitsOfScoreBringAttentionNearerToTheFormula) {
    for (const auto* kind : normalizers()) {
        const auto coarse = attention_error(design_of(kind->name, 8, {"adc.bits=4", "bits.out=8"}), 256, 2);
        const auto fine = attention_error(design_of(kind->name, 8, {"adc.bits=9", "bits.out=8"}), 256, 2);
        EXPECT_GT(fine.snr_db, coarse.snr_db + 6) << kind->name;
    }
}

TEST(NormalizerTable, AreaIsOfTheNormalizerAndGrowsWithItsTables) {
    const auto narrow = estimate_normalizer_area(design_of("sigmoid", 3), "osu018", {});
    const auto wide = estimate_normalizer_area(design_of("sigmoid", 5), "osu018", {});
    EXPECT_GT(narrow.normalizer_um2, 0);
    EXPECT_GT(wide.normalizer_um2, 1.5 * narrow.normalizer_um2);
    EXPECT_EQ(wide.divider_um2, 0);
    const auto relu = estimate_normalizer_area(design_of("relu", 4), "osu018", {});
    EXPECT_GT(relu.divider_um2, 0);
    EXPECT_GT(relu.flip_flops, 0);
}

}  // namespace
}  // namespace kvolt::test
