// SPDX-License-Identifier: Apache-2.0
// What every block test is made of: a parameterized fixture with one instance, its pins, its clock and a seeded source
// of chance.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "catalog.hpp"
#include "device.hpp"

namespace kvolt::test {

/// Variants of a block, for INSTANTIATE_TEST_SUITE_P.
inline std::vector<Variant> variants_of(const std::string& block) {
    static const std::vector<Variant> all = read_variants(KVOLT_VARIANTS, KVOLT_RTL);
    return variants_of(all, block);
}

inline std::string variant_name(const testing::TestParamInfo<Variant>& info) { return info.param.name; }

/// A test of one instance. The seed is fixed; KVOLT_SEED overrides it, and a failure prints it.
class BlockTest : public testing::TestWithParam<Variant> {
protected:
    BlockTest() {
        const char* given = std::getenv("KVOLT_SEED");
        if (given != nullptr) seed_ = static_cast<unsigned>(std::strtoul(given, nullptr, 0));
        random_.seed(seed_);
        Verilated::randReset(2);
        Verilated::randSeed(static_cast<int>(seed_ % 1000000U + 1U));
        device_ = make_device(GetParam().group);
        clock_ = device_->pin("clk_i");
    }

    void TearDown() override {
        if (HasFailure()) std::printf("KVOLT_SEED=%u, cycle %ld\n", seed_, cycle_);
    }

    int parameter(const std::string& name) const { return GetParam()[name]; }
    Pin pin(const std::string& port) const { return device_->pin(GetParam().instance() + "_" + port); }

    /// Settles combinational paths with the clock low.
    void settle() {
        clock_.drive(0);
        device_->eval();
    }
    /// One rising edge; inputs must be settled.
    void edge() {
        clock_.drive(1);
        device_->eval();
        ++cycle_;
    }
    void clock() {
        settle();
        edge();
    }
    void reset() {
        Pin rst = pin("rst_ni");
        rst.drive(0);
        clock();
        clock();
        rst.drive(1);
        settle();
    }

    bool chance(double probability) { return std::bernoulli_distribution(probability)(random_); }
    /// Uniform in [low, high].
    std::int64_t number(std::int64_t low, std::int64_t high) {
        return std::uniform_int_distribution<std::int64_t>(low, high)(random_);
    }
    std::uint64_t bits(int width) { return random_() >> (64 - width); }

    long cycle() const { return cycle_; }

private:
    static std::unique_ptr<Device> make_device(const std::string& group) {
        if (group == "control") return make_control();
        if (group == "stream") return make_stream();
        if (group == "data") return make_data();
        if (group == "adc") return make_adc();
        if (group == "lanes") return make_lanes();
        if (group == "protected") return make_protected();
        throw std::runtime_error("no group " + group);
    }

    unsigned seed_ = 20250731;
    std::mt19937_64 random_;
    std::unique_ptr<Device> device_;
    Pin clock_;
    long cycle_ = 0;
};

/// ceil(log2(n)), the number of bits that tell n things apart.
inline int clog2(int n) {
    int bits = 0;
    while ((1 << bits) < n) ++bits;
    return bits;
}

}  // namespace kvolt::test

#define KVOLT_BLOCK_TEST(Fixture, block)                                                            \
    INSTANTIATE_TEST_SUITE_P(Variants, Fixture, testing::ValuesIn(kvolt::test::variants_of(block)), \
                             kvolt::test::variant_name)
