// SPDX-License-Identifier: Apache-2.0
// Packets of the token streams, beat by beat and bit by bit.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "gen/draw/pictures.hpp"

namespace kvolt {
namespace {

constexpr double kWidth = 960, kLeft = 104, kRight = 24, kRow = 27, kCell = 21, kSkipped = 16;
constexpr int kMostRows = 12;

/// A part of a packet: `count` elements of `bits` each.
struct Part {
    std::string name;
    int from = 0, bits = 0, count = 0;
    std::string_view paint;
    [[nodiscard]] int to() const { return from + bits * count; }
};

/// Beats that show something: where parts begin and end, the first ones, the last.
std::vector<int> rows_of(const std::vector<Part>& parts, int beats, int data_bits) {
    std::set<int> wanted{beats - 1};
    for (const auto& part : parts) {
        wanted.insert(part.from / data_bits);
        wanted.insert((part.to() - 1) / data_bits);
    }
    for (int beat = 0; beat < beats && static_cast<int>(wanted.size()) < std::min(beats, kMostRows); ++beat)
        wanted.insert(beat);
    return {wanted.begin(), wanted.end()};
}

class Packet {
public:
    Packet(Svg& svg, int data_bits) : svg_(svg), data_bits_(data_bits), bit_((kWidth - kLeft - kRight) / data_bits) {}

    static double height(const std::vector<Part>& parts, int beats, int data_bits) {
        double y = 24;
        int before = -1;
        for (const int beat : rows_of(parts, beats, data_bits)) {
            y += kRow + (beat == before + 1 ? 0 : kSkipped);
            before = beat;
        }
        return y;
    }

    /// Returns the y below.
    double draw(double y, const std::vector<Part>& parts, int beats, const std::string& last_word) {
        ruler(y);
        y += 10;
        int before = -1;
        for (const int beat : rows_of(parts, beats, data_bits_)) {
            if (beat != before + 1) {
                svg_.text({kLeft - 14, y + 8}, "...", "mono muted", Anchor::end);
                y += kSkipped;
            }
            before = beat;
            const bool last = beat == beats - 1;
            svg_.text({kLeft - 14, y + 15}, fmt::format("beat {}", beat), "small", Anchor::end);
            row(y, beat, parts);
            y += kRow;
            if (last && !last_word.empty()) svg_.text({kLeft, y + 8}, last_word, "small muted");
        }
        return y + 14;
    }

private:
    [[nodiscard]] double x(int bit) const { return kLeft + (data_bits_ - bit) * bit_; }

    void ruler(double y) {
        for (int bit = 0; bit < data_bits_; bit += 8) {
            svg_.text({x(bit + 1) + bit_ / 2, y + 2}, std::to_string(bit), "code muted", Anchor::middle);
        }
        svg_.text({kLeft, y + 2}, std::to_string(data_bits_ - 1), "code muted");
        svg_.text({kLeft - 14, y + 2}, "bit", "small muted", Anchor::end);
    }

    void row(double y, int beat, const std::vector<Part>& parts) {
        const int low = beat * data_bits_, high = low + data_bits_;
        svg_.rect({kLeft, y, data_bits_ * bit_, kCell}, "quiet");
        for (const auto& part : parts) {
            const int from = std::max(part.from, low), to = std::min(part.to(), high);
            if (from >= to) continue;
            svg_.rect({x(to - low), y, (to - from) * bit_, kCell}, part.paint);
            elements(y, low, from, to, part);
        }
    }

    void elements(double y, int low, int from, int to, const Part& part) {
        for (int element = (from - part.from) / part.bits; part.from + element * part.bits < to; ++element) {
            const int begin = part.from + element * part.bits;
            const int first = std::max(begin, from), last = std::min(begin + part.bits, to);
            if (begin > from) svg_.line({x(begin - low), y}, {x(begin - low), y + kCell}, "rule thin");
            const auto name = fmt::format("{}{}", part.name, element);
            const double width = (last - first) * bit_;
            if (text_width(name, text_style("code")) + 3 <= width)
                svg_.text({x(last - low) + width / 2, y + 14.5}, name, "code", Anchor::middle);
        }
    }

    Svg& svg_;
    int data_bits_;
    double bit_;  ///< pixels
};

Svg draw(const Design& d, const std::string& command) {
    const auto& s = d.stream;
    const auto& bits = d.config.bits;
    const std::vector<Part> token{{"q", 0, bits.q, d.rows, "first"},
                                  {"k", s.q_bits, bits.kv, d.rows, "second"},
                                  {"v", s.q_bits + s.k_bits, bits.kv, d.rows, "third"}};
    std::vector<Part> result{{"y", 0, s.word_bits, d.rows, "digital"}};
    const double height =
        Packet::height(token, s.token_beats, s.data_bits) + Packet::height(result, s.result_beats, s.data_bits);
    Svg svg(kWidth, 218 + height, fmt::format("Packets of the token streams of engine {}", d.name), command);
    Packet packet(svg, s.data_bits);

    svg.text({24, 32}, "A token: q, then k, then v, without gaps", "title");
    svg.text(
        {24, 54},
        fmt::format("{} codes of {} bits, {} and {} levels of {} bits: {} bits in {} beats; a packet that only queries "
                    "ends after q, in {} beats",
                    d.rows, bits.q, d.rows, d.rows, bits.kv, s.token_bits, s.token_beats, s.query_beats),
        "small muted");
    double y = packet.draw(86, token, s.token_beats, "tlast with the last beat; what is left of it is zero");
    y += 20;
    svg.text({24, y}, "tuser, on the first beat", "label");
    constexpr const char* flags[] = {"first token of a sequence", "query only", "write only"};
    double x = 204;
    for (int bit = 0; bit < 3; ++bit) {
        svg.rect({x, y - 15, 22, kCell}, "quiet");
        svg.text({x + 11, y}, std::to_string(bit), "code", Anchor::middle);
        svg.text({x + 30, y}, flags[bit], "small");
        x += 30 + text_width(flags[bit], text_style("small")) + 34;
    }
    y += 58;
    svg.text({24, y}, "A result: one word a lane", "title");
    svg.text({24, y + 22},
             fmt::format("{} words of {} bits in {} beats; only tokens that query have one", d.rows, s.word_bits,
                         s.result_beats),
             "small muted");
    packet.draw(y + 54, result, s.result_beats, "");
    return svg;
}

}  // namespace

const Picture packet_picture{"packet", "token and result packets, beat by beat and bit by bit", any_design, draw};

}  // namespace kvolt
