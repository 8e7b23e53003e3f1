// SPDX-License-Identifier: Apache-2.0
#include "sim/model/schedule_log.hpp"

#include <algorithm>
#include <cmath>

#include "sim/model/log_reader.hpp"
#include "sim/model/token_flow.hpp"

namespace kvolt {
namespace {

/// What moves through the stages: a packet, or a refresh.
struct Item {
    bool there = false, writes = false, queries = false;
    int slot = -1;
};

/// Frames of one head. A frame begins in the cycle after a decision; the next decision is in its last cycle.
class Frames {
public:
    Frames(const Design& design, HeadLog& log)
        : s_(design.schedule), adc_(design.adc.on), two_(adc_ || design.schedule.integrators == 2), log_(log) {}

    [[nodiscard]] std::int64_t decision() const { return decision_; }
    [[nodiscard]] bool rests() const { return !q_.there && !p_.there; }
    /// Nothing happens before this cycle.
    void rest_until(std::int64_t cycle) { decision_ = std::max(decision_, cycle); }
    /// At the next decision a token may enter.
    [[nodiscard]] bool takes() const {
        if (decision_ == pop_) return false;
        if (adc_) return !to_convert();
        return two_ || !q_.queries;
    }
    /// The next decision, with what enters: nothing if `item` is not there.
    void decide(const Item& item) {
        const std::int64_t rises = decision_ + line_after_admission(s_);
        if (adc_ && to_convert()) {
            converting_ = true;
            decision_ += std::max({1, q_.queries ? s_.convert_frame : 1, p_.queries ? s_.read_frame : 1});
            return;
        }
        converting_ = false;
        const bool reads = !adc_ && p_.queries;
        p_ = two_ || q_.queries ? q_ : Item{};
        q_ = item;
        if (q_.there) {
            pop_ = decision_ + s_.write_frame;
            if (q_.writes) log_.k.push_back({q_.slot, rises, rises + s_.write_cycles - 1});
            if (q_.writes && !two_) log_.v.push_back(log_.k.back());
            if (q_.queries) log_.scores.push_back(decision_ + score_after_admission(s_));
        }
        if (p_.there) {
            if (p_.writes && two_) log_.v.push_back({p_.slot, rises, rises + s_.write_cycles - 1});
            if (p_.queries) log_.weighs.push_back(decision_ + s_.phi_gap_cycles);
        }
        int length = 1;
        if (q_.there) length = std::max(length, q_.queries ? s_.score_frame : s_.write_frame);
        if (p_.there) length = std::max(length, p_.queries ? s_.weigh_frame : s_.write_frame);
        if (reads) length = std::max(length, s_.read_frame);
        decision_ += length;
    }
    /// Cycle in which the levels of the last token have been taken.
    [[nodiscard]] std::int64_t popped() const { return pop_; }

private:
    [[nodiscard]] bool to_convert() const { return !converting_ && (q_.queries || p_.queries); }

    const Schedule& s_;
    bool adc_, two_;
    HeadLog& log_;
    Item q_, p_;
    bool converting_ = false;
    std::int64_t decision_ = 0, pop_ = -1;
};

/// Tokens of a head in front of its frames, as they come, with the refreshes between them.
class Head {
public:
    Head(const Design& design, const HeadSettings& settings, const TokenSet& tokens, std::size_t head,
         const std::vector<std::int64_t>& arrivals, std::int64_t first_tick, std::int64_t offered_from)
        : design_(design),
          tokens_(tokens),
          head_(head),
          arrivals_(arrivals),
          from_(offered_from),
          flow_(design),
          frames_(design, log_) {
        log_.first_tick = first_tick;
        flow_.set(settings);
        flow_.set_first_tick(first_tick);
        frames_.rest_until(offered_from);
    }

    HeadLog run() {
        std::int64_t free = from_;  // first cycle in which a beat is taken
        for (std::size_t step = 0; step < tokens_.steps(); ++step) {
            const auto token = tokens_.token(head_, step);
            const std::int64_t beats = token.writes ? design_.stream.token_beats : design_.stream.query_beats;
            const std::int64_t offered = from_ + (step < arrivals_.size() ? arrivals_[step] : 0);
            const std::int64_t valid = std::max(offered, free) + beats;
            admit(token, valid);
            free = frames_.popped() + 1;
        }
        // the last tokens go through
        for (int i = 0; i < 8; ++i) frames_.decide({});
        return std::move(log_);
    }

private:
    /// Cycle in which kv_refresh_time takes the slot that is due.
    [[nodiscard]] std::int64_t chosen() const {
        return std::max({flow_.next_due() + 1, refreshed_ ? frames_.popped() + 1 : 0, passed_ + 2});
    }
    [[nodiscard]] bool held(std::int64_t cycle) const {
        if (!design_.time.base) return false;
        const std::int64_t since = cycle - 1 - log_.first_tick;
        return design_.retention.on && since >= 0 && since % design_.time.tick_cycles == 0;
    }

    void admit(const Token& token, std::int64_t valid) {
        for (;;) {
            const std::int64_t decision = frames_.decision();
            if (flow_.owes(decision)) {
                // a slot that holds nothing is passed; any other asks for its admission
                const bool holds = flow_.holds_due();
                const std::int64_t ready = chosen() + (holds ? 3 : 2);
                if (decision >= ready && (!holds || frames_.takes())) {
                    passed_ = chosen();
                    const int slot = flow_.refresh_due();
                    if (!holds) continue;
                    frames_.decide({true, true, false, slot});
                    refreshed_ = true;
                    continue;
                }
                if (frames_.rests()) {
                    frames_.rest_until(std::max(decision + 1, ready));
                    continue;
                }
            } else if (frames_.takes() && decision >= valid && !held(decision)) {
                const bool stores = token.writes && flow_.next_in_arrays(token.first);
                flow_.admit(token.first, decision);
                const int slot = token.writes ? flow_.store().slot : -1;
                frames_.decide({true, stores, token.queries, slot});
                refreshed_ = false;
                return;
            } else if (frames_.rests()) {
                std::int64_t next = std::max(decision + 1, valid);
                if (design_.refresh.on && design_.time.base && flow_.refreshing())
                    next = std::min(next, std::max(decision + 1, flow_.next_due() + 1));
                frames_.rest_until(next);
                continue;
            }
            frames_.decide({});
        }
    }

    const Design& design_;
    const TokenSet& tokens_;
    std::size_t head_;
    const std::vector<std::int64_t>& arrivals_;
    std::int64_t from_;
    HeadLog log_;
    TokenFlow flow_;
    Frames frames_;
    bool refreshed_ = false;   ///< the last admission was a refresh
    std::int64_t passed_ = 0;  ///< cycle in which the last slot that was due was taken
};

}  // namespace

std::vector<std::int64_t> arrival_cycles(const Arrival& arrival, std::size_t packets) {
    std::vector<std::int64_t> cycles(packets, 0);
    std::uint64_t state = arrival.seed * 0x9E3779B97F4A7C15ULL + 0xD1B54A32D192ED03ULL;
    double at = 0;
    for (std::size_t i = 1; i < packets; ++i) {
        double gap = 1;
        if (arrival.poisson) {
            // splitmix64
            std::uint64_t z = (state += 0x9E3779B97F4A7C15ULL);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
            gap = -std::log((static_cast<double>((z ^ (z >> 31)) >> 11) + 0.5) / 9007199254740992.0);
        }
        at += gap * arrival.interval_cycles;
        cycles[i] = std::llround(at);
    }
    return cycles;
}

HeadLog schedule_log(const Design& design, const HeadSettings& settings, const TokenSet& tokens, std::size_t head,
                     const std::vector<std::int64_t>& arrivals, std::int64_t first_tick, std::int64_t offered_from) {
    return Head(design, settings, tokens, head, arrivals, first_tick, offered_from).run();
}

HeadLogs schedule_logs(const Design& design, const TokenSet& tokens, const EngineOptions& options,
                       const Arrival& arrival) {
    HeadLogs logs;
    if (!design.time.on()) return logs;
    const auto arrivals = arrival_cycles(arrival, tokens.steps());
    for (std::size_t h = 0; h < tokens.heads(); ++h)
        logs.push_back(std::make_shared<const HeadLog>(
            schedule_log(design, head_settings(design, options, h), tokens, h, arrivals)));
    return logs;
}

}  // namespace kvolt
