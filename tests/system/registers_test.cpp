// SPDX-License-Identifier: Apache-2.0
// Every register of an engine through AXI4-Lite, as the resolved design lists them.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/emit/identity.hpp"
#include "tests/system/pin_bench.hpp"
#include "tests/system/system_run.hpp"

namespace kvolt {
namespace {

constexpr int okay = 0, slave_error = 2;

/// Every reset value away from zero where a key can set it.
const Design& engine() {
    static const Design design = identified(
        elaborate(load_config("tiny", {"name=odd", "engine.heads=3", "head.dimension=5", "tile.slots=7", "head.tiles=5",
                                       "bits.q=2", "bits.kv=2", "bits.out=4", "stream.data_bits=32",
                                       "readout.sync_stages=3", "affine.scale=-1.5", "affine.offset=77"})));
    return design;
}

std::string run(const std::function<void(PinBench&)>& body) {
    return on_the_pins(engine(), [&](Dut& dut) {
        PinBench bench(engine(), dut);
        body(bench);
        return bench.finish();
    });
}

std::uint32_t mask_of(const Field& field) { return static_cast<std::uint32_t>((std::uint64_t{1} << field.width) - 1); }

std::uint32_t reset_of(const Register& reg) {
    std::uint32_t value = 0;
    for (const auto& field : reg.fields) {
        value |= field.reset << field.lsb;
        if (field.is_signed && field.reset >> (field.width - 1) != 0) value |= ~mask_of(field) << field.lsb;
    }
    return value;
}

bool writable(const Register& reg) {
    for (const auto& field : reg.fields)
        if (field.access != Access::read_only) return true;
    return false;
}

std::uint32_t read(PinBench& bench, std::uint32_t address, int response) {
    std::uint32_t value = 0;
    const int got = bench.control().read_at(address, value);
    bench.expect(got == response, fmt::format("reading {:#x} is answered {}", address, got));
    return value;
}

void write(PinBench& bench, std::uint32_t address, std::uint32_t value, int response, std::uint8_t strobes = 0xF) {
    const int got = bench.control().write_at(address, value, strobes);
    bench.expect(got == response, fmt::format("writing {:#x} to {:#x} is answered {}", value, address, got));
}

TEST(Registers, ReadTheirResetValues) {
    EXPECT_EQ(run([](PinBench& bench) {
                  for (const auto& reg : engine().registers) bench.expect_register(reg.name, reset_of(reg));
              }),
              "");
}

TEST(Registers, SayWhatTheEngineIs) {
    EXPECT_EQ(run([](PinBench& bench) {
                  bench.expect_register("ID", 0x4B564C54);
                  bench.expect_register("GEOMETRY", 5 | 7 << 9 | 5 << 18 | 3 << 25);
                  bench.expect_register("WINDOW", 35);
                  bench.expect_register("H2_SCALE", static_cast<std::uint32_t>(-6144));
                  bench.expect_register("H2_OFFSET", 77);
              }),
              "");
}

TEST(Registers, RefuseWritesToWhatIsReadOnlyAndKeepIt) {
    EXPECT_EQ(run([](PinBench& bench) {
                  for (const auto& reg : engine().registers) {
                      if (writable(reg)) continue;
                      write(bench, reg.offset, 0xFFFFFFFF, slave_error);
                      bench.expect_register(reg.name, reset_of(reg));
                  }
              }),
              "");
}

TEST(Registers, RefuseEveryAddressThatHasNone) {
    EXPECT_EQ(run([](PinBench& bench) {
                  std::set<std::uint32_t> mapped;
                  for (const auto& reg : engine().registers) mapped.insert(reg.offset);
                  int holes = 0;
                  for (std::uint32_t address = 0; address < 1U << engine().widths.address_bits; address += 4) {
                      if (mapped.count(address) > 0) continue;
                      ++holes;
                      read(bench, address, slave_error);
                      write(bench, address, 1, slave_error);
                  }
                  bench.expect(holes > 20, "no holes were tried");
                  for (const auto& reg : engine().registers) bench.expect_register(reg.name, reset_of(reg));
              }),
              "");
}

/// A legal and an illegal neighbor at both ends of every field; the other registers stay as they are.
TEST(Registers, TakeTheirLegalRangeAndNothingBeyond) {
    EXPECT_EQ(run([](PinBench& bench) {
                  int fields = 0;
                  for (const auto& reg : engine().registers) {
                      if (reg.fields.size() != 1 || reg.fields[0].access != Access::read_write) continue;
                      const auto& field = reg.fields[0];
                      const auto code = [&](std::int64_t value) { return static_cast<std::uint32_t>(value); };
                      ++fields;
                      for (const std::int64_t value : {field.min, field.max, (field.min + field.max) / 2}) {
                          write(bench, reg.offset, code(value), okay);
                          bench.expect_register(reg.name, code(value));
                      }
                      const auto kept = code((field.min + field.max) / 2);
                      // Also where the field's own bits cannot say the value, but those above them do.
                      const std::int64_t codes = std::int64_t{1} << field.width;
                      for (const std::int64_t value : {field.min - 1, field.max + 1, field.min + codes,
                                                       field.max + 16 * codes, std::int64_t{0x7FFFFFFF}}) {
                          write(bench, reg.offset, code(value), slave_error);
                          bench.expect_register(reg.name, kept);
                      }
                  }
                  bench.expect(fields == 7, "WINDOW and three heads' SCALE and OFFSET were to be tried");
              }),
              "");
}

TEST(Registers, RefuseAWindowThatTheEngineDoesNotHave) {
    EXPECT_EQ(run([](PinBench& bench) {
                  write(bench, 0x018, 0, slave_error);
                  write(bench, 0x018, 36, slave_error);
                  write(bench, 0x018, 63, slave_error);
                  bench.expect_register("WINDOW", 35);
              }),
              "");
}

TEST(Registers, HonorByteStrobesAndIgnoreTheTwoLowestAddressBits) {
    EXPECT_EQ(run([](PinBench& bench) {
                  write(bench, 0x100, 0x1234, okay);
                  write(bench, 0x100, 0xABCD, okay, 0x1);
                  bench.expect_register("H0_SCALE", 0x12CD);
                  write(bench, 0x100, 0x8000, slave_error);  // 8.0, not -8.0
                  write(bench, 0x102, 0xABCD, okay, 0x2);
                  bench.expect_register("H0_SCALE", 0xFFFFABCD);
                  write(bench, 0x100, 0, okay, 0x0);
                  write(bench, 0x100, 0, slave_error, 0xC);  // it is negative
                  write(bench, 0x100, 0xFFFF0000, okay, 0xC);
                  bench.expect_register("H0_SCALE", 0xFFFFABCD);
                  bench.expect(read(bench, 0x103, okay) == 0xFFFFABCD, "address bits below a word matter");
              }),
              "");
}

/// An answer waits for a master that is not ready, and goes when it is.
void expect_to_wait(PinBench& bench, const bool& valid, bool& ready, const char* what) {
    for (int i = 0; i < 20 && !valid; ++i) bench.clock();
    bench.expect(valid, fmt::format("{} comes", what));
    for (int i = 0; i < 5; ++i) {
        bench.clock();
        bench.expect(valid, fmt::format("{} waits", what));
    }
    ready = true;
    bench.clock();
    ready = false;
    bench.clock();
    bench.expect(!valid, fmt::format("{} is taken once", what));
}

TEST(Registers, AnswersWaitForAMasterThatIsNotReady) {
    EXPECT_EQ(run([](PinBench& bench) {
                  auto& pins = bench.dut().control;
                  pins.awaddr = 0x018;
                  pins.wdata = 3;
                  pins.wstrb = 0xF;
                  pins.awvalid = pins.wvalid = true;
                  bench.clock();
                  pins.awvalid = pins.wvalid = false;
                  expect_to_wait(bench, pins.bvalid, pins.bready, "the answer to a write");
                  pins.araddr = 0x018;
                  pins.arvalid = true;
                  bench.clock();
                  pins.arvalid = false;
                  expect_to_wait(bench, pins.rvalid, pins.rready, "the answer to a read");
                  bench.expect(pins.rdata == 3, "the read has the value");
                  bench.expect_register("WINDOW", 3);
              }),
              "");
}

/// The chip's reset is over, the engine's own is not yet: an access that begins now waits and is answered.
TEST(Registers, AnAccessInTheFirstCycleAfterResetIsAnswered) {
    EXPECT_EQ(on_the_pins(engine(),
                          [](Dut& dut) -> std::string {
                              auto& pins = dut.control;
                              for (int i = 0; i < 4; ++i) dut.cycle();
                              dut.rst_n = true;
                              pins.araddr = 0;
                              pins.awaddr = 0x018;
                              pins.wdata = 3;
                              pins.wstrb = 0xF;
                              pins.arvalid = pins.awvalid = pins.wvalid = pins.bready = pins.rready = true;
                              int read = 0, written = 0;
                              for (int i = 0; i < 40; ++i) {
                                  const bool ar = pins.arready, aw = pins.awready, w = pins.wready;
                                  dut.cycle();
                                  if (ar) pins.arvalid = false;
                                  if (aw) pins.awvalid = false;
                                  if (w) pins.wvalid = false;
                                  read += pins.rvalid;
                                  written += pins.bvalid;
                              }
                              if (read != 1) return "the read was not answered once";
                              return written == 1 ? "" : "the write was not answered once";
                          }),
              "");
}

TEST(Registers, InterruptEnablesAreSeparate) {
    EXPECT_EQ(run([](PinBench& bench) {
                  for (std::uint32_t bits = 0; bits < 8; ++bits) {
                      write(bench, 0x024, bits, okay);
                      bench.expect_register("IRQ_ENABLE", bits);
                  }
              }),
              "");
}

TEST(Registers, KeepTheirValuesThroughASoftReset) {
    EXPECT_EQ(run([](PinBench& bench) {
                  write(bench, 0x018, 9, okay);
                  write(bench, 0x200, 321, okay);
                  write(bench, 0x024, 5, okay);
                  write(bench, 0x010, 3, okay);
                  bench.clock(4);
                  bench.expect_register("WINDOW", 9);
                  bench.expect_register("H1_SCALE", 321);
                  bench.expect_register("IRQ_ENABLE", 5);
                  bench.expect_register("CONTROL", 1);  // pulses read as zero
              }),
              "");
}

}  // namespace
}  // namespace kvolt
