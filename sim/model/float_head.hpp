// SPDX-License-Identifier: Apache-2.0
// A head without codes: what quantization is measured against. It stores, hides, refreshes and protects the same
// tokens as the golden head, because both ask one TokenFlow.
#pragma once

#include <memory>
#include <vector>

#include "gen/design/design.hpp"
#include "sim/model/head_log.hpp"
#include "sim/model/head_settings.hpp"
#include "sim/model/slot_walk.hpp"

namespace kvolt {

/// A packet in physical units, `rows` values each: q in [0, 1], k and v in volt. Null: no query; nothing to write.
struct RealToken {
    const double *q = nullptr, *k = nullptr, *v = nullptr;
    bool first = false;  ///< starts a sequence
};

/// What the model leaves out; docs/accuracy.md.
struct FloatEffects {
    bool curve = true;    ///< the configured cell; false: the line through zero that comes closest to it
    bool leakage = true;  ///< false: cells keep what was written
};

/// Not thread safe; one object per head.
class FloatHead {
public:
    explicit FloatHead(const Design& design, FloatEffects effects = {});
    ~FloatHead();
    FloatHead(FloatHead&&) noexcept;
    FloatHead& operator=(FloatHead&&) = delete;

    /// Window, bad slots, retention limit and refresh period of the sequences that start from now on; as
    /// GoldenHead::set(). Scale and offset are not looked at.
    void set(const HeadSettings& settings);

    /// Where the design goes by time: when things happen, from now on; as GoldenHead::follow().
    void follow(const HeadLog& log);

    /// Stores k and v, then answers q: output(), which stays until the next call as does all below.
    const std::vector<double>& step(const RealToken& token);

    /// A summed over the tiles, each tile clipped to [-1, 1], plus what protected tokens add; rows values, none where
    /// the packet did not query.
    [[nodiscard]] const std::vector<double>& output() const;
    [[nodiscard]] const std::vector<double>& unclipped() const;  ///< the same without the clips
    [[nodiscard]] const std::vector<int>& clipped() const;       ///< rows: tiles at their clip
    [[nodiscard]] const std::vector<double>& s() const;          ///< window slots, microampere
    [[nodiscard]] const std::vector<double>& phi() const;        ///< window slots, 0..1

    /// A token that the last query saw, wherever it is kept.
    struct Seen {
        double score_ua = 0;           ///< S
        const double* v_ua = nullptr;  ///< rows: currents of its v as written
    };
    [[nodiscard]] const std::vector<Seen>& seen() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kvolt
