// SPDX-License-Identifier: Apache-2.0
#include "gen/config/cell_table.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>

#include "gen/config/key_values.hpp"
#include "gen/config/keys.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/file_io.hpp"
#include "gen/support/npy_header.hpp"

namespace kvolt {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{1} << 16;
constexpr double kMaxVolt = 1e3, kMaxCurrent = 1e6;
constexpr const char* kAllowed = "allowed 2..512 rows of two numbers, voltages rising";

[[noreturn]] void refuse(const std::string& path, int line, std::string problem) {
    throw InputError({{{path, line}, "analog.table", std::move(problem), kAllowed}});
}

/// The whole file, whose size is known to be small before a byte is read.
std::string contents_of(const std::string& path) {
    struct stat status {};
    if (stat(path.c_str(), &status) != 0) refuse(path, 0, fmt::format("cannot be read: {}", std::strerror(errno)));
    if (!S_ISREG(status.st_mode)) refuse(path, 0, "is no regular file");
    if (status.st_size < 0 || static_cast<std::size_t>(status.st_size) > kMaxBytes)
        refuse(path, 0, fmt::format("has {} bytes, more than any table of 512 rows", status.st_size));
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
    if (file == nullptr) refuse(path, 0, fmt::format("cannot be read: {}", std::strerror(errno)));
    std::string text(static_cast<std::size_t>(status.st_size), '\0');
    text.resize(std::fread(text.data(), 1, text.size(), file.get()));
    return text;
}

bool in_range(double volt, double ua) {  // false for NaN
    return std::fabs(volt) <= kMaxVolt && std::fabs(ua) <= kMaxCurrent;
}

/// A number and nothing else, blanks around it aside.
bool number_in(std::string_view field, double& value) {
    const auto first = field.find_first_not_of(" \t"), last = field.find_last_not_of(" \t\r");
    if (first == std::string_view::npos || last == std::string_view::npos || last < first) return false;
    const std::string word(field.substr(first, last + 1 - first));
    if (word.find_first_not_of("0123456789+-.eE") != std::string::npos) return false;
    char* end = nullptr;
    value = std::strtod(word.c_str(), &end);
    return end == word.c_str() + word.size();
}

bool point_in(std::string_view line, CellPoint& point) {
    const auto comma = line.find(',');
    return comma != std::string_view::npos && number_in(line.substr(0, comma), point.volt) &&
           number_in(line.substr(comma + 1), point.ua);
}

void add(const std::string& path, int line, const CellPoint& point, std::vector<CellPoint>& points) {
    if (!in_range(point.volt, point.ua))
        refuse(path, line, fmt::format("{} V, {} uA is out of range", point.volt, point.ua));
    if (!points.empty() && point.volt <= points.back().volt)
        refuse(path, line, fmt::format("{} V does not lie above {} V before it", point.volt, points.back().volt));
    if (points.size() == kMostCellPoints) refuse(path, line, "more than 512 rows");
    points.push_back(point);
}

std::vector<CellPoint> parse_csv(const std::string& path, const std::string& text) {
    std::vector<CellPoint> points;
    int number = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        const std::string_view line(text.data() + at, end - at);
        at = end + 1;
        ++number;
        if (line.find_first_not_of(" \t\r") == std::string_view::npos || line.front() == '#') continue;
        CellPoint point;
        if (point_in(line, point)) {
            add(path, number, point, points);
            continue;
        }
        const bool words = points.empty() && line.find_first_of("0123456789") == std::string_view::npos;
        if (!words) refuse(path, number, "is not two numbers with a comma between them");
    }
    return points;
}

double element_at(const NpyHeader& header, const std::string& text, std::size_t at) {
    unsigned char bytes[8] = {};
    for (std::size_t i = 0; i < header.item; ++i)
        bytes[header.big_endian ? header.item - 1 - i : i] = static_cast<unsigned char>(text[at + i]);
    const auto as = [&](auto value) {
        std::memcpy(&value, bytes, sizeof value);
        return static_cast<double>(value);
    };
    switch (header.kind == 'f' ? header.item : header.kind == 'i' ? 10 + header.item : 20 + header.item) {
        case 4:
            return as(0.0F);
        case 8:
            return as(0.0);
        case 11:
            return as(std::int8_t{});
        case 12:
            return as(std::int16_t{});
        case 14:
            return as(std::int32_t{});
        case 18:
            return as(std::int64_t{});
        case 21:
            return as(std::uint8_t{});
        case 22:
            return as(std::uint16_t{});
        case 24:
            return as(std::uint32_t{});
        case 28:
            return as(std::uint64_t{});
        default:
            throw NpyError("half precision is too coarse for a curve");
    }
}

std::vector<CellPoint> parse_npy(const std::string& path, const std::string& text) {
    const auto byte = [&](std::size_t at) { return reinterpret_cast<const std::uint8_t*>(text.data()) + at; };
    if (text.size() < 12) throw NpyError("too short for an NPY array");
    const std::size_t preamble = npy_preamble_bytes(byte(0)), dictionary = npy_dictionary_bytes(byte(0));
    if (text.size() - preamble < dictionary) throw NpyError("header longer than the file");
    const auto header = parse_npy_dictionary(text.substr(preamble, dictionary));
    if (header.shape.size() != 2 || header.shape[1] != 2 || header.kind == 'b')
        throw NpyError("is no array of numbers of shape (n, 2)");
    if (header.elements > 2 * kMostCellPoints) throw NpyError("more than 512 rows");
    if (text.size() - preamble - dictionary != header.elements * header.item)
        throw NpyError("its size is not what its header says");
    const std::size_t rows = header.shape[0], begin = preamble + dictionary;
    const auto at = [&](std::size_t row, std::size_t column) {
        const std::size_t index = header.fortran_order ? column * rows + row : row * 2 + column;
        return element_at(header, text, begin + index * header.item);
    };
    std::vector<CellPoint> points;
    for (std::size_t row = 0; row < rows; ++row) add(path, static_cast<int>(row + 1), {at(row, 0), at(row, 1)}, points);
    return points;
}

}  // namespace

std::vector<CellPoint> read_cell_table(const std::string& path) {
    if (!ends_with(path, ".csv") && !ends_with(path, ".npy")) refuse(path, 0, "is neither a .csv nor a .npy file");
    const std::string text = contents_of(path);
    std::vector<CellPoint> points;
    try {
        points = ends_with(path, ".npy") ? parse_npy(path, text) : parse_csv(path, text);
    } catch (const NpyError& error) {
        refuse(path, 0, error.what());
    }
    if (points.size() < kFewestCellPoints) refuse(path, 0, fmt::format("has {} rows", points.size()));
    return points;
}

std::string cell_table_text(const std::vector<CellPoint>& points) {
    std::string text = "volt,microampere\n";
    for (const auto& point : points) text += fmt::format("{},{}\n", real_text(point.volt), real_text(point.ua));
    return text;
}

std::string cell_table_problem(const std::vector<CellPoint>& points) {
    if (points.size() < kFewestCellPoints || points.size() > kMostCellPoints)
        return fmt::format("a table of {} points", points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (!in_range(points[i].volt, points[i].ua)) return "a point out of range";
        if (i > 0 && points[i].volt <= points[i - 1].volt) return "voltages that do not rise";
    }
    return {};
}

CellTableDoubt cell_table_doubt(const std::vector<CellPoint>& points, double v_max) {
    const double low = points.front().volt, high = points.back().volt;
    if (high > 50 * v_max && high / 1000 >= v_max / 2 && high / 1000 <= 50 * v_max)
        return {fmt::format("voltages run to {:g}, but stored voltages end at analog.v_max = {:g} V", high, v_max),
                fmt::format("values in volt; these look like millivolt, {:g} V divided by 1000", high / 1000)};
    if (low > 0 || high < v_max)
        return {fmt::format("the curve covers {:g}..{:g} V, but levels are stored at 0..{:g} V", low, high, v_max),
                high < v_max && low <= 0 ? fmt::format("rows for all of it, or analog.v_max up to {:g}", high)
                                         : "rows for all of it"};
    double largest = 0;
    for (const auto& point : points) largest = std::max(largest, std::fabs(point.ua));
    constexpr double least_ua = 1e-3;  // a cell of a nanoampere at pulse height is none that could be read
    if (largest < least_ua)
        return {fmt::format("no current is larger than {:g} uA", largest),
                fmt::format("values in microampere; these look like ampere, {:g} uA times 1e6", largest * 1e6)};
    return {};
}

std::string cell_table_path(const Config& config) {
    namespace fs = std::filesystem;
    const auto found = config.origin.find("analog.table");
    const bool of_file = found != config.origin.end() && found->second.file == config.source;
    return (of_file ? fs::path(config.source).parent_path() / config.analog.table : fs::path(config.analog.table))
        .string();
}

}  // namespace kvolt
