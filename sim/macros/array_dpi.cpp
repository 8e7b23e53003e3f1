// SPDX-License-Identifier: Apache-2.0
// The C side of kv_k_array_model_dpi.v and kv_v_array_model_dpi.v: one array of gain cells each, the physics of a tile
// behind it.
#include "sim/macros/array_dpi.hpp"

#include <array>
#include <cstdio>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "gen/support/integers.hpp"
#include "sim/macros/dpi_imperfections.hpp"
#include "sim/macros/dpi_vectors.hpp"
#include "sim/model/score_code.hpp"
#include "sim/model/tile_parameters.hpp"
#include "sim/model/tile_physics.hpp"

namespace kvolt {
namespace {

using dpi::Word;

/// A tile of which only the K half or only the V half is used. Pulses of either are widths up to pulse_max * unit
/// cycles.
class Array {
public:
    Array(const TileParameters& parameters, int unit_cycles, int kv_bits, int code_bits)
        : p_(parameters),
          unit_(unit_cycles),
          kv_bits_(kv_bits),
          code_bits_(code_bits),
          count_bits_(bits_for(parameters.q_max * unit_cycles)),
          physics_(std::make_unique<TilePhysics>(parameters)) {}

    /// Before anything is written, both of these.
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

    void age() {
        physics_->age_k();
        physics_->age_v();
    }

    void write(const Word* word_lines, const Word* levels, bool lasts) {
        std::array<std::uint8_t, 256> level{};
        for (int r = 0; r < p_.rows; ++r)
            level[static_cast<std::size_t>(r)] =
                static_cast<std::uint8_t>(dpi::bits_at(levels, r * kv_bits_, kv_bits_));
        for (int c = 0; c < p_.slots; ++c) {
            if (dpi::bits_at(word_lines, c, 1) == 0) continue;
            physics_->write_k(c, level.data(), lasts);
            physics_->write_v(c, level.data(), lasts);
        }
    }

    void score(double lsb, const Word* counts, const Word* live, Word* code) {
        std::array<std::uint16_t, 256> q{};
        std::array<std::uint8_t, 256> mask{};
        for (int r = 0; r < p_.rows; ++r)
            q[static_cast<std::size_t>(r)] =
                static_cast<std::uint16_t>(dpi::code_of(counts, count_bits_, p_.rows, r, unit_, p_.q_max));
        for (int c = 0; c < p_.slots; ++c)
            mask[static_cast<std::size_t>(c)] = static_cast<std::uint8_t>(dpi::bits_at(live, c, 1));
        physics_->score(q.data(), mask.data());
        std::fill_n(code, (code_bits_ * p_.slots + 31) / 32, 0U);
        for (int c = 0; c < p_.slots; ++c) {
            const int u =
                score_code(physics_->s()[static_cast<std::size_t>(c)], lsb, code_bits_) + (1 << (code_bits_ - 1));
            for (int b = 0; b < code_bits_; ++b)
                dpi::put_bits(code, b * p_.slots + c, 1, static_cast<std::uint64_t>(u >> b & 1));
        }
    }

    void weigh(const Word* counts, Word* sign, Word* size) {
        std::array<double, 256> phi{};
        for (int c = 0; c < p_.slots; ++c)
            phi[static_cast<std::size_t>(c)] =
                static_cast<double>(dpi::code_of(counts, count_bits_, p_.slots, c, unit_, p_.q_max)) / p_.q_max;
        physics_->weigh(phi.data());
        const int words = physics_->row_words(), planes = code_bits_ - 1;
        std::array<std::uint64_t, 4> signs{};
        std::array<std::uint64_t, 4 * 15> sizes{};
        physics_->code_planes(signs.data(), sizes.data());
        std::fill_n(sign, (p_.rows + 31) / 32, 0U);
        std::fill_n(size, (planes * p_.rows + 31) / 32, 0U);
        for (int w = 0; w < words; ++w) {
            const int rows = std::min(64, p_.rows - w * 64);
            dpi::put_bits(sign, w * 64, rows, signs[static_cast<std::size_t>(w)]);
            for (int b = 0; b < planes; ++b)
                dpi::put_bits(size, b * p_.rows + w * 64, rows, sizes[static_cast<std::size_t>(b * words + w)]);
        }
    }

private:
    TileParameters p_;
    int unit_, kv_bits_, code_bits_, count_bits_;
    std::unique_ptr<TilePhysics> physics_;
};

/// Owns every array, so that a model that is never finished leaks nothing.
class Registry {
public:
    void* add(std::unique_ptr<Array> array) {
        const std::lock_guard<std::mutex> lock(mutex_);
        void* handle = array.get();
        arrays_[handle] = std::move(array);
        return handle;
    }
    void remove(void* handle) {
        const std::lock_guard<std::mutex> lock(mutex_);
        arrays_.erase(handle);
    }

private:
    std::mutex mutex_;
    std::map<void*, std::unique_ptr<Array>> arrays_;
};

Registry& registry() {
    static Registry all;
    return all;
}

/// Null after a refused creation; the model stops then, but may still call once or twice.
Array* array_of(void* handle) { return static_cast<Array*>(handle); }

}  // namespace
}  // namespace kvolt

extern "C" {

void* kvolt_array_create(int rows, int slots, int pulse_max, int unit_cycles, int kv_bits, int code_bits, int window,
                         int linear, double c0, double c1, double c2, double c3, double v_max, double v_zero,
                         double output_saturation, double decay_per_token) {
    kvolt::TileParameters p;
    p.rows = rows;
    p.slots = slots;
    p.q_max = pulse_max;
    p.level_max = (1 << kv_bits) - 1;
    p.code_max = (1 << (code_bits - 1)) - 1;
    p.linear = linear != 0;
    p.c0 = c0;
    p.c1 = c1;
    p.c2 = c2;
    p.c3 = c3;
    p.v_max = v_max;
    p.v_zero = v_zero;
    p.score_saturation = 1.0;  // phi is not made here
    p.output_saturation = output_saturation;
    p.decay_per_token = decay_per_token;
    p.max_age = window - 1;
    try {
        return kvolt::registry().add(std::make_unique<kvolt::Array>(p, unit_cycles, kv_bits, code_bits));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "kv_k_array_model, kv_v_array_model: %s\n", error.what());
        return nullptr;
    }
}

void kvolt_array_destroy(void* handle) { kvolt::registry().remove(handle); }

void kvolt_array_age(void* handle) {
    if (handle != nullptr) kvolt::array_of(handle)->age();
}

void kvolt_array_table(void* handle, int points, const std::uint32_t* volt, const std::uint32_t* ua) {
    if (handle != nullptr) kvolt::array_of(handle)->set_table(points, volt, ua);
}

void kvolt_array_imperfections(void* handle, const char* path, int head, int tile, int group, int columns_per_converter,
                               std::uint64_t seed, double gain_mismatch, double offset_mismatch, double read_noise,
                               double write_noise, double comparator_offset, double stuck_cells,
                               double leakage_spread) {
    if (handle == nullptr) return;
    kvolt::array_of(handle)->set(kvolt::dpi::imperfections(seed, gain_mismatch, offset_mismatch, read_noise,
                                                           write_noise, comparator_offset, stuck_cells, leakage_spread),
                                 kvolt::dpi::identity(path, head, tile, group), columns_per_converter);
}

void kvolt_array_write(void* handle, const std::uint32_t* word_lines, const std::uint32_t* levels, int lasts) {
    if (handle != nullptr) kvolt::array_of(handle)->write(word_lines, levels, lasts != 0);
}

void kvolt_array_score(void* handle, double lsb, const std::uint32_t* counts, const std::uint32_t* live,
                       std::uint32_t* code) {
    if (handle != nullptr) kvolt::array_of(handle)->score(lsb, counts, live, code);
}

void kvolt_array_weigh(void* handle, const std::uint32_t* counts, std::uint32_t* sign, std::uint32_t* size) {
    if (handle != nullptr) kvolt::array_of(handle)->weigh(counts, sign, size);
}

}  // extern "C"
