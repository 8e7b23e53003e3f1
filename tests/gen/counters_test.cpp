// SPDX-License-Identifier: Apache-2.0
// A counter is one row: whatever follows from it is there for every row, in engines with every feature.
#include "gen/design/counters.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "gen/design/register_map.hpp"
#include "gen/design/register_view.hpp"
#include "gen/emit/emit_common.hpp"
#include "gen/emit/head_ports.hpp"
#include "tests/gen/emitted.hpp"

namespace kvolt::test {
namespace {

const Register* find(const Design& d, const std::string& name) {
    const auto at = std::find_if(d.registers.begin(), d.registers.end(), [&](const auto& r) { return r.name == name; });
    return at == d.registers.end() ? nullptr : &*at;
}

bool has_output(const Design& d, const std::string& name, int width) {
    const auto ports = head_ports(d);
    return std::any_of(ports.begin(), ports.end(), [&](const VerilogPort& p) {
        return p.name == name && p.direction == PortDirection::out && p.range == range_of(width);
    });
}

bool has_field(const Register& reg, const std::string& name, int bit, Access access) {
    return std::any_of(reg.fields.begin(), reg.fields.end(), [&](const Field& f) {
        return f.name == name && f.lsb == bit && f.width == 1 && f.access == access;
    });
}

class Counters : public testing::TestWithParam<Variant> {};

TEST_P(Counters, HavePortCounterConnectionRegisterAndSentence) {
    const EmittedDirectory dir(GetParam());
    const auto& d = dir.design;
    const auto head = dir.text(fmt::format("rtl/{}.v", d.head_module)), top = dir.text(fmt::format("rtl/{}.v", d.top)),
               sheet = dir.text(fmt::format("docs/{}.md", d.name));
    ASSERT_GE(d.counters.size(), 5U);
    for (const auto& c : d.counters) {
        EXPECT_TRUE(has_output(d, c.name + "_o", c.width)) << c.name;
        EXPECT_NE(head.find(fmt::format("u_{} (", c.name)), std::string::npos) << c.name;
        EXPECT_NE(head.find(fmt::format(".incr_i ({})", c.net)), std::string::npos) << c.name;
        EXPECT_NE(top.find(fmt::format(".{}_i", c.name)), std::string::npos) << c.name;
        EXPECT_NE(sheet.find(c.doc), std::string::npos) << c.name;
        for (int h = 0; h < d.heads; ++h) {
            const auto* reg = find(d, counter_register(c, static_cast<std::size_t>(h)));
            ASSERT_NE(reg, nullptr) << c.name;
            EXPECT_EQ(reg->offset,
                      register_page_bytes * static_cast<unsigned>(h + 1) + static_cast<unsigned>(c.offset));
            EXPECT_FALSE(writable(*reg)) << c.name;
        }
    }
}

TEST_P(Counters, EventsAndStatesHaveTheirBitsAndPorts) {
    const auto d = design_of(GetParam());
    std::set<int> bits;
    for (const auto& e : d.events) {
        EXPECT_TRUE(has_output(d, e.name + "_o", 1)) << e.name;
        EXPECT_TRUE(has_field(*find(d, "IRQ_STATUS"), e.name, e.bit, Access::write_one_clear)) << e.name;
        EXPECT_TRUE(has_field(*find(d, "IRQ_ENABLE"), e.name, e.bit, Access::read_write)) << e.name;
        EXPECT_TRUE(bits.insert(e.bit).second) << e.name;
    }
    for (const auto& s : d.states) {
        EXPECT_TRUE(has_output(d, s.name + "_o", 1)) << s.name;
        EXPECT_TRUE(has_field(*find(d, "STATUS"), s.name, s.bit, Access::read_only)) << s.name;
    }
}

INSTANTIATE_TEST_SUITE_P(Variants, Counters,
                         testing::Values(Variant{"tiny", {}}, odd_sizes("retention", {"retention.limit=9"}),
                                         odd_sizes("refresh",
                                                   {"retention.limit=99", "retention.refresh=true", "score.path=adc"}),
                                         odd_sizes("tested", {"calibration.average=2", "calibration.self_test=true"})));

}  // namespace
}  // namespace kvolt::test
