// SPDX-License-Identifier: Apache-2.0
#include "sim/accuracy/error_budget.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <stdexcept>

#include "gen/support/worker_pool.hpp"
#include "sim/accuracy/softmax_fit.hpp"
#include "sim/model/float_head.hpp"
#include "sim/model/golden_head.hpp"

namespace kvolt {
namespace {

constexpr std::size_t at(BudgetModel model) { return static_cast<std::size_t>(model); }
constexpr std::size_t first_chain = at(BudgetModel::free), last_ideal = at(BudgetModel::outputs),
                      engine = at(BudgetModel::imperfections);

/// Sums of squares over queries and rows, of one head or of several.
struct Sums {
    explicit Sums(std::size_t chips) : imperfections(chips, 0.0), softmax_engine(chips, 0.0) {
        for (auto& left_of_model : left) left_of_model.assign(chips, 0.0);
    }

    std::size_t values = 0, softmax_values = 0;
    std::array<double, budget_models> power{}, step{};    ///< of models without chips
    std::vector<double> imperfections;                    ///< step of the engine, by chip
    std::array<std::vector<double>, budget_models> left;  ///< engine minus model, by chip
    double softmax_free = 0;                              ///< power of the softmax-free output in softmax's queries
    std::vector<double> softmax_engine;                   ///< engine minus softmax, by chip
    std::int64_t weights = 0, zero = 0, one = 0, outputs = 0, clipped = 0;

    void operator+=(const Sums& o) {
        const auto add = [](auto& a, const auto& b) {
            for (std::size_t i = 0; i < a.size(); ++i) a[i] += b[i];
        };
        values += o.values;
        softmax_values += o.softmax_values;
        add(power, o.power);
        add(step, o.step);
        add(imperfections, o.imperfections);
        for (std::size_t m = 0; m < budget_models; ++m) add(left[m], o.left[m]);
        softmax_free += o.softmax_free;
        add(softmax_engine, o.softmax_engine);
        weights += o.weights;
        zero += o.zero;
        one += o.one;
        outputs += o.outputs;
        clipped += o.clipped;
    }
};

double power_db(double signal, double noise) {
    return signal > 0 ? 10 * std::log10(signal / noise) : std::numeric_limits<double>::quiet_NaN();
}

ChipStatistic statistic(const std::vector<double>& values) {
    ChipStatistic out;
    for (const double v : values) out.mean += v / static_cast<double>(values.size());
    if (values.size() < 2 || !std::isfinite(out.mean)) return out;
    double square = 0;
    for (const double v : values) square += (v - out.mean) * (v - out.mean);
    out.sigma = std::sqrt(square / static_cast<double>(values.size() - 1));
    return out;
}

ChipStatistic rms(const std::vector<double>& squares, std::size_t values) {
    std::vector<double> roots;
    for (const double s : squares)
        roots.push_back(std::sqrt(s / static_cast<double>(std::max<std::size_t>(values, 1))));
    return statistic(roots);
}

ChipStatistic decibels(double signal, const std::vector<double>& squares) {
    std::vector<double> ratios;
    for (const double s : squares) ratios.push_back(power_db(signal, s));
    return statistic(ratios);
}

HeadBudget budget_of(const Sums& sums, std::size_t rows) {
    HeadBudget out;
    for (std::size_t m = first_chain; m < budget_models; ++m) {
        auto& row = out.rows[m];
        row.rms = rms({sums.power[m]}, sums.values).mean;
        const auto steps = m == engine ? sums.imperfections : std::vector<double>{sums.step[m]};
        if (m > first_chain) {
            row.step = rms(steps, sums.values);
            row.step_db = decibels(sums.power[first_chain], steps);
        }
        row.engine = rms(sums.left[m], sums.values);
        row.engine_db = decibels(sums.power[m], sums.left[m]);
    }
    // The first two: from the queries that softmax was asked for.
    auto& softmax = out.rows[at(BudgetModel::softmax)];
    auto& free = out.rows[first_chain];
    softmax.rms = rms({sums.power[at(BudgetModel::softmax)]}, sums.softmax_values).mean;
    softmax.engine = rms(sums.softmax_engine, sums.softmax_values);
    softmax.engine_db = decibels(sums.power[at(BudgetModel::softmax)], sums.softmax_engine);
    free.step = rms({sums.step[first_chain]}, sums.softmax_values);
    free.step_db = decibels(sums.softmax_free, {sums.step[first_chain]});
    out.queries = sums.values / rows;
    out.softmax_queries = sums.softmax_values / rows;
    const auto share = [](std::int64_t part, std::int64_t all) {
        return all > 0 ? static_cast<double>(part) / static_cast<double>(all) : 0.0;
    };
    out.phi_zero = share(sums.zero, sums.weights);
    out.phi_one = share(sums.one, sums.weights);
    out.clipped = share(sums.clipped, sums.outputs);
    return out;
}

Design with_seed(const Design& design, std::uint64_t seed) {
    Design out = design;
    out.config.analog.seed = seed;
    return out;
}

Design ideal(const Design& design) {
    Design out = design;
    static_cast<Imperfections&>(out.config.analog) = {};
    return out;
}

/// All models of one head, side by side over its tokens.
class Chain {
public:
    Chain(const Design& design, const TokenSet& tokens, const EngineResult& result, const BudgetOptions& options,
          std::size_t head)
        : design_(design),
          tokens_(tokens),
          result_(result),
          head_(head),
          rows_(tokens.rows()),
          line_(design, {false, false}),
          curve_(design, {true, false}),
          leaking_(design),
          coded_(design),
          ideal_(ideal(design), static_cast<int>(head)),
          fit_(design, options.softmax_temperature_ua, static_cast<std::size_t>(options.chips)),
          sums_(static_cast<std::size_t>(options.chips)) {
        const auto settings = head_settings(design, options.engine, head);
        const auto follow = [&](auto& model) {
            if (head < options.engine.times.size()) model.follow(*options.engine.times[head]);
        };
        for (auto* model : {&line_, &curve_, &leaking_, &coded_}) {
            model->set(settings);
            follow(*model);
        }
        const auto prepare = [&](GoldenHead& model) {
            model.set(settings);
            follow(model);
            if (options.engine.calibrate) model.calibrate();
        };
        prepare(ideal_);
        ideal_.keep_analog(true);
        for (int chip = 1; chip < options.chips; ++chip) {
            const auto seed = design.config.analog.seed + static_cast<std::uint64_t>(chip);
            chips_.push_back(std::make_unique<GoldenHead>(with_seed(design, seed), static_cast<int>(head)));
            prepare(*chips_.back());
        }
        engines_.assign(static_cast<std::size_t>(options.chips), std::vector<double>(rows_));
        const std::size_t queries = tokens.querying(head).size();
        stride_ = std::max<std::size_t>(
            1, (queries + options.softmax_queries - 1) / std::max<std::size_t>(options.softmax_queries, 1));
    }

    void run() {
        for (std::size_t step = 0; step < tokens_.steps(); ++step) advance(step);
        const auto fit = fit_.fit();
        sums_.softmax_values = fit.queries * rows_;
        sums_.power[at(BudgetModel::softmax)] = fit.power;
        sums_.step[first_chain] = fit.free_error;
        sums_.softmax_free = fit.free_power;
        sums_.softmax_engine = fit.other_error;
        temperature_ = fit.temperature_ua;
        gain_ = fit.gain;
    }

    [[nodiscard]] const Sums& sums() const { return sums_; }
    [[nodiscard]] HeadBudget budget() const {
        auto out = budget_of(sums_, rows_);
        out.softmax_temperature_ua = temperature_;
        out.softmax_gain = gain_;
        return out;
    }

private:
    void advance(std::size_t step) {
        const auto token = tokens_.token(head_, step);
        const auto real = tokens_.real(head_, step), coded = tokens_.coded(head_, step, coded_values_);
        for (auto* model : {&line_, &curve_, &leaking_}) model->step(real);
        const auto& inputs = coded_.step(coded);
        const auto ideal_result = ideal_.step(token);
        for (std::size_t chip = 0; chip < chips_.size(); ++chip) {
            const auto result = chips_[chip]->step(token);
            if (token.queries) to_output(result, engines_[chip + 1]);
        }
        if (!token.queries) return;
        to_output(ideal_result, ideal_output_);
        engine_output(step, engines_[0]);
        std::array<const double*, budget_models> y{};
        y[at(BudgetModel::free)] = line_.unclipped().data();
        y[at(BudgetModel::cell)] = curve_.unclipped().data();
        y[at(BudgetModel::leakage)] = leaking_.unclipped().data();
        y[at(BudgetModel::clipping)] = leaking_.output().data();
        y[at(BudgetModel::inputs)] = inputs.data();
        // On the pulse path there is nothing between: phi stays analog.
        y[at(BudgetModel::scores)] = design_.adc.on ? ideal_.analog().data() : inputs.data();
        y[at(BudgetModel::outputs)] = ideal_output_.data();
        compare(y);
        if (queries_++ % stride_ == 0) {
            std::vector<const double*> engines;
            for (const auto& e : engines_) engines.push_back(e.data());
            fit_.add(line_.seen(), y[first_chain], engines);
        }
        count_shares();
    }

    void compare(const std::array<const double*, budget_models>& y) {
        const auto square = [](double x) { return x * x; };
        for (std::size_t r = 0; r < rows_; ++r) {
            for (std::size_t m = first_chain; m <= last_ideal; ++m) {
                sums_.power[m] += square(y[m][r]);
                if (m > first_chain) sums_.step[m] += square(y[m][r] - y[m - 1][r]);
            }
            sums_.power[engine] += square(engines_[0][r]);
            for (std::size_t chip = 0; chip < engines_.size(); ++chip) {
                const double e = engines_[chip][r];
                sums_.imperfections[chip] += square(e - y[last_ideal][r]);
                for (std::size_t m = first_chain; m <= last_ideal; ++m) sums_.left[m][chip] += square(e - y[m][r]);
            }
        }
        sums_.values += rows_;
    }

    void count_shares() {
        const auto phi = ideal_.phi();
        for (std::size_t c = 0; c < phi.size(); ++c) {
            if (!ideal_.seen().live(static_cast<int>(c))) continue;
            ++sums_.weights;
            sums_.zero += phi[c] == 0.0 ? 1 : 0;
            sums_.one += phi[c] == 1.0 ? 1 : 0;
        }
        for (int tile = 0; tile < design_.tiles; ++tile) {
            const auto& live = ideal_.seen().live_words(tile);
            if ((live[0] | live[1] | live[2] | live[3]) != 0) sums_.outputs += static_cast<std::int64_t>(rows_);
        }
        for (const int tiles : ideal_.clipped()) sums_.clipped += tiles;
    }

    void to_output(const TokenResult& result, std::vector<double>& out) const {
        out.resize(rows_);
        for (std::size_t r = 0; r < rows_; ++r)
            out[r] = (result.corrected.empty() ? result.codes[r] : result.corrected[r]) / design_.code_max;
    }

    void engine_output(std::size_t step, std::vector<double>& out) const {
        const std::size_t from = *tokens_.result_of(head_, step) * rows_;
        for (std::size_t r = 0; r < rows_; ++r)
            out[r] =
                (result_.corrected.empty() ? result_.codes[from + r] : result_.corrected[from + r]) / design_.code_max;
    }

    const Design& design_;
    const TokenSet& tokens_;
    const EngineResult& result_;
    std::size_t head_, rows_, stride_ = 1, queries_ = 0;
    FloatHead line_, curve_, leaking_, coded_;
    GoldenHead ideal_;
    std::vector<std::unique_ptr<GoldenHead>> chips_;
    std::vector<std::vector<double>> engines_;  ///< output of each chip
    std::vector<double> ideal_output_, coded_values_;
    SoftmaxFit fit_;
    Sums sums_;
    double temperature_ = 0, gain_ = 0;
};

}  // namespace

ErrorBudget error_budget(const Design& design, const TokenSet& tokens, const EngineResult& result,
                         const BudgetOptions& options) {
    if (result.codes.empty() || options.chips < 1)
        throw std::invalid_argument("error budget: wants the codes of an engine and at least one chip");
    ErrorBudget out;
    out.chips = options.chips;
    out.heads.resize(tokens.heads());
    std::vector<Sums> sums(tokens.heads(), Sums(static_cast<std::size_t>(options.chips)));
    run_jobs(tokens.heads(), options.engine.threads, [&](std::size_t head) {
        Chain chain(design, tokens, result, options, head);
        chain.run();
        sums[head] = chain.sums();
        out.heads[head] = chain.budget();
    });
    Sums all(static_cast<std::size_t>(options.chips));
    for (const auto& of_head : sums) all += of_head;
    out.all = budget_of(all, tokens.rows());
    return out;
}

}  // namespace kvolt
