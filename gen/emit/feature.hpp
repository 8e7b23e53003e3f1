// SPDX-License-Identifier: Apache-2.0
// Optional features of a head: one record each, one file each in gen/emit/features/. The emitters print what every head
// has and walk the table for the rest; nothing else in gen/emit asks whether a feature is on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gen/emit/emit.hpp"
#include "gen/emit/verilog_writer.hpp"

namespace kvolt {

/// Sections of a head that features add nets and instances to. Nets are declared before any instance of their section,
/// so a net belongs where it is first connected.
enum class HeadSection { tokens, frames, window };

/// A port of the head and what the top connects it to.
struct HeadPort {
    VerilogPort port;
    std::string net;    ///< of the top, that of all heads; for a pin of a stream its name without the head's number
    int lane_bits = 0;  ///< bits of it that are this head's; 0: every head sees all of it
    bool stream = false;
};

struct WiredInstance {
    std::string module;
    std::vector<VerilogConnection> parameters;
    std::string name;
    std::vector<VerilogConnection> pins;
};

/// What a feature adds to a section.
struct SectionParts {
    HeadSection section = HeadSection::tokens;
    std::vector<VerilogNet> nets;
    std::vector<WiredInstance> instances;
};

/// A section that a head has only with the feature, between readout and results.
struct OwnSection {
    std::string title;
    std::vector<VerilogParameter> constants;
    std::vector<VerilogNet> nets;
    std::vector<VerilogConnection> assigns;
    std::vector<WiredInstance> instances;
};

/// An instance that somebody else prints, otherwise: another module, other values of parameters and pins that it has,
/// or more of them. Of an instance that a head does not have it says nothing.
struct Rewiring {
    std::string instance;
    std::vector<VerilogConnection> parameters;
    std::vector<VerilogConnection> pins;
    std::string module = {};  ///< empty: the same
};

/// What a feature adds to a head.
struct HeadParts {
    std::vector<HeadPort> settings;  ///< ports behind `window_i`: sampled when a sequence starts
    std::vector<HeadPort> ports;     ///< behind all others
    std::vector<SectionParts> sections;
    std::vector<OwnSection> own;
    std::vector<Rewiring> rewirings;
    std::vector<std::string>
        driven;  ///< nets of the head that an instance of the feature drives instead of their value
};

/// What a feature adds to the top, in a section of its own before the heads.
struct TopParts {
    std::string title;
    std::vector<VerilogNet> nets;
    std::vector<WiredInstance> instances;
};

/// An optional feature. Its counters, events and states are rows of gen/design/counters.cpp, its registers of the
/// register map.
struct Feature {
    std::string_view name;
    std::vector<std::string>
        keys;  ///< what switches it on at the smallest sizes, as `--set` takes it: proofs and tests
    bool (*on)(const Design&);
    HeadParts (*head)(const Design&);                            ///< only of a design where it is on
    void (*files)(const Design&, std::vector<File>&) = nullptr;  ///< beside the head; the same
    TopParts (*top)(const Design&) = nullptr;                    ///< the same
};

/// All features, in the order in which a head prints what they add.
const std::vector<const Feature*>& features();
/// Those that are on.
std::vector<const Feature*> features_of(const Design& design);

// One per file of gen/emit/features/.
extern const Feature repair_feature;
extern const Feature time_feature;
extern const Feature retention_feature;
extern const Feature refresh_feature;
extern const Feature protected_feature;
extern const Feature calibration_feature;
extern const Feature self_test_feature;

}  // namespace kvolt
