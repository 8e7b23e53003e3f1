// SPDX-License-Identifier: Apache-2.0
// docs/machine.md promises pins by name and place, docs/registers.md registers; this is where they are held to that.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "gen/config/load_config.hpp"
#include "gen/design/design.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/design/register_map.hpp"
#include "gen/design/register_view.hpp"
#include "gen/design/registers_page.hpp"
#include "tests/model/scratch.hpp"

namespace kvolt::test {
namespace {

std::string machine_page() { return contents(KVOLT_SOURCE_DIR "/docs/machine.md"); }

/// First cells of the table rows between two texts of the page, header and rule left out.
std::vector<std::string> first_cells(const std::string& after, const std::string& until) {
    const std::string page = machine_page();
    const auto begin = page.find(after), end = page.find(until, begin);
    std::vector<std::string> cells;
    for (auto line = page.find("\n| ", begin); line < end; line = page.find("\n| ", line + 1)) {
        cells.push_back(page.substr(line + 3, page.find(" |", line + 3) - line - 3));
    }
    if (!cells.empty()) cells.erase(cells.begin());
    return cells;
}

TEST(MachinePage, ListsThePinsOfTheTileInTheirOrder) {
    const auto d = elaborate(load_config("tiny", {"head.dimension=9", "tile.slots=5", "bits.kv=2"}));
    std::string promised, found;
    for (const auto& cell : first_cells("## 2. The tile macro", "Cycle by cycle")) promised += cell + ", ";
    for (const auto& pin : d.macros.front().pins) found += "`" + pin.name + "`, ";
    EXPECT_EQ(found, promised);
}

TEST(RegistersPage, IsTheOneInDocs) {
    EXPECT_EQ(contents(KVOLT_SOURCE_DIR "/docs/registers.md"), registers_page())
        << "stale; print it anew: build/bin/kvolt init --registers --force -o docs/registers.md";
}

// Whatever feature brings it: a register without a line is one that the page's list of features forgot.
TEST(RegistersPage, HasALineForEveryFieldOfEveryFeature) {
    const auto page = registers_page();
    for (const auto& settings : std::vector<std::vector<std::string>>{
             {"repair.slots=3", "calibration.average=2", "calibration.self_test=true", "retention.limit=30"},
             {"retention.limit=30", "retention.refresh=true"},
             {"score.path=adc", "adc.kind=sar", "protected.first=1"}}) {
        for (const auto& reg : elaborate(load_config("tiny", settings)).registers) {
            if (reg.head > 0 || reg.entry > 0) continue;
            const auto name = common_name(reg) + (reg.entries > 1 ? "_n" : "");
            EXPECT_NE(page.find(fmt::format("| 0x{:02x}{} | {} |", reg.offset % register_page_bytes,
                                            reg.entries > 1 ? " + 4 n" : "", name)),
                      std::string::npos)
                << name;
            for (const auto& field : reg.fields)
                EXPECT_NE(page.find(fmt::format(" | {} | {} |", field.name, access_text(field.access))),
                          std::string::npos)
                    << name << "." << field.name;
        }
    }
}

}  // namespace
}  // namespace kvolt::test
