// SPDX-License-Identifier: Apache-2.0
// The error budget against attention written down in plain loops, and against what each of its rows is for.
#include "sim/accuracy/error_budget.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "sim/model/engines.hpp"
#include "sim/model/token_random.hpp"

namespace kvolt {
namespace {

using Keys = std::vector<std::string>;

Keys joined(Keys a, const Keys& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

const Keys fine_bits{"bits.q=8", "bits.kv=6", "bits.out=10"};

struct Attention {
    Design design;
    TokenSet tokens;
    EngineResult result;
    BudgetOptions options;
    [[nodiscard]] ErrorBudget budget() const { return error_budget(design, tokens, result, options); }
};

Attention run_of(const char* preset, const Keys& keys, std::size_t tokens = 200, const EngineOptions& engine = {},
                 KindMix kinds = KindMix::full) {
    Design design = elaborate(load_config(preset, keys));
    TokenSet set = random_tokens(design, tokens, 11, 2, DrawnAs::reals);
    set.draw_kinds(kinds, 3);
    EngineResult result = run_golden(design, set, engine);
    Attention run{std::move(design), std::move(set), std::move(result), {}};
    run.options.engine = engine;
    return run;
}

HeadBudget all_of(const char* preset, const Keys& keys, const EngineOptions& engine = {}) {
    return run_of(preset, keys, 200, engine).budget().all;
}

/// Signal to noise of a row's model against the engine.
double left_db(const HeadBudget& budget, BudgetModel model) { return budget.of(model).engine_db.mean; }

/// Everything that decides which tokens a query sees, when they were written, and what is added beside them.
TEST(ErrorBudget, FollowsEveryFeatureOfTheEngine) {
    struct Case {
        const char* name;
        Keys keys;
        EngineOptions engine = {};
        KindMix kinds = KindMix::full;
    };
    std::vector<Case> cases{
        {"plain", {}, {}, KindMix::full},
        {"leakage", {"analog.decay_per_token=0.02"}, {}, KindMix::full},
        {"window", {}, {}, KindMix::full},
        {"bad slots", {"repair.slots=3"}, {}, KindMix::full},
        {"mask", {"retention.limit=11", "retention.policy=mask"}, {}, KindMix::full},
        {"flag", {"retention.limit=11", "retention.policy=flag"}, {}, KindMix::full},
        {"refresh", {"retention.limit=40", "retention.refresh=true", "analog.decay_per_token=0.02"}, {}, KindMix::full},
        {"protected",
         {"protected.first=2", "protected.newest=3", "protected.phi_bits=12", "analog.decay_per_token=0.02"},
         {},
         KindMix::full},
        {"calibrate", {"calibration.average=16"}, {}, KindMix::full},
        {"mixed packets", {"analog.decay_per_token=0.02"}, {}, KindMix::mixed},
        {"all writes first", {}, {}, KindMix::vit},
        {"affine", {"affine.offset=300", "affine.scale=-0.5"}, {}, KindMix::full}};
    for (auto& c : cases) {
        const std::string name = c.name;
        if (name == "window") c.engine.window = 9;
        if (name == "bad slots") c.engine.bad_slots = {{0, 7, 12}};
        if (name == "calibrate") c.engine.calibrate = true;
        const auto keys = joined(joined({"head.tiles=2"}, fine_bits), c.keys);
        const auto budget = run_of("tiny", keys, 120, c.engine, c.kinds).budget().all;
        // The same codes, then the same values: ideal cells and fine bits stay near 60 and 50 dB.
        const double rounding = std::sqrt(3 / 12.0) / 511;  // of two tiles and the protected tokens
        EXPECT_LT(budget.of(BudgetModel::inputs).engine.mean, 1.1 * rounding) << name;
        EXPECT_GT(left_db(budget, BudgetModel::inputs), 53) << name;
        EXPECT_GT(left_db(budget, BudgetModel::clipping), 42) << name;
        EXPECT_EQ(budget.of(BudgetModel::imperfections).step.mean, 0) << name;
    }
}

TEST(ErrorBudget, FollowsTheAdcPath) {
    for (const auto* kind : {"hardsigmoid", "relu", "sigmoid", "consmax"}) {
        const auto budget = all_of("adc-ramp", joined({std::string("normalizer.kind=") + kind, "head.dimension=16",
                                                       "tile.rows=8", "tile.slots=16", "adc.bits=10", "bits.phi=8"},
                                                      fine_bits));
        EXPECT_GT(left_db(budget, BudgetModel::inputs), 35) << kind;
        EXPECT_GT(budget.of(BudgetModel::scores).step.mean, 0) << kind;
        EXPECT_LT(budget.of(BudgetModel::scores).step.mean, 0.05) << kind;
    }
    EXPECT_EQ(all_of("tiny", {}).of(BudgetModel::scores).step.mean, 0);  // phi stays analog
}

TEST(ErrorBudget, EachKeyMovesItsOwnRow) {
    const auto plain = all_of("tiny", {});
    const auto step = [](const HeadBudget& budget, BudgetModel model) { return budget.of(model).step.mean; };
    // Coarser input codes cost more, and nothing but their row says so.
    double last = 1e9;
    for (const auto* bits : {"bits.kv=2", "bits.kv=3", "bits.kv=6"}) {
        const auto budget = all_of("tiny", {bits});
        EXPECT_LT(step(budget, BudgetModel::inputs), 0.7 * last) << bits;
        last = step(budget, BudgetModel::inputs);
        EXPECT_EQ(step(budget, BudgetModel::cell), step(plain, BudgetModel::cell));
        EXPECT_EQ(step(budget, BudgetModel::clipping), step(plain, BudgetModel::clipping));
    }
    EXPECT_GT(step(all_of("tiny", {"bits.q=2"}), BudgetModel::inputs), step(plain, BudgetModel::inputs));
    EXPECT_GT(step(plain, BudgetModel::outputs), 8 * step(all_of("tiny", {"bits.out=9"}), BudgetModel::outputs));

    EXPECT_EQ(step(plain, BudgetModel::leakage), 0);
    EXPECT_TRUE(std::isinf(plain.of(BudgetModel::leakage).step_db.mean));
    const auto leaking = all_of("tiny", {"analog.decay_per_token=0.02"});
    EXPECT_GT(step(leaking, BudgetModel::leakage), 0.02);
    EXPECT_EQ(leaking.of(BudgetModel::cell).rms, plain.of(BudgetModel::cell).rms);

    const auto roomy = all_of("tiny", {"analog.output_saturation_ua=400"});
    EXPECT_EQ(step(roomy, BudgetModel::clipping), 0);
    EXPECT_EQ(roomy.clipped, 0);
    EXPECT_GT(step(plain, BudgetModel::clipping), 0.01);
    EXPECT_GT(plain.clipped, 0.01);

    EXPECT_NEAR(step(all_of("tiny", {"analog.cell=linear"}), BudgetModel::cell), 0, 1e-12);
    EXPECT_GT(step(plain, BudgetModel::cell), 0.02);

    // Neither protected tokens nor the affine of the words move the models that an engine is measured against.
    const auto kept = all_of("tiny", {"protected.first=2", "protected.newest=2", "analog.decay_per_token=0.02"});
    EXPECT_LT(step(kept, BudgetModel::leakage), step(leaking, BudgetModel::leakage));
    const auto shifted = all_of("tiny", {"affine.offset=300", "affine.scale=2"});
    for (std::size_t m = 0; m < budget_models; ++m) {
        EXPECT_EQ(shifted.rows[m].rms, plain.rows[m].rms);
        EXPECT_EQ(shifted.rows[m].engine.mean, plain.rows[m].engine.mean);
    }
}

/// One 8 x 8 tile without leakage: all models but the codes in plain loops over the last eight tokens.
TEST(ErrorBudget, IsWhatPlainLoopsGive) {
    const Attention run = run_of("tiny", {"analog.output_saturation_ua=20", "analog.score_saturation_ua=30"}, 30);
    BudgetOptions options;
    options.softmax_temperature_ua = 25;
    const auto budget = error_budget(run.design, run.tokens, run.result, options).heads.at(0);
    const auto& analog = run.design.config.analog;
    const auto curve = [&](double u) {
        const auto& c = analog.coefficients_ua;
        return c[0] + c[1] * u + c[2] * u * u + c[3] * u * u * u;
    };
    // Least squares of a line through zero: integrals of u * I(u) and u^2 over -0.45..0.45 V, odd terms vanish.
    const double a = 0.45, slope = (analog.coefficients_ua[1] * std::pow(a, 3) / 3 +
                                    analog.coefficients_ua[3] * std::pow(a, 5) / 5) /
                                   (std::pow(a, 3) / 3);
    std::vector<double> softmax, free, cell, clipping, engine;
    double zero = 0, one = 0, weights = 0, clipped = 0;
    for (std::size_t sequence = 0; sequence < 2; ++sequence)
        for (std::size_t t = 0; t < 30; ++t) {
            const std::size_t from = t < 8 ? 0 : t - 7;
            const auto token = [&](std::size_t i) { return run.tokens.real(0, sequence * 30 + i); };
            std::vector<double> line_score, curve_score;
            for (std::size_t c = from; c <= t; ++c) {
                double line = 0, own = 0;
                for (std::size_t r = 0; r < 8; ++r) {
                    line += token(t).q[r] * slope * (token(c).k[r] - 0.45);
                    own += token(t).q[r] * curve(token(c).k[r] - 0.45);
                }
                line_score.push_back(line);
                curve_score.push_back(own);
            }
            double partition = 0;
            for (const double s : line_score) partition += std::exp(s / 25);
            for (std::size_t r = 0; r < 8; ++r) {
                double y = 0, f = 0, o = 0;
                for (std::size_t c = from; c <= t; ++c) {
                    const double u = token(c).v[r] - 0.45;
                    y += std::exp(line_score[c - from] / 25) / partition * slope * u / 20;
                    f += std::clamp(line_score[c - from] / 30, 0.0, 1.0) * slope * u / 20;
                    o += std::clamp(curve_score[c - from] / 30, 0.0, 1.0) * curve(u) / 20;
                }
                softmax.push_back(y);
                free.push_back(f);
                cell.push_back(o);
                clipping.push_back(std::clamp(o, -1.0, 1.0));
                engine.push_back(run.result.codes[((sequence * 30) + t) * 8 + r] / 15.0);
            }
        }
    const auto power = [](const std::vector<double>& x) {
        double sum = 0;
        for (const double v : x) sum += v * v;
        return sum;
    };
    const auto rms = [&](const std::vector<double>& x) { return std::sqrt(power(x) / static_cast<double>(x.size())); };
    const auto minus = [](std::vector<double> x, const std::vector<double>& y, double gain = 1) {
        for (std::size_t i = 0; i < x.size(); ++i) x[i] -= gain * y[i];
        return x;
    };
    double yf = 0;
    for (std::size_t i = 0; i < free.size(); ++i) yf += softmax[i] * free[i];
    const double gain = yf / power(softmax);
    constexpr double close = 2e-6;  // the slope is an integral over finitely many points
    EXPECT_EQ(budget.queries, 60U);
    EXPECT_EQ(budget.softmax_queries, 60U);
    EXPECT_EQ(budget.softmax_temperature_ua, 25);
    EXPECT_NEAR(budget.softmax_gain, gain, close);
    const auto& r = budget.rows;
    EXPECT_NEAR(r[0].rms, gain * rms(softmax), close);
    EXPECT_NEAR(r[0].engine.mean, rms(minus(engine, softmax, gain)), close);
    EXPECT_NEAR(r[1].rms, rms(free), close);
    EXPECT_NEAR(r[1].step.mean, rms(minus(free, softmax, gain)), close);
    EXPECT_NEAR(r[1].engine.mean, rms(minus(engine, free)), close);
    EXPECT_NEAR(r[1].engine_db.mean, 20 * std::log10(rms(free) / rms(minus(engine, free))), 1e-3);
    EXPECT_NEAR(r[2].step.mean, rms(minus(cell, free)), close);
    EXPECT_NEAR(r[2].step_db.mean, 20 * std::log10(rms(free) / rms(minus(cell, free))), 1e-3);
    EXPECT_EQ(r[3].step.mean, 0);
    EXPECT_NEAR(r[4].step.mean, rms(minus(clipping, cell)), 1e-12);
    EXPECT_NEAR(r[4].engine.mean, rms(minus(engine, clipping)), 1e-12);
    EXPECT_NEAR(r[8].rms, rms(engine), 1e-12);

    // Shares are those of the codes.
    EngineOptions probe;
    probe.probe = probe.analog = true;
    const auto golden = run_golden(run.design, run.tokens, probe);
    for (std::size_t sequence = 0; sequence < 2; ++sequence)
        for (std::size_t t = 0; t < 30; ++t) {
            for (std::size_t c = 0; c < std::min<std::size_t>(t + 1, 8); ++c) {
                const double phi = golden.phi[(sequence * 30 + t) * 8 + c];
                ++weights;
                zero += phi == 0 ? 1 : 0;
                one += phi == 1 ? 1 : 0;
            }
        }
    for (const int tiles : golden.clipped) clipped += tiles;
    EXPECT_EQ(budget.phi_zero, zero / weights);
    EXPECT_EQ(budget.phi_one, one / weights);
    EXPECT_EQ(budget.clipped, clipped / (60 * 8));
    EXPECT_GT(zero, 0);
    EXPECT_GT(one, 0);
}

TEST(ErrorBudget, FindsTheTemperatureThatComesClosest) {
    const Attention run = run_of("tile64", {}, 60);
    BudgetOptions options;
    const auto best = error_budget(run.design, run.tokens, run.result, options).heads.at(0);
    for (const double temperature : {5.0, 20.0, 80.0, 320.0}) {
        options.softmax_temperature_ua = temperature;
        const auto one = error_budget(run.design, run.tokens, run.result, options).heads.at(0);
        EXPECT_LE(best.of(BudgetModel::free).step.mean, one.of(BudgetModel::free).step.mean + 1e-12) << temperature;
    }
    // A part of the queries tells about as much as all of them.
    options.softmax_temperature_ua = best.softmax_temperature_ua;
    options.softmax_queries = 30;
    const auto few = error_budget(run.design, run.tokens, run.result, options).heads.at(0);
    EXPECT_EQ(few.softmax_queries, 30U);
    EXPECT_NEAR(few.of(BudgetModel::free).step.mean / best.of(BudgetModel::free).step.mean, 1, 0.25);
}

TEST(ErrorBudget, ChipsAreSeedsOfTheirOwn) {
    const Keys keys{"analog.gain_mismatch=0.1", "analog.read_noise_ua=0.5", "analog.seed=5", "engine.heads=2"};
    Attention run = run_of("tiny", keys, 60);
    run.options.chips = 4;
    const auto budget = run.budget();
    const Design ideal = elaborate(load_config("tiny", {"engine.heads=2"}));
    const auto reference = run_golden(ideal, run.tokens);
    std::vector<double> all;
    for (int chip = 0; chip < 4; ++chip) {
        auto chip_keys = keys;
        chip_keys[2] = "analog.seed=" + std::to_string(5 + chip);
        const auto result = run_golden(elaborate(load_config("tiny", chip_keys)), run.tokens);
        double square = 0;
        for (std::size_t i = 0; i < result.codes.size(); ++i)
            square += std::pow((result.codes[i] - reference.codes[i]) / 15.0, 2);
        all.push_back(std::sqrt(square / static_cast<double>(result.codes.size())));
    }
    double mean = 0, spread = 0;
    for (const double rms : all) mean += rms / 4;
    for (const double rms : all) spread += (rms - mean) * (rms - mean) / 3;
    const auto& row = budget.all.of(BudgetModel::imperfections);
    EXPECT_NEAR(row.step.mean, mean, 1e-12);
    EXPECT_NEAR(row.step.sigma, std::sqrt(spread), 1e-12);
    EXPECT_GT(row.step.sigma, 0);
    EXPECT_EQ(budget.all.of(BudgetModel::outputs).engine.mean, row.step.mean);
    EXPECT_EQ(budget.heads.size(), 2U);
    run.options.chips = 1;
    EXPECT_NEAR(run.budget().all.of(BudgetModel::imperfections).step.mean, all[0], 1e-12);
    EXPECT_EQ(run.budget().all.of(BudgetModel::imperfections).step.sigma, 0);
}

TEST(ErrorBudget, OfNothingIsNoNumber) {
    Design design = elaborate(load_config("tiny", {"analog.coefficients_ua=[0, 1, 0, 0]"}));
    TokenArrays zero;
    zero.sequences = zero.heads = zero.query_heads = 1;
    zero.stored = zero.queries = 5;
    zero.rows = 8;
    zero.q_max = 15;
    zero.level_max = 7;
    zero.v_max = 0.9;
    zero.q.assign(40, 0);
    zero.q_real.assign(40, 0.0);
    zero.k.assign(40, 0);
    zero.v.assign(40, 0);
    zero.k_real.assign(40, 0.0);
    zero.v_real.assign(40, 0.0);
    const TokenSet tokens(zero, {5});
    const auto result = run_golden(design, tokens);
    const auto budget = error_budget(design, tokens, result, {}).all;
    EXPECT_EQ(budget.of(BudgetModel::free).rms, 0);
    EXPECT_TRUE(std::isnan(left_db(budget, BudgetModel::clipping)));
    EXPECT_THROW(error_budget(design, tokens, run_float(design, tokens), {}), std::invalid_argument);
}

}  // namespace
}  // namespace kvolt
