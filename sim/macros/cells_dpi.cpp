// SPDX-License-Identifier: Apache-2.0
// The C side of kv_cells_model_dpi.v: bit vectors of the simulator to and from TilePhysics.
#include "sim/macros/cells_dpi.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "gen/support/integers.hpp"
#include "sim/macros/dpi_parameters.hpp"
#include "sim/macros/dpi_vectors.hpp"
#include "sim/macros/macro_clock.hpp"
#include "sim/model/score_code.hpp"
#include "sim/model/tile_parameters.hpp"
#include "sim/model/tile_physics.hpp"

namespace kvolt {
namespace {

using dpi::bits_at;
using dpi::put_bits;
using dpi::Word;

/// What of the pins the physics does not know.
struct Pins {
    int unit_cycles, phi_max, phi_unit_cycles, kv_bits, adc_bits;
    double lsb;
};

/// The cells of a tile; of a K or V array alone, half of them are used.
class Cells {
public:
    Cells(const TileParameters& parameters, const Pins& pins)
        : p_(parameters),
          pins_(pins),
          q_count_bits_(bits_for(parameters.q_max * pins.unit_cycles)),
          phi_count_bits_(bits_for(pins.phi_max * pins.phi_unit_cycles)),
          physics_(std::make_unique<TilePhysics>(parameters)) {}

    void set_table(int points, const Word* volt, const Word* ua) {
        p_.points = dpi::points(points, volt, ua);
        physics_ = std::make_unique<TilePhysics>(p_);
    }
    void set(const Imperfections& imperfections, const TileIdentity& id, int columns_per_converter) {
        p_.imperfections = imperfections;
        p_.id = id;
        p_.columns_per_converter = p_.rows_per_converter = columns_per_converter;
        physics_ = std::make_unique<TilePhysics>(p_);
    }

    /// What happens has a time.
    void set_clock(const TileIdentity& id, const Word* fields) {
        clock_.emplace(id);
        p_.tau_cycles = dpi::real_at(fields, 0);
        p_.tau2_cycles = dpi::real_at(fields, 1);
        p_.fraction2 = dpi::real_at(fields, 2);
        physics_ = std::make_unique<TilePhysics>(p_);
    }
    void at(std::int64_t edge) {
        if (clock_) clock_->now = edge;
        physics_->at(edge);
    }
    void begin(int array) {
        if (clock_) clock_->begin(array);
    }

    void age(int array) {
        if (array == 0)
            physics_->age_k();
        else
            physics_->age_v();
    }

    void write(int array, const Word* lines, const Word* held, const Word* levels) {
        std::array<std::uint8_t, 256> level{};
        for (int r = 0; r < p_.rows; ++r)
            level[static_cast<std::size_t>(r)] =
                static_cast<std::uint8_t>(bits_at(levels, r * pins_.kv_bits, pins_.kv_bits));
        for (int c = 0; c < p_.slots; ++c) {
            if (!high(lines, c)) continue;
            if (clock_) clock_->see_line(array, c, p_.slots);
            if (array == 0)
                physics_->write_k(c, level.data(), high(held, c));
            else
                physics_->write_v(c, level.data(), high(held, c));
        }
    }

    void score(const Word* counts, const Word* live) {
        std::array<std::uint64_t, 4> slots{};
        for (int w = 0; w < physics_->slot_words(); ++w)
            slots[static_cast<std::size_t>(w)] = bits_at(live, w * 64, std::min(64, p_.slots - w * 64));
        if (clock_) physics_->at(clock_->began[0]);  // cells as they were when the score began
        // A counter that stops at q_max itself holds the code; anything else is divided and limited row by row.
        if (pins_.unit_cycles == 1 && p_.q_max == (1 << q_count_bits_) - 1)
            physics_->score_planes(planes_from(counts).data(), slots.data());
        else
            physics_->score_planes(divided(counts).data(), slots.data());
        if (clock_) physics_->at(clock_->now);
    }

    void score_codes(Word* codes) const {
        std::fill_n(codes, ceil_div(pins_.adc_bits * p_.slots, 32), 0U);
        for (int c = 0; c < p_.slots; ++c) {
            const int u = score_code(physics_->s()[static_cast<std::size_t>(c)], pins_.lsb, pins_.adc_bits) +
                          (1 << (pins_.adc_bits - 1));
            for (int b = 0; b < pins_.adc_bits; ++b)
                put_bits(codes, b * p_.slots + c, 1, static_cast<std::uint64_t>(u >> b & 1));
        }
    }

    void pulses(const Word* counts) {
        for (int c = 0; c < p_.slots; ++c)
            phi_[static_cast<std::size_t>(c)] =
                static_cast<double>(
                    dpi::code_of(counts, phi_count_bits_, p_.slots, c, pins_.phi_unit_cycles, pins_.phi_max)) /
                pins_.phi_max;
        given_phi_ = true;
    }

    void weigh(Word* sign, Word* size) {
        if (clock_) physics_->at(clock_->began[1]);
        if (given_phi_)
            physics_->weigh(phi_.data());
        else
            physics_->weigh();
        if (clock_) physics_->at(clock_->now);
        const int words = physics_->row_words(), planes = bits_for(p_.code_max);
        std::array<std::uint64_t, 4> signs{};
        std::array<std::uint64_t, 4 * 15> sizes{};
        physics_->code_planes(signs.data(), sizes.data());
        std::fill_n(sign, ceil_div(p_.rows, 32), 0U);
        std::fill_n(size, ceil_div(planes * p_.rows, 32), 0U);
        for (int w = 0; w < words; ++w) {
            const int rows = std::min(64, p_.rows - w * 64);
            put_bits(sign, w * 64, rows, signs[static_cast<std::size_t>(w)]);
            for (int b = 0; b < planes; ++b)
                put_bits(size, b * p_.rows + w * 64, rows, sizes[static_cast<std::size_t>(b * words + w)]);
        }
    }

private:
    using Planes = std::array<std::uint64_t, 4 * 8>;

    static bool high(const Word* lines, int line) { return (lines[line / 32] >> (line % 32) & 1U) != 0; }

    [[nodiscard]] Planes planes_from(const Word* counts) const {
        Planes planes{};
        for (int b = 0; b < q_count_bits_; ++b)
            for (int w = 0; w < physics_->row_words(); ++w)
                planes[static_cast<std::size_t>(b * physics_->row_words() + w)] =
                    bits_at(counts, b * p_.rows + w * 64, std::min(64, p_.rows - w * 64));
        return planes;
    }

    [[nodiscard]] Planes divided(const Word* counts) const {
        Planes planes{};
        for (int r = 0; r < p_.rows; ++r) {
            const int code = dpi::code_of(counts, q_count_bits_, p_.rows, r, pins_.unit_cycles, p_.q_max);
            for (int b = 0; b < physics_->q_bits(); ++b)
                planes[static_cast<std::size_t>(b * physics_->row_words() + r / 64)] |=
                    static_cast<std::uint64_t>(code >> b & 1) << (r % 64);
        }
        return planes;
    }

    TileParameters p_;
    Pins pins_;
    int q_count_bits_, phi_count_bits_;
    bool given_phi_ = false;  ///< pulses from outside have made phi
    std::array<double, 256> phi_{};
    std::unique_ptr<TilePhysics> physics_;
    std::optional<dpi::MacroClock> clock_;
};

/// Owns all cells, so that a model that is never finished leaks nothing and a handle that is none is seen.
class Registry {
public:
    void* add(std::unique_ptr<Cells> cells) {
        const std::lock_guard<std::mutex> lock(mutex_);
        void* handle = cells.get();
        cells_[handle] = std::move(cells);
        return handle;
    }
    void remove(void* handle) {
        const std::lock_guard<std::mutex> lock(mutex_);
        cells_.erase(handle);
    }

private:
    std::mutex mutex_;
    std::map<void*, std::unique_ptr<Cells>> cells_;
};

Registry& registry() {
    static Registry all;
    return all;
}

std::atomic<bool> counting{false};
std::atomic<std::uint64_t> faults{0};

/// Null after a refused creation; the model stops then, but may still call once or twice.
Cells* cells_of(void* handle) { return static_cast<Cells*>(handle); }

}  // namespace

void count_pin_faults() { counting = true; }

std::uint64_t pin_faults() { return faults; }

}  // namespace kvolt

extern "C" {

void* kvolt_cells_create(int rows, int slots, int q_max, int unit_cycles, int phi_max, int phi_unit_cycles, int kv_bits,
                         int adc_bits, int out_bits, int window, int linear, double c0, double c1, double c2, double c3,
                         double v_max, double v_zero, double score_saturation, double lsb, double output_saturation,
                         double decay_per_token) {
    kvolt::TileParameters p;
    p.rows = rows;
    p.slots = slots;
    p.q_max = q_max;
    p.level_max = (1 << kv_bits) - 1;
    p.code_max = (1 << (out_bits - 1)) - 1;
    p.linear = linear != 0;
    p.c0 = c0;
    p.c1 = c1;
    p.c2 = c2;
    p.c3 = c3;
    p.v_max = v_max;
    p.v_zero = v_zero;
    p.score_saturation = score_saturation;
    p.output_saturation = output_saturation;
    p.decay_per_token = decay_per_token;
    p.max_age = window - 1;
    const kvolt::Pins pins{unit_cycles, phi_max, phi_unit_cycles, kv_bits, adc_bits, lsb};
    try {
        return kvolt::registry().add(std::make_unique<kvolt::Cells>(p, pins));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "kv_cells_model: %s\n", error.what());
        return nullptr;
    }
}

void kvolt_cells_destroy(void* handle) { kvolt::registry().remove(handle); }

int kvolt_cells_fault(void* /*handle*/) {
    ++kvolt::faults;
    return kvolt::counting ? 0 : 1;
}

void kvolt_cells_table(void* handle, int points, const std::uint32_t* volt, const std::uint32_t* ua) {
    if (handle != nullptr) kvolt::cells_of(handle)->set_table(points, volt, ua);
}

void kvolt_cells_imperfections(void* handle, const char* path, int head, int tile, int group, int columns_per_converter,
                               const std::uint32_t* fields) {
    if (handle != nullptr)
        kvolt::cells_of(handle)->set(kvolt::dpi::imperfections(fields), kvolt::dpi::identity(path, head, tile, group),
                                     columns_per_converter);
}

void kvolt_cells_clock(void* handle, const char* path, int head, int tile, int group, const std::uint32_t* clock) {
    if (handle != nullptr) kvolt::cells_of(handle)->set_clock(kvolt::dpi::identity(path, head, tile, group), clock);
}

void kvolt_cells_at(void* handle, std::uint64_t edges) {
    if (handle != nullptr) kvolt::cells_of(handle)->at(static_cast<std::int64_t>(edges));
}

void kvolt_cells_begin(void* handle, int array) {
    if (handle != nullptr) kvolt::cells_of(handle)->begin(array);
}

void kvolt_cells_age(void* handle, int array) {
    if (handle != nullptr) kvolt::cells_of(handle)->age(array);
}

void kvolt_cells_write(void* handle, int array, const std::uint32_t* lines, const std::uint32_t* held,
                       const std::uint32_t* levels) {
    if (handle != nullptr) kvolt::cells_of(handle)->write(array, lines, held, levels);
}

void kvolt_cells_score(void* handle, const std::uint32_t* counts, const std::uint32_t* live) {
    if (handle != nullptr) kvolt::cells_of(handle)->score(counts, live);
}

void kvolt_cells_score_codes(void* handle, std::uint32_t* codes) {
    if (handle != nullptr) kvolt::cells_of(handle)->score_codes(codes);
}

void kvolt_cells_pulses(void* handle, const std::uint32_t* counts) {
    if (handle != nullptr) kvolt::cells_of(handle)->pulses(counts);
}

void kvolt_cells_weigh(void* handle, std::uint32_t* sign, std::uint32_t* size) {
    if (handle != nullptr) kvolt::cells_of(handle)->weigh(sign, size);
}

}  // extern "C"
