// SPDX-License-Identifier: Apache-2.0
// The C side of kv_tile_model_dpi.v: bit vectors of the simulator to and from TilePhysics. Vectors arrive as 32-bit
// words, lowest first, with bit b of all rows in bits [b * rows ...].
#include "tile_dpi.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <map>
#include <memory>
#include <mutex>

#include "integers.hpp"
#include "dpi_imperfections.hpp"
#include "dpi_vectors.hpp"
#include "tile_parameters.hpp"
#include "tile_physics.hpp"

namespace kvolt {
namespace {

using dpi::bits_at;
using dpi::put_bits;
using dpi::Word;

class Tile {
public:
    Tile(const TileParameters& parameters, int unit_cycles, int kv_bits)
        : p_(parameters),
          unit_(unit_cycles),
          kv_bits_(kv_bits),
          count_bits_(bits_for(parameters.q_max * unit_cycles)),
          physics_(std::make_unique<TilePhysics>(parameters)) {}

    TilePhysics& physics() { return *physics_; }

    /// Before anything is written, both of these.
    void set_table(int points, const Word* volt, const Word* ua) {
        p_.points = dpi::points(points, volt, ua);
        physics_ = std::make_unique<TilePhysics>(p_);
    }
    void set(const Imperfections& imperfections, const TileIdentity& id) {
        p_.imperfections = imperfections;
        p_.id = id;
        physics_ = std::make_unique<TilePhysics>(p_);
    }

    template <class Write>
    void write(const Word* word_lines, const Word* levels, Write write) {
        std::array<std::uint8_t, 256> level{};
        for (int r = 0; r < p_.rows; ++r)
            level[static_cast<std::size_t>(r)] = static_cast<std::uint8_t>(bits_at(levels, r * kv_bits_, kv_bits_));
        for (int c = 0; c < p_.slots; ++c)
            if ((word_lines[c / 32] >> (c % 32) & 1U) != 0) write(c, level.data());
    }

    void score(const Word* counts, const Word* live) {
        std::array<std::uint64_t, 4> slots{};
        for (int w = 0; w < physics_->slot_words(); ++w)
            slots[static_cast<std::size_t>(w)] = bits_at(live, w * 64, std::min(64, p_.slots - w * 64));
        // A counter that stops at q_max itself holds the code; anything else is divided and limited row by row.
        if (unit_ == 1 && p_.q_max == (1 << count_bits_) - 1)
            physics_->score_planes(planes_from(counts).data(), slots.data());
        else
            physics_->score_planes(divided(counts).data(), slots.data());
    }

    void weigh(Word* sign, Word* magnitude) {
        physics_->weigh();
        const int words = physics_->row_words(), planes = bits_for(p_.code_max);
        std::array<std::uint64_t, 4> signs{};
        std::array<std::uint64_t, 4 * 15> sizes{};
        physics_->code_planes(signs.data(), sizes.data());
        std::fill_n(sign, (p_.rows + 31) / 32, 0U);
        std::fill_n(magnitude, (planes * p_.rows + 31) / 32, 0U);
        for (int w = 0; w < words; ++w) {
            const int rows = std::min(64, p_.rows - w * 64);
            put_bits(sign, w * 64, rows, signs[static_cast<std::size_t>(w)]);
            for (int b = 0; b < planes; ++b)
                put_bits(magnitude, b * p_.rows + w * 64, rows, sizes[static_cast<std::size_t>(b * words + w)]);
        }
    }

private:
    using Planes = std::array<std::uint64_t, 4 * 8>;

    [[nodiscard]] Planes planes_from(const Word* counts) const {
        Planes planes{};
        for (int b = 0; b < count_bits_; ++b)
            for (int w = 0; w < physics_->row_words(); ++w)
                planes[static_cast<std::size_t>(b * physics_->row_words() + w)] =
                    bits_at(counts, b * p_.rows + w * 64, std::min(64, p_.rows - w * 64));
        return planes;
    }

    [[nodiscard]] Planes divided(const Word* counts) const {
        Planes planes{};
        for (int r = 0; r < p_.rows; ++r) {
            const int code = dpi::code_of(counts, count_bits_, p_.rows, r, unit_, p_.q_max);
            for (int b = 0; b < physics_->q_bits(); ++b)
                planes[static_cast<std::size_t>(b * physics_->row_words() + r / 64)] |=
                    static_cast<std::uint64_t>(code >> b & 1) << (r % 64);
        }
        return planes;
    }

    TileParameters p_;
    int unit_, kv_bits_, count_bits_;
    std::unique_ptr<TilePhysics> physics_;
};

/// Owns every tile, so that a model that is never finished leaks nothing and a handle that is no tile is seen.
class Registry {
public:
    void* add(std::unique_ptr<Tile> tile) {
        const std::lock_guard<std::mutex> lock(mutex_);
        void* handle = tile.get();
        tiles_[handle] = std::move(tile);
        return handle;
    }
    void remove(void* handle) {
        const std::lock_guard<std::mutex> lock(mutex_);
        tiles_.erase(handle);
    }

private:
    std::mutex mutex_;
    std::map<void*, std::unique_ptr<Tile>> tiles_;
};

Registry& registry() {
    static Registry all;
    return all;
}

/// Null after a refused creation; the model stops then, but may still call once or twice.
Tile* tile_of(void* handle) { return static_cast<Tile*>(handle); }

}  // namespace
}  // namespace kvolt

extern "C" {

void* kvolt_tile_create(int rows, int slots, int q_max, int unit_cycles, int kv_bits, int out_bits, int window,
                        int linear, double c0, double c1, double c2, double c3, double v_max, double v_zero,
                        double score_saturation, double output_saturation, double decay_per_token) {
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
    try {
        return kvolt::registry().add(std::make_unique<kvolt::Tile>(p, unit_cycles, kv_bits));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "kv_tile_model: %s\n", error.what());
        return nullptr;
    }
}

void kvolt_tile_destroy(void* handle) { kvolt::registry().remove(handle); }

void kvolt_tile_age_k(void* handle) {
    if (handle != nullptr) kvolt::tile_of(handle)->physics().age_k();
}

void kvolt_tile_age_v(void* handle) {
    if (handle != nullptr) kvolt::tile_of(handle)->physics().age_v();
}

void kvolt_tile_table(void* handle, int points, const std::uint32_t* volt, const std::uint32_t* ua) {
    if (handle != nullptr) kvolt::tile_of(handle)->set_table(points, volt, ua);
}

void kvolt_tile_imperfections(void* handle, const char* path, int head, int tile, std::uint64_t seed,
                              double gain_mismatch, double offset_mismatch, double read_noise, double write_noise,
                              double comparator_offset, double stuck_cells, double leakage_spread) {
    if (handle == nullptr) return;
    kvolt::tile_of(handle)->set(kvolt::dpi::imperfections(seed, gain_mismatch, offset_mismatch, read_noise, write_noise,
                                                          comparator_offset, stuck_cells, leakage_spread),
                                kvolt::dpi::identity(path, head, tile, 0));
}

void kvolt_tile_write_k(void* handle, const std::uint32_t* word_lines, const std::uint32_t* levels, int lasts) {
    if (handle == nullptr) return;
    auto& physics = kvolt::tile_of(handle)->physics();
    kvolt::tile_of(handle)->write(
        word_lines, levels, [&](int slot, const std::uint8_t* level) { physics.write_k(slot, level, lasts != 0); });
}

void kvolt_tile_write_v(void* handle, const std::uint32_t* word_lines, const std::uint32_t* levels, int lasts) {
    if (handle == nullptr) return;
    auto& physics = kvolt::tile_of(handle)->physics();
    kvolt::tile_of(handle)->write(
        word_lines, levels, [&](int slot, const std::uint8_t* level) { physics.write_v(slot, level, lasts != 0); });
}

void kvolt_tile_score(void* handle, const std::uint32_t* counts, const std::uint32_t* live) {
    if (handle != nullptr) kvolt::tile_of(handle)->score(counts, live);
}

void kvolt_tile_weigh(void* handle, std::uint32_t* sign, std::uint32_t* magnitude) {
    if (handle != nullptr) kvolt::tile_of(handle)->weigh(sign, magnitude);
}

}  // extern "C"
