// SPDX-License-Identifier: Apache-2.0
// NPZ reader. Memory is taken only after three sizes agree: what the shape needs, what the zip directory says, and what
// the compressed bytes that are really there can expand to.
#include "sim/model/npz_read.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <limits>
#include <memory>
#include <new>

#include "gen/support/diagnostics.hpp"
#include "gen/support/npy_header.hpp"

namespace kvolt {
namespace {

/// Deflate cannot expand more than this, plus a little for short members.
constexpr std::uint64_t max_expansion = 1032, expansion_slack = 4096;
constexpr std::size_t chunk_bytes = 65536;  // a multiple of every element size

struct CloseArchive {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseMember {
    void operator()(zip_file_t* member) const { zip_fclose(member); }
};
using Archive = std::unique_ptr<zip_t, CloseArchive>;

/// One member, decompressed as it is read.
class Member {
public:
    Member(zip_t* archive, zip_uint64_t index) : file_(zip_fopen_index(archive, index, 0)) {
        if (!file_) throw NpyError(zip_strerror(archive));
    }
    /// Exactly `bytes` bytes.
    void read(std::uint8_t* out, std::size_t bytes) {
        while (bytes > 0) {
            const zip_int64_t got = zip_fread(file_.get(), out, bytes);
            if (got < 0) throw NpyError(zip_file_strerror(file_.get()));
            if (got == 0) throw NpyError("truncated");
            out += got;
            bytes -= static_cast<std::size_t>(got);
        }
    }
    /// Nothing must follow; reading up to the end also makes libzip check the checksum.
    void expect_end() {
        std::uint8_t byte = 0;
        const zip_int64_t got = zip_fread(file_.get(), &byte, 1);
        if (got < 0) throw NpyError(zip_file_strerror(file_.get()));
        if (got > 0) throw NpyError("more data than its shape needs");
    }

private:
    std::unique_ptr<zip_file_t, CloseMember> file_;
};

std::uint64_t load_bits(const std::uint8_t* bytes, std::size_t item, bool big_endian) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < item; ++i) value = value << 8 | bytes[big_endian ? i : item - 1 - i];
    return value;
}

double half_to_double(std::uint64_t bits) {
    const int exponent = static_cast<int>(bits >> 10 & 31), sign = static_cast<int>(bits >> 15);
    const auto fraction = static_cast<double>(bits & 1023);
    double value = 0;
    if (exponent == 31)
        value = fraction == 0 ? std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
    else if (exponent == 0)
        value = fraction / (1 << 24);
    else
        value =
            exponent >= 25 ? (1024 + fraction) * (1 << (exponent - 25)) : (1024 + fraction) / (1 << (25 - exponent));
    return sign != 0 ? -value : value;
}

double to_real(std::uint64_t bits, std::size_t item) {
    if (item == 2) return half_to_double(bits);
    if (item == 8) {
        double value = 0;
        std::memcpy(&value, &bits, sizeof(value));
        return value;
    }
    const auto half = static_cast<std::uint32_t>(bits);
    float value = 0;
    std::memcpy(&value, &half, sizeof(value));
    return static_cast<double>(value);
}

std::int64_t to_integer(std::uint64_t bits, const NpyHeader& header) {
    if (header.kind == 'i') {
        const auto shift = static_cast<int>(64 - 8 * header.item);
        return static_cast<std::int64_t>(bits << shift) >> shift;
    }
    if (header.kind == 'b') return bits != 0 ? 1 : 0;
    if (bits > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        throw NpyError(fmt::format("value {} does not fit a signed 64-bit integer", bits));
    return static_cast<std::int64_t>(bits);
}

/// Steps through C-order positions in the order of the file.
class Positions {
public:
    explicit Positions(const NpyHeader& header)
        : shape_(header.shape), index_(shape_.size(), 0), stride_(shape_.size(), 1) {
        fortran_ = header.fortran_order && shape_.size() > 1;
        for (std::size_t d = shape_.size(); d-- > 1;) stride_[d - 1] = stride_[d] * shape_[d];
    }
    std::size_t next() {
        if (!fortran_) return position_++;
        const std::size_t now = position_;
        for (std::size_t d = 0; d < shape_.size(); ++d) {
            position_ += stride_[d];
            if (++index_[d] < shape_[d]) break;
            position_ -= stride_[d] * shape_[d];
            index_[d] = 0;
        }
        return now;
    }

private:
    std::vector<std::size_t> shape_, index_, stride_;
    std::size_t position_ = 0;
    bool fortran_ = false;
};

NpyHeader read_header(Member& member, std::size_t& header_bytes) {
    std::array<std::uint8_t, 12> preamble{};
    member.read(preamble.data(), npy_preamble);
    const std::size_t bytes = npy_preamble_bytes(preamble.data());
    member.read(preamble.data() + npy_preamble, bytes - npy_preamble);
    std::string text(npy_dictionary_bytes(preamble.data()), '\0');
    member.read(reinterpret_cast<std::uint8_t*>(text.data()), text.size());
    header_bytes = bytes + text.size();
    return parse_npy_dictionary(text);
}

/// The sizes that must agree before memory is taken.
void check_sizes(const NpyHeader& header, std::size_t header_bytes, const zip_stat_t& stat, std::size_t room) {
    if (header.elements > room) throw NpyError(fmt::format("more than {} elements in the file", npy_max_elements));
    const std::uint64_t needed = header_bytes + header.elements * header.item;
    if (stat.size != needed) throw NpyError(fmt::format("its shape needs {} bytes, but it has {}", needed, stat.size));
    if (needed > stat.comp_size * max_expansion + expansion_slack)
        throw NpyError(fmt::format("{} compressed bytes cannot hold {} bytes", stat.comp_size, needed));
}

NpyArray read_member(zip_t* archive, zip_uint64_t index, std::size_t room) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat_index(archive, index, 0, &stat) != 0) throw NpyError(zip_strerror(archive));
    if ((stat.valid & ZIP_STAT_SIZE) == 0 || (stat.valid & ZIP_STAT_COMP_SIZE) == 0)
        throw NpyError("member without a size");
    // The bound on what compressed bytes can become is that of deflate.
    if ((stat.valid & ZIP_STAT_COMP_METHOD) == 0 ||
        (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE))
        throw NpyError("is neither stored nor deflated, as NumPy writes it");
    Member member(archive, index);
    std::size_t header_bytes = 0;
    const NpyHeader header = read_header(member, header_bytes);
    check_sizes(header, header_bytes, stat, room);

    NpyArray out;
    out.shape = header.shape;
    out.is_integer = header.kind != 'f';
    if (out.is_integer)
        out.integer.resize(header.elements);
    else
        out.real.resize(header.elements);
    Positions positions(header);
    std::vector<std::uint8_t> chunk(chunk_bytes);
    for (std::size_t left = header.elements * header.item; left > 0;) {
        const std::size_t now = std::min(left, chunk_bytes);
        member.read(chunk.data(), now);
        for (std::size_t i = 0; i < now; i += header.item) {
            const std::uint64_t bits = load_bits(chunk.data() + i, header.item, header.big_endian);
            const std::size_t at = positions.next();
            if (out.is_integer)
                out.integer[at] = to_integer(bits, header);
            else
                out.real[at] = to_real(bits, header.item);
        }
        left -= now;
    }
    member.expect_end();
    return out;
}

/// Name of the array a member holds, or empty for a member that is none.
std::string array_name(zip_t* archive, zip_uint64_t index) {
    const char* name = zip_get_name(archive, index, 0);
    const std::string text = name == nullptr ? "" : name;
    return text.size() > 4 && text.compare(text.size() - 4, 4, ".npy") == 0 ? text.substr(0, text.size() - 4) : "";
}

[[noreturn]] void refuse(const std::string& path, const std::string& array, const std::string& problem) {
    Diagnostic diagnostic;
    diagnostic.pos.file = path;
    diagnostic.key = array;
    diagnostic.problem = problem;
    throw InputError(std::vector<Diagnostic>{diagnostic});
}

Archive open_archive(const std::string& path) {
    struct stat info {};
    if (stat(path.c_str(), &info) != 0) throw InputError(path, fmt::format("cannot be read: {}", std::strerror(errno)));
    if (!S_ISREG(info.st_mode))
        throw InputError(path, S_ISDIR(info.st_mode) ? "is a directory, not an NPZ file" : "is not a regular file");
    int code = 0;
    // libzip takes an empty file for an empty archive.
    Archive archive(info.st_size == 0 ? nullptr : zip_open(path.c_str(), ZIP_RDONLY, &code));
    if (archive) return archive;
    if (info.st_size == 0) throw InputError(path, "is empty, not an NPZ file");
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    const std::string text = zip_error_strerror(&error);
    zip_error_fini(&error);
    throw InputError(path, fmt::format("is not an NPZ file ({})", text));
}

}  // namespace

std::size_t NpyArray::size() const {
    std::size_t n = 1;
    for (const std::size_t d : shape) n *= d;
    return n;
}

std::vector<std::string> npz_names(const std::string& path) {
    const Archive archive = open_archive(path);
    std::vector<std::string> names;
    for (zip_int64_t i = 0; i < zip_get_num_entries(archive.get(), 0); ++i) {
        auto name = array_name(archive.get(), static_cast<zip_uint64_t>(i));
        if (!name.empty()) names.push_back(std::move(name));
    }
    return names;
}

std::map<std::string, NpyArray> read_npz(const std::string& path, const std::vector<std::string>& wanted) {
    const Archive archive = open_archive(path);
    std::map<std::string, NpyArray> out;
    std::size_t room = npy_max_elements;
    const zip_int64_t members = zip_get_num_entries(archive.get(), 0);
    for (zip_int64_t i = 0; i < members; ++i) {
        const auto index = static_cast<zip_uint64_t>(i);
        const std::string name = array_name(archive.get(), index);
        if (name.empty()) continue;
        if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), name) == wanted.end()) continue;
        try {
            if (out.count(name) != 0) throw NpyError("two arrays of this name");
            NpyArray array = read_member(archive.get(), index, room);
            room -= array.size();
            out.emplace(name, std::move(array));
        } catch (const NpyError& error) {
            refuse(path, name, error.what());
        } catch (const std::bad_alloc&) {
            refuse(path, name, "does not fit into memory");
        }
    }
    if (out.empty() && wanted.empty()) throw InputError(path, "holds no array");
    return out;
}

}  // namespace kvolt
